/* rule.c - see rule.h.
 * SPDX-License-Identifier: MIT */
#include "policy/rule/rule.h"

#include "model/records.h"
#include "policy/rule/rule_example.h"

/* What may ask the rules; bits by position. */
static const char *const trigger_words[] = {
	"message", "stalled", "payment_failed", "review", "dispute",
	"return",  "scan",    "shipped",        NULL
};
static const char *const tier_words[] = { "red", "yellow", "blue", NULL };

unsigned trigger_bit(const char *trigger)
{
	for (unsigned i = 0; trigger_words[i]; i++)
		if (text_eq(trigger_words[i], trigger))
			return 1U << i;
	return 0;
}

/* -- reading -- */

static void read_trigger(struct rule *r, const struct conf_node *node,
			 const char *word)
{
	const char *near = text_nearest(word, trigger_words);
	unsigned bit = trigger_bit(word);

	if (!bit)
		conf_mistake(node, "\"%.40s\" is no trigger; %s%s%s", word,
			     near ? "did you mean \"" : "see rules.conf",
			     near ? near : "", near ? "\"?" : "");
	r->triggers |= bit;
}

static void read_triggers(struct rule *r, const struct conf_node *g)
{
	const struct conf_node *node = conf_get(g, "trigger");
	const char *self = conf_self_text(node);

	if (!node)
		conf_mistake(g, "\"trigger\" is missing; add trigger = "
				"\"message\";");
	if (self)
		read_trigger(r, node, self);
	for (int i = 0; i < conf_count(node); i++) {
		const char *word = conf_self_text(conf_at(node, i));

		if (word)
			read_trigger(r, node, word);
		else
			conf_mistake(node, "\"trigger\" is a list of texts");
	}
}

const struct condition *rule_condition(const struct conf_node *g,
				       const char *key, struct compiler *c)
{
	const char *text = conf_text(g, key, NULL);
	const struct condition *one;
	struct err err = { 0 };

	if (!text)
		return NULL;
	one = condition_compile(c, text, &err);
	if (!one)
		conf_mistake(conf_get(g, key), "\"%s\", %s", key, err.text);
	return one;
}

static const char *nearest_of(const char *word, const char *words,
			      struct arena *arena)
{
	const char *list[256] = { NULL };
	char *save = NULL, *copy = arena_strdup(arena, words);
	size_t n = 0;

	for (char *w = strtok_r(copy, " ", &save); w && n < 255;
	     w = strtok_r(NULL, " ", &save))
		list[n++] = w;
	return text_nearest(word, list);
}

static const char *read_name(const struct conf_node *g, const char *key,
			     const char *words, const char *what)
{
	const char *name = conf_text(g, key, "");
	struct arena arena = ARENA_INIT;
	const char *near;

	if (*name && !words_have(words, name)) {
		near = nearest_of(name, words, &arena);
		conf_mistake(conf_get(g, key), "there is no %s \"%.60s\"%s%s%s",
			     what, name, near ? "; did you mean \"" : "",
			     near ? near : "", near ? "\"?" : "");
	}
	arena_release(&arena);
	return name;
}

const char *rule_template(const struct conf_node *g, const char *key,
			  const char *templates)
{
	return read_name(g, key, templates, "template");
}

struct sum rule_sum(const struct conf_node *g, const char *key)
{
	const char *text = conf_text(g, key, NULL);
	struct sum s = { .given = text != NULL };

	if (!text)
		return s;
	s.whole = text_eq(text, "order");
	if (!s.whole)
		s.amount = conf_money(g, key);
	if (!s.whole && money_given(s.amount) && s.amount.minor <= 0)
		conf_mistake(conf_get(g, key),
			     "\"%s\" is \"order\" or an amount above 0", key);
	return s;
}

bool rule_matrix(const struct conf_node *g)
{
	static const char *const words[] = { "matrix", NULL };
	bool is = conf_choice(g, "remedy", words, -1) == 0;

	if (is && (conf_get(g, "refund") || conf_get(g, "coupon") ||
		   conf_get(g, "reship")))
		conf_mistake(conf_get(g, "remedy"),
			     "the matrix says what is given; remove refund, "
			     "coupon and reship");
	return is;
}

static const char *const told_words[] = { "refund", "reship", "exchange",
					  "return", "coupon", "store_credit",
					  NULL };

bool rule_may_tell(const char *verb)
{
	for (const char *const *w = told_words; *w; w++)
		if (text_eq(*w, verb))
			return true;
	return false;
}

const char *rule_tells_of(const struct conf_node *g)
{
	int i = conf_choice(g, "tells_of", told_words, -1);

	if (i >= 0 && !conf_get(g, "reply"))
		conf_mistake(conf_get(g, "tells_of"),
			     "it is the reply that tells of it; add reply = "
			     "\"...\";");
	return i < 0 ? "" : told_words[i];
}

static void read_then(struct rule *r, const struct conf_node *g,
		      const struct rule_names *names)
{
	const struct conf_node *then = conf_get(g, "then");
	int tier;

	r->reply = r->playbook = r->tells_of = "";
	if (!then || !conf_is_group(then)) {
		conf_mistake(g, "\"then\" is missing; add then = { reply = "
				"\"...\"; };");
		return;
	}
	r->reply = rule_template(then, "reply", names->templates);
	r->tells_of = rule_tells_of(then);
	r->playbook = read_name(then, "playbook", names->playbooks, "playbook");
	r->refund = rule_sum(then, "refund");
	r->coupon = rule_sum(then, "coupon");
	r->matrix = rule_matrix(then);
	tier = conf_choice(then, "tier", tier_words, -1);
	r->tier = tier < 0 ? 0 : TIER_RED + tier;
	if (r->coupon.whole)
		conf_mistake(conf_get(then, "coupon"),
			     "\"coupon\" is an amount, such as \"5.00 USD\"");
	if (conf_count(then) == 0)
		conf_mistake(then, "nothing follows; name a reply, refund, "
				   "coupon, remedy, playbook or tier");
	conf_unknown(then, NULL);
}

void rule_read(struct rule_list *rules, const struct conf_node *g,
	       struct compiler *c, const struct vocabulary *v,
	       const struct rule_names *names)
{
	struct rule r = { .name = conf_required(g, "name"),
			  .when = conf_required(g, "when"),
			  .reason = conf_text(g, "reason", ""),
			  .automatic = conf_flag(g, "automatic", false),
			  .line = conf_line(g) };

	for (size_t i = 0; i < rules->len; i++)
		if (text_eq(rules->at[i].name, r.name))
			conf_mistake(g,
				     "two rules are called \"%s\"; names "
				     "are unique",
				     r.name);
	read_triggers(&r, g);
	read_then(&r, g, names);
	if (*r.when)
		r.condition = rule_condition(g, "when", c);
	r.issues = r.condition ? condition_issues(r.condition) : 0;
	if (r.condition)
		rule_examples_run(&r, conf_get(g, "examples"), v);
	else
		conf_get(g, "examples");
	rule_list_push(rules, r);
}

/* -- asking -- */

static bool moves_money(const struct rule *r)
{
	return r->refund.given || r->coupon.given || r->matrix;
}

const char *rule_unknown(const struct condition *c, const struct fact_values *v,
			 struct arena *arena)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	const struct fact_set *reads = condition_reads(c);

	for (size_t i = 0; i < v->of->kinds.len; i++)
		if (fact_set_has(reads, (int)i) && !v->at[i].known)
			str_printf(&s, "%s%s is unknown%s%s%s",
				   s.len ? "; " : "", v->of->kinds.at[i].name,
				   v->at[i].why ? " (" : "",
				   v->at[i].why ? v->at[i].why : "",
				   v->at[i].why ? ")" : "");
	return arena_strdup(arena, str_c(&s));
}

/* The issue is looked at before SQLite is asked: most rules fall out there. */
static bool ruled_out(const struct rule *r, const struct fact_values *v)
{
	const struct fact_value *issue =
		v->of->issue < 0 ? NULL : &v->at[v->of->issue];

	return issue && issue->known && !(r->issues >> issue->number & 1);
}

enum answer rule_ask(const struct rule *r, const struct fact_values *v,
		     struct arena *arena, const char **why)
{
	int holds;

	*why = "";
	if (!r->condition || ruled_out(r, v))
		return ANSWER_NO;
	holds = condition_holds(r->condition, v);
	if (holds == 0 || (holds < 0 && !moves_money(r)))
		return ANSWER_NO;
	if (!moves_money(r))
		return ANSWER_FIRES;
	*why = rule_unknown(r->condition, v, arena);
	if (**why)
		return ANSWER_HELD;
	return holds > 0 ? ANSWER_FIRES : ANSWER_NO;
}
