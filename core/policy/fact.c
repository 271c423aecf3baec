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
	{ "stars", FACT_INTEGER },
	{ "messages", FACT_INTEGER },
	{ "order_total", FACT_MONEY },
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
	{ "placed", FACT_TIME },
};

int issue_index(const char *issue)
{
	for (int i = 0; issue_types[i]; i++)
		if (text_eq(issue_types[i], issue))
			return i;
	return -1;
}

bool words_have(const char *words, const char *word)
{
	size_t len = strlen(word);

	while (*words) {
		size_t n = strcspn(words, " ");

		if (n == len && memcmp(words, word, len) == 0)
			return true;
		words += n + strspn(words + n, " ");
	}
	return false;
}

void fact_set_add(struct fact_set *s, int fact)
{
	s->bits[fact / 64] |= UINT64_C(1) << (fact % 64);
}

bool fact_set_has(const struct fact_set *s, int fact)
{
	return s->bits[fact / 64] >> (fact % 64) & 1;
}

/* -- declaring ---------------------------------------------------------------
 */

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

static void declare(struct vocabulary *v, const struct conf_node *g,
		    struct fact_kind k)
{
	if (fact_find(v, k.name) >= 0)
		conf_mistake(g, "the fact %s is declared twice", k.name);
	else if (v->kinds.len == FACTS_MAX)
		conf_mistake(g, "more than %d facts", FACTS_MAX);
	else
		fact_kinds_push(&v->kinds, k);
}

/* also_ is one fact for each issue type. */
static void declare_family(struct vocabulary *v, const struct conf_node *g,
			   struct fact_kind k)
{
	const char *stem = k.name;

	k.family = true;
	for (int i = 0; issue_types[i]; i++) {
		k.name = arena_printf(&v->arena, "%s%s", stem, issue_types[i]);
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
	conf_unknown(conf_root(c), NULL);
}

void vocabulary_release(struct vocabulary *v)
{
	fact_kinds_release(&v->kinds);
	arena_release(&v->arena);
}

int fact_find(const struct vocabulary *v, const char *name)
{
	for (size_t i = 0; i < v->kinds.len; i++)
		if (text_eq(v->kinds.at[i].name, name))
			return (int)i;
	return -1;
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

/* -- reading values ----------------------------------------------------------
 */

static int parse_word(const struct fact_kind *k, const char *text,
		      struct fact_value *out, struct err *err)
{
	const char *near = text_nearest(text, k->words);

	for (const char *const *w = k->words; *w; w++)
		if (text_eq(*w, text)) {
			out->word = *w;
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

/* -- values ------------------------------------------------------------------
 */

static struct fact_value *slot(struct fact_values *v, const char *name)
{
	int i = fact_find(v->of, name);

	return i < 0 ? NULL : &v->at[i];
}

void fact_set_number(struct fact_values *v, const char *name, int64_t number)
{
	struct fact_value *s = slot(v, name);

	if (s)
		*s = (struct fact_value){ .known = true, .number = number };
}

static bool same_word(const char *word, const char *given)
{
	size_t len = strlen(word);

	return strncasecmp(word, given, len) == 0 &&
	       (given[len] == '\0' || given[len] == ' ');
}

void fact_set_word(struct fact_values *v, const char *name, const char *word)
{
	int i = fact_find(v->of, name);

	if (i < 0 || !word || !*word)
		return;
	for (const char *const *w = v->of->kinds.at[i].words; *w; w++)
		if (same_word(*w, word)) {
			v->at[i] = (struct fact_value){ .known = true,
							.word = *w };
			return;
		}
	v->at[i] = (struct fact_value){ .why = "it is not in the list of "
					       "facts.conf" };
}

void fact_set_unknown(struct fact_values *v, const char *name, const char *why)
{
	struct fact_value *s = slot(v, name);

	if (s)
		*s = (struct fact_value){ .why = why };
}

void fact_set_also(struct fact_values *v, const char *issues)
{
	for (size_t i = 0; i < v->of->kinds.len; i++) {
		const struct fact_kind *k = &v->of->kinds.at[i];

		if (k->family)
			v->at[i] = (struct fact_value){
				.known = true,
				.number = words_have(issues,
						     k->name + strlen("also_")),
			};
	}
}

void fact_values_put(const struct fact_values *v, struct jw *w)
{
	jw_object(w);
	for (size_t i = 0; i < v->of->kinds.len; i++) {
		const struct fact_kind *k = &v->of->kinds.at[i];
		const struct fact_value *one = &v->at[i];

		if (!one->known || (k->family && !one->number))
			continue;
		if (k->type == FACT_WORD)
			jw_kv_text(w, k->name, one->word);
		else if (k->type == FACT_FLAG)
			jw_kv_bool(w, k->name, one->number != 0);
		else
			jw_kv_i64(w, k->name, one->number);
	}
	jw_end(w);
}

/* For people: whole hours of days, minutes of hours, else seconds. */
static int64_t rounded(int64_t ms)
{
	int64_t unit = ms >= 2 * DAY_MS    ? HOUR_MS
		       : ms >= 2 * HOUR_MS ? MINUTE_MS
					   : SECOND_MS;

	return ms - ms % unit;
}

void fact_put(struct str *s, const struct fact_kind *k,
	      const struct fact_value *value)
{
	struct money m = { .minor = value->number };

	str_printf(s, "%s = ", k->name);
	if (!value->known) {
		str_printf(s, "unknown%s%s", value->why ? ": " : "",
			   value->why ? value->why : "");
		return;
	}
	switch (k->type) {
	case FACT_WORD:
		str_puts(s, value->word);
		return;
	case FACT_INTEGER:
		str_i64(s, value->number);
		return;
	case FACT_MONEY:
		memcpy(m.currency, k->currency, sizeof m.currency);
		money_put(s, m);
		str_printf(s, " %s", k->currency);
		return;
	case FACT_DURATION:
		duration_put(s, rounded(value->number));
		return;
	case FACT_FLAG:
		str_puts(s, value->number ? "true" : "false");
		return;
	case FACT_TIME:
		instant_put(s, value->number);
		return;
	}
}
