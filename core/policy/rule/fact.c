/* fact.c - see fact.h.
 * SPDX-License-Identifier: MIT */
#include "policy/rule/fact.h"

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
	{ "lost", FACT_FLAG },
	{ "confidence", FACT_INTEGER },
	{ "buyer_orders", FACT_INTEGER },
	{ "order_pieces", FACT_INTEGER },
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
	{ "remedy", FACT_WORD },
	{ "refund", FACT_WORD },
	{ "ticket_issue", FACT_WORD },
	{ "has_photo", FACT_FLAG },
	{ "proven", FACT_FLAG },
	{ "can_refund", FACT_FLAG },
	{ "can_reship", FACT_FLAG },
	{ "can_coupon", FACT_FLAG },
	{ "can_return", FACT_FLAG },
	{ "can_exchange", FACT_FLAG },
	{ "return_wanted", FACT_FLAG },
	{ "answered", FACT_FLAG },
	{ "chosen", FACT_WORD },
	{ "accepted", FACT_FLAG },
	{ "satisfied", FACT_FLAG },
	{ "danger", FACT_FLAG },
	{ "placed", FACT_TIME },
};

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

/* One that follows from others (derived.h) is nobody's to fill. */
static void check_derived(const struct conf_node *g, const struct fact_kind *k)
{
	for (size_t i = 0; i < COUNT_OF(supplied); i++)
		if (text_eq(supplied[i].name, k->name))
			conf_mistake(
				conf_get(g, "when"),
				"the desk fills %s; leave \"when\" out, or "
				"give the fact another name",
				k->name);
	if (k->type != FACT_FLAG || text_ends(k->name, "_"))
		conf_mistake(g, "a fact with \"when\" is a flag; write type = "
				"\"flag\";");
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
	if (conf_get(g, "when"))
		check_derived(g, &k);
	else
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
