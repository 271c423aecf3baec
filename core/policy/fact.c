/* fact.c - see fact.h.
 * SPDX-License-Identifier: MIT */
#include "policy/fact.h"

#include "base/when.h"

/* [source: the outside contract, "Issue types"] */
const char *const issue_types[] = { "not_received",
				    "delivered_not_received",
				    "order_status",
				    "late",
				    "stalled",
				    "customs",
				    "damaged",
				    "wrong_item",
				    "missing_part",
				    "quality",
				    "not_as_described",
				    "size",
				    "changed_mind",
				    "return_request",
				    "exchange_request",
				    "refund_request",
				    "refund_status",
				    "cancel_request",
				    "address_change",
				    "payment_failed",
				    "overcharged",
				    "review_bad",
				    "review_threat",
				    "claim_announced",
				    "legal_threat",
				    "fraud",
				    "invoice",
				    "product_question",
				    "software_fault",
				    "account_access",
				    "service_complaint",
				    "human_wanted",
				    "abuse",
				    "thanks",
				    "machine_mail",
				    "other",
				    NULL };

static const char *const type_words[] = { "word",     "integer", "money",
					  "duration", "flag",    "time",
					  NULL };

/* What the desk fills (core/host/brain.c), and as what. */
static const struct {
	const char *name;
	enum fact_type type;
} supplied[] = {
	{ "issue", FACT_WORD },
	{ "also_", FACT_FLAG },
	{ "trigger", FACT_WORD },
	{ "platform", FACT_WORD },
	{ "channel", FACT_WORD },
	{ "country", FACT_WORD },
	{ "lang", FACT_WORD },
	{ "carrier", FACT_WORD },
	{ "scan_status", FACT_WORD },
	{ "confidence", FACT_INTEGER },
	{ "buyer_orders", FACT_INTEGER },
	{ "buyer_vip", FACT_FLAG },
	{ "stars", FACT_INTEGER },
	{ "messages", FACT_INTEGER },
	{ "order_total", FACT_MONEY },
	{ "refunded_amount", FACT_MONEY },
	{ "refund_open", FACT_MONEY },
	{ "parcel_still", FACT_DURATION },
	{ "order_age", FACT_DURATION },
	{ "ticket_age", FACT_DURATION },
	{ "late_by", FACT_DURATION },
	{ "has_order", FACT_FLAG },
	{ "has_tracking", FACT_FLAG },
	{ "shipped", FACT_FLAG },
	{ "delivered", FACT_FLAG },
	{ "refunded", FACT_FLAG },
	{ "cancelled", FACT_FLAG },
	{ "disputed", FACT_FLAG },
	{ "paid", FACT_FLAG },
	{ "has_proof", FACT_FLAG },
	{ "has_coupon", FACT_FLAG },
	{ "can_reship", FACT_FLAG },
	{ "can_coupon", FACT_FLAG },
	{ "can_return", FACT_FLAG },
	{ "can_exchange", FACT_FLAG },
	{ "return_wanted", FACT_FLAG },
	{ "answered", FACT_FLAG },
	{ "accepted", FACT_FLAG },
	{ "satisfied", FACT_FLAG },
	{ "placed", FACT_TIME },
};

int issue_index(const char *issue)
{
	for (int i = 0; issue_types[i]; i++)
		if (text_eq(issue_types[i], issue))
			return i;
	return -1;
}

void issues_check(const struct conf_node *g, const char *name,
		  const char *words)
{
	CLEANUP(free_ptr) char *copy = xstrdup(words);
	char *save = NULL;

	for (char *w = strtok_r(copy, " ", &save); w;
	     w = strtok_r(NULL, " ", &save))
		if (issue_index(w) < 0)
			conf_mistake(conf_get(g, name),
				     "\"%s\" is no issue type", w);
}

void fact_set_add(struct fact_set *s, int fact)
{
	s->bits[fact / 64] |= UINT64_C(1) << (fact % 64);
}

bool fact_set_has(const struct fact_set *s, int fact)
{
	return s->bits[fact / 64] >> (fact % 64) & 1;
}

/* -- declaring -- */

static const char *const *read_words(struct vocabulary *v,
				     const struct conf_node *g)
{
	const struct conf_node *list = conf_get(g, "words");
	const char *self = conf_self_text(list);
	int n = conf_count(list);
	const char **words;

	if (self && text_eq(self, "issues"))
		return issue_types;
	words = arena_alloc(&v->arena, ((size_t)n + 1) * sizeof *words);
	for (int i = 0; i < n; i++) {
		const char *word = conf_self_text(conf_at(list, i));

		if (!word)
			conf_mistake(list, "\"words\" is a list of texts");
		words[i] = word ? arena_strdup(&v->arena, word) : "";
	}
	if (!n)
		conf_mistake(g, "a word needs its closed list; add words = "
				"[ ... ];");
	return words;
}

static void check_supplied(const struct conf_node *g, const char *name,
			   enum fact_type type)
{
	const char *names[COUNT_OF(supplied) + 1] = { NULL };
	const char *near;

	for (size_t i = 0; i < COUNT_OF(supplied); i++) {
		names[i] = supplied[i].name;
		if (!text_eq(supplied[i].name, name))
			continue;
		if (supplied[i].type != type)
			conf_mistake(g, "%s is of type %s; write type = \"%s\"",
				     name, type_words[supplied[i].type],
				     type_words[supplied[i].type]);
		return;
	}
	near = text_nearest(name, names);
	conf_mistake(g, "the desk fills no fact \"%s\"; %s%s%s", name,
		     near ? "did you mean \"" : "remove it", near ? near : "",
		     near ? "\"?" : "");
}

/* Where a name stands, or the empty slot where it would. */
static size_t slot_of(const struct vocabulary *v, const char *name)
{
	uint32_t h = 2166136261U; /* FNV-1a */
	size_t at;

	for (const char *c = name; *c; c++)
		h = (h ^ (unsigned char)*c) * 16777619U;
	for (at = h % FACT_SLOTS; v->slots[at]; at = (at + 1) % FACT_SLOTS)
		if (strcmp(v->kinds.at[v->slots[at] - 1].name, name) == 0)
			break;
	return at;
}

static void declare(struct vocabulary *v, const struct conf_node *g,
		    struct fact_kind k)
{
	if (fact_find(v, k.name) >= 0)
		conf_mistake(g, "the fact %s is declared twice", k.name);
	else if (v->kinds.len == FACTS_MAX)
		conf_mistake(g, "more than %d facts", FACTS_MAX);
	else {
		size_t slot = slot_of(v, k.name);

		fact_kinds_push(&v->kinds, k);
		v->slots[slot] = (uint8_t)v->kinds.len;
	}
}

/* also_ is one fact for each issue type. */
static void declare_family(struct vocabulary *v, const struct conf_node *g,
			   struct fact_kind k)
{
	const char *stem = k.name;

	k.family = true;
	for (int i = 0; issue_types[i]; i++) {
		k.name = arena_printf(&v->arena, "%s%s", stem, issue_types[i]);
		k.issue = i;
		declare(v, g, k);
	}
}

static void read_currency(struct fact_kind *k, const struct conf_node *g)
{
	const char *code = conf_required(g, "currency");

	if (*code && currency_exponent(code) < 0)
		conf_mistake(conf_get(g, "currency"),
			     "\"%s\" is no currency of ISO 4217", code);
	snprintf(k->currency, sizeof k->currency, "%s", code);
}

static void read_fact(struct vocabulary *v, const struct conf_node *g)
{
	struct fact_kind k = {
		.name = arena_strdup(&v->arena, conf_required(g, "name")),
		.help = arena_strdup(&v->arena, conf_required(g, "help")),
		.line = conf_line(g),
	};

	conf_required(g, "type");
	k.type = (enum fact_type)conf_choice(g, "type", type_words, 1);
	if (k.type == FACT_WORD)
		k.words = read_words(v, g);
	if (k.type == FACT_MONEY)
		read_currency(&k, g);
	if (text_eq(k.name, "issue") && k.words != issue_types)
		conf_mistake(g, "the issue types are the program's; write "
				"words = \"issues\";");
	check_supplied(g, k.name, k.type);
	if (text_ends(k.name, "_"))
		declare_family(v, g, k);
	else
		declare(v, g, k);
}

void vocabulary_read(struct vocabulary *v, struct conf *c)
{
	const struct conf_node *list = conf_get(conf_root(c), "facts");

	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *g = conf_at(list, i);

		if (!conf_is_group(g)) {
			conf_mistake(g, "a fact is { name = ...; type = ...; "
					"help = ...; }");
			continue;
		}
		read_fact(v, g);
		conf_unknown(g, NULL);
	}
	v->issue = fact_find(v, "issue");
	conf_get(conf_root(c), "vip"); /* vip.h reads it */
	conf_unknown(conf_root(c), NULL);
}

void vocabulary_release(struct vocabulary *v)
{
	fact_kinds_release(&v->kinds);
	arena_release(&v->arena);
}

int fact_find(const struct vocabulary *v, const char *name)
{
	return (int)v->slots[slot_of(v, name)] - 1;
}

const char *fact_nearest(const struct vocabulary *v, const char *name)
{
	const char *names[FACTS_MAX + 1] = { NULL };

	for (size_t i = 0; i < v->kinds.len; i++)
		names[i] = v->kinds.at[i].name;
	return text_nearest(name, names);
}

const char *fact_type_name(enum fact_type type)
{
	return type_words[type];
}

/* -- reading values -- */

static int parse_word(const struct fact_kind *k, const char *text,
		      struct fact_value *out, struct err *err)
{
	const char *near = text_nearest(text, k->words);

	for (const char *const *w = k->words; *w; w++)
		if (text_eq(*w, text)) {
			out->word = *w;
			out->number = w - k->words;
			return 0;
		}
	return err_set(err, ERR_DATA, "\"%.60s\" is no value of %s; %s%s%s",
		       text, k->name,
		       near ? "did you mean '"
			    : "its list stands in "
			      "facts.conf",
		       near ? near : "", near ? "'?" : "");
}

static int parse_money(const struct fact_kind *k, const char *text,
		       struct fact_value *out, struct err *err)
{
	struct money m = { 0 };
	struct err why = { 0 };

	if (money_parse_pair(&m, text, &why))
		return err_set(err, ERR_DATA,
			       "%s is money: %s; write it as '20.00 %s'",
			       k->name, why.text, k->currency);
	if (!text_eq(m.currency, k->currency))
		return err_set(err, ERR_DATA,
			       "%s is in %s; write the amount in %s", k->name,
			       k->currency, k->currency);
	out->number = m.minor;
	return 0;
}

int fact_parse(const struct fact_kind *k, const char *text,
	       struct fact_value *out, struct err *err)
{
	struct when w = { 0 };
	struct err why = { 0 };

	*out = (struct fact_value){ .known = true };
	switch (k->type) {
	case FACT_WORD:
		return parse_word(k, text, out, err);
	case FACT_MONEY:
		return parse_money(k, text, out, err);
	case FACT_INTEGER:
		return err_set(err, ERR_DATA,
			       "%s is a whole number; write it without quotes",
			       k->name);
	case FACT_FLAG:
		return err_set(err, ERR_DATA,
			       "%s is true or false; write it without quotes",
			       k->name);
	case FACT_DURATION:
		if (duration_parse(&out->number, text, &why) == 0)
			return 0;
		return err_set(err, ERR_DATA,
			       "%s is a duration: %s; write it as '5 d'",
			       k->name, why.text);
	case FACT_TIME:
		if (when_parse(&w, text, &why) == 0) {
			out->number = w.ms;
			return 0;
		}
		break;
	}
	return err_set(err, ERR_DATA,
		       "%s is a moment: %s; write it as '2026-11-24'", k->name,
		       why.text);
}
