/* guard_read.c - policy/guard/rules.conf.
 * SPDX-License-Identifier: MIT */
#include "policy/guard/guard_learnt.h"
#include "policy/guard/guard_words.h"

int guard_rule_index(const struct guard_policy *g, const char *name)
{
	for (size_t i = 0; i < g->rules.len; i++)
		if (text_eq(g->rules.at[i].name, name))
			return (int)i;
	return -1;
}

static void read_rule(struct guard_policy *g, const struct conf_node *n)
{
	struct guard_rule r = {
		.name = conf_required(n, "name"),
		.platforms = conf_words(n, "platforms", &g->arena),
		.source = conf_required(n, "source"),
		.date = conf_required(n, "date"),
		.urls = conf_words(n, "urls", &g->arena),
		.blocks = conf_required(n, "blocks"),
		.lets_through = conf_text(n, "lets_through", ""),
		.public_only = conf_flag(n, "public_only", false),
	};

	if (!*r.platforms)
		r.platforms = "*";
	if (*r.name && guard_rule_index(g, r.name) >= 0)
		conf_mistake(n, "rule \"%s\" stands here twice", r.name);
	rule_names_list_push(&g->rules, r);
}

static int rule_of(const struct guard_policy *g, const struct conf_node *n)
{
	const char *name = conf_required(n, "rule");
	int rule = guard_rule_index(g, name);

	if (*name && rule < 0)
		conf_mistake(conf_get(n, "rule"), "there is no rule \"%s\"",
			     name);
	return rule;
}

static int concept_index(const struct guard_policy *g, const char *name)
{
	for (int i = 0; i < g->concept_count; i++)
		if (text_eq(g->concepts[i], name))
			return i;
	return -1;
}

static uint64_t concepts_of(const struct guard_policy *g,
			    const struct conf_node *n, const char *name)
{
	const struct conf_node *list = conf_get(n, name);
	CLEANUP(arena_release) struct arena arena = { 0 };
	char *words = arena_strdup(&arena, conf_words(n, name, &arena));
	char *save = NULL;
	uint64_t all = 0;

	for (char *w = strtok_r(words, " ", &save); w;
	     w = strtok_r(NULL, " ", &save)) {
		int i = concept_index(g, w);

		if (i < 0)
			conf_mistake(list, "\"%s\" is none of the concepts", w);
		else
			all |= UINT64_C(1) << i;
	}
	return all;
}

static int need_of(const struct guard_policy *g, const struct conf_node *n)
{
	const char *name = conf_text(n, "needs", "");
	int need = *name ? guard_need_index(g, name) : -1;

	if (*name && need < 0)
		conf_mistake(conf_get(n, "needs"),
			     "\"%s\" is none of the needs in rules.conf", name);
	return need;
}

static void read_one_pattern(struct guard_policy *g, const struct conf_node *n,
			     struct pattern_list *out)
{
	static const char *const views[] = { "plain", "narrow", "heard", NULL };
	static const char *const contacts[] = { "", "mail", "phone", "street",
						NULL };
	struct pattern p = {
		.rule = rule_of(g, n),
		.need = need_of(g, n),
		.unless = concepts_of(g, n, "unless"),
		.clause = concepts_of(g, n, "unless_clause"),
		.around = concepts_of(g, n, "unless_around"),
		.beside = concepts_of(g, n, "unless_beside"),
		.said = conf_flag(n, "said", false),
		.apart = conf_flag(n, "apart", false),
		.in = (enum guard_view)conf_choice(n, "in", views, VIEW_PLAIN),
		.contact = (enum guard_contact)conf_choice(
			n, "contact", contacts, CONTACT_NONE),
		.code = guard_compile(n, conf_required(n, "match")),
	};

	if (p.code)
		pattern_list_push(out, p);
}

static void read_pattern(struct guard_policy *g, const struct conf_node *n)
{
	read_one_pattern(g, n, &g->patterns);
}

static void read_sign(struct guard_policy *g, const struct conf_node *n)
{
	struct sign s = {
		.rule = rule_of(g, n),
		.all = concepts_of(g, n, "all"),
		.any = concepts_of(g, n, "any"),
		.unless = concepts_of(g, n, "unless"),
		.unless_clause = concepts_of(g, n, "unless_clause"),
		.may = conf_words(n, "may", &g->arena),
		.though_denied = conf_flag(n, "though_denied", false),
		.within = (size_t)conf_int(n, "within", 0, 0, 1000),
	};

	if (!s.all && !s.any)
		conf_mistake(n, "a sign needs \"all\" or \"any\"");
	g->clausal |= s.unless_clause;
	sign_list_push(&g->signs, s);
}

/* In hundredths of a score of one. */
static int32_t least_of(const struct conf_node *n, const char *name,
			int64_t usual)
{
	return (int32_t)(conf_int(n, name, usual, -1000, 1000) * MODEL_ONE /
			 100);
}

static void add_learnt(struct guard_policy *g, const struct conf_node *n,
		       struct learnt l, int class, const char *of)
{
	l.class = (size_t) class;
	l.least = least_of(n, "least", 100);
	if (class < 0)
		conf_mistake(n, "nothing is learnt of this, only of %s", of);
	else if (l.rule >= 0)
		learnt_list_push(&g->learnt, l);
}

static void read_learnt(struct guard_policy *g, const struct conf_node *n)
{
	struct learnt l = { .set = GUARD_RULES, .rule = rule_of(g, n) };
	int class = l.rule < 0 ? 0
			       : guard_set_index(GUARD_RULES,
						 g->rules.at[l.rule].name);

	add_learnt(g, n, l, class, guard_set_names[GUARD_RULES]);
}

static void read_told(struct guard_policy *g, const struct conf_node *n)
{
	static const char *const given[] = { "voucher", "gift", NULL };
	const char *kinds = strchr(guard_set_names[GUARD_REMEDIES], ' ') + 1;
	int class = guard_set_index(GUARD_REMEDIES, conf_required(n, "kind"));
	struct learnt l = { .set = GUARD_REMEDIES,
			    .rule = rule_of(g, n),
			    .may = conf_words(n, "may", &g->arena),
			    .least_sign = least_of(n, "least_sign", 0),
			    .of = conf_choice(n, "speaks_of", given, -1) };

	if (!*l.may)
		conf_mistake(n, "what is told needs \"may\": what allows it");
	add_learnt(g, n, l, class == GUARD_TOLD ? -1 : class, kinds);
}

static void read_allowed(struct guard_policy *g, const struct conf_node *n)
{
	const char *match = conf_self_text(n);
	struct pattern p = { .need = -1,
			     .code = guard_compile(n, match ? match : "(") };

	if (p.code)
		pattern_list_push(&g->allowed, p);
}

static void read_list(struct guard_policy *g, const struct conf_node *root,
		      const char *name, bool groups,
		      void (*one)(struct guard_policy *,
				  const struct conf_node *))
{
	const struct conf_node *list = conf_get(root, name);

	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *n = conf_at(list, i);

		if (groups && !conf_is_group(n)) {
			conf_mistake(n, "an entry of %s is { ... }", name);
			continue;
		}
		one(g, n);
		if (groups)
			conf_unknown(n, NULL);
	}
}

void guard_read_patterns(struct guard_policy *g, struct guard_lang *l,
			 const struct conf_node *root)
{
	const struct conf_node *list = conf_get(root, "patterns");

	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *n = conf_at(list, i);

		if (!conf_is_group(n)) {
			conf_mistake(n, "an entry of patterns is { ... }");
			continue;
		}
		read_one_pattern(g, n, &l->patterns);
		conf_unknown(n, NULL);
	}
}

static void read_concept(struct guard_policy *g, const struct conf_node *n)
{
	const char *name = conf_self_text(n);

	if (!name || g->concept_count == CONCEPTS_MAX)
		conf_mistake(n,
			     "a concept is a name in quotes, and at most "
			     "%d have room",
			     CONCEPTS_MAX);
	else
		g->concepts[g->concept_count++] = name;
}

static void read_form(struct guard_policy *g, const struct conf_node *n)
{
	int count = g->concept_count;

	read_concept(g, n);
	if (g->concept_count > count)
		g->forms |= UINT64_C(1) << count;
}

static uint64_t concept_bit(const struct guard_policy *g, const char *name)
{
	int i = concept_index(g, name);

	return i < 0 ? 0 : UINT64_C(1) << i;
}

void guard_read_rules(struct guard_policy *g, struct conf *c)
{
	const struct conf_node *root = conf_root(c);

	read_list(g, root, "concepts", false, read_concept);
	read_list(g, root, "forms", false, read_form);
	g->denies = concept_index(g, "not");
	g->unsaid = concept_bit(g, "not") | concept_bit(g, "refused") |
		    concept_bit(g, "reported");
	g->clausal = g->unsaid;
	g->offers = concept_bit(g, "offer") | concept_bit(g, "discount");
	g->that = concept_index(g, "that");
	g->blank = concept_index(g, "blank");
	g->order = concept_index(g, "order_said");
	g->parcel = concept_index(g, "parcel_said");
	g->address = concept_index(g, "address_said");
	g->fill = concept_index(g, "fill");
	g->shown = concept_index(g, "shown");
	g->reported = concept_index(g, "reported");
	g->brackets = conf_words(root, "brackets", &g->arena);
	g->text_brackets = conf_words(root, "text_brackets", &g->arena);
	g->carriers = conf_words(root, "carriers", &g->arena);
	g->quote_brackets = conf_words(root, "quote_brackets", &g->arena);
	read_list(g, root, "rules", true, read_rule);
	guard_read_needs(g, root);
	read_list(g, root, "patterns", true, read_pattern);
	read_list(g, root, "signs", true, read_sign);
	read_list(g, root, "learnt", true, read_learnt);
	read_list(g, root, "told", true, read_told);
	read_list(g, root, "allowed_links", false, read_allowed);
	guard_read_ours(g, root);
	conf_unknown(root, NULL);
}
