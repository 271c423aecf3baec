/* render.c - a reply template filled.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "cli/batch.h"
#include "cli/speak.h"
#include "cli/verbs.h"

#define VALUES_MAX 64
#define WHOLE_MAX 1e15
#define FORM                                                  \
	"{\"template\": \"thanks.reply\", \"lang\": \"en\", " \
	"\"facts\": {}}"

/* {"moment": "2026-11-30T08:00:00Z", "zone": "Europe/Berlin"} */
static int read_moment(const cJSON *v, struct value *out, struct err *err)
{
	struct when w = { 0 };

	out->type = VALUE_MOMENT;
	out->text = json_text(v, "zone");
	if (when_parse(&w, json_text(v, "moment"), err))
		return -1;
	out->instant = w.ms;
	return 0;
}

/* A date, money written as in policy files, or what it says. */
static void read_text(const char *text, struct value *out)
{
	struct err none = { 0 };
	struct when w;

	out->text = text;
	if (text_ends(out->name, "date") && when_parse(&w, text, &none) == 0) {
		out->type = VALUE_DATE;
		out->instant = w.ms;
	} else if (money_parse_pair(&out->money, text, &none) == 0) {
		out->type = VALUE_MONEY;
	}
}

static bool is_whole(const cJSON *v)
{
	return cJSON_IsNumber(v) && v->valuedouble > -WHOLE_MAX &&
	       v->valuedouble < WHOLE_MAX &&
	       v->valuedouble == (double)(int64_t)v->valuedouble;
}

/* "amount": "12.50", "currency": "EUR" among the facts, as `guard` takes them.
 */
static bool is_bare_amount(const cJSON *v, const char *currency)
{
	return text_eq(v->string, "amount") && currency &&
	       (cJSON_IsNumber(v) ||
		(cJSON_IsString(v) && !strchr(v->valuestring, ' ')));
}

static int read_amount(const cJSON *v, const char *currency, struct value *out,
		       struct err *err)
{
	char figure[32];

	snprintf(figure, sizeof figure, "%.15g", v->valuedouble);
	out->type = VALUE_MONEY;
	return money_parse(&out->money,
			   cJSON_IsString(v) ? v->valuestring : figure,
			   currency, err);
}

static int read_value(const cJSON *v, const char *currency, struct arena *arena,
		      struct value *out, struct err *err)
{
	*out = (struct value){ .name = v->string };
	if (is_bare_amount(v, currency))
		return read_amount(v, currency, out, err);
	if (cJSON_IsString(v)) {
		read_text(v->valuestring, out);
		return 0;
	}
	if (is_whole(v)) {
		out->text =
			arena_printf(arena, "%lld", (long long)v->valuedouble);
		return 0;
	}
	if (json_text(v, "moment") && json_text(v, "zone"))
		return read_moment(v, out, err);
	if (json_text(v, "amount") && json_text(v, "currency"))
		return read_amount(json_get(v, "amount"),
				   json_text(v, "currency"), out, err);
	return err_set(err, ERR_DATA,
		       "fact \"%.40s\" must be text, a whole number, "
		       "{amount, currency} or {moment, zone}",
		       v->string);
}

static int render_one(void *arg, const cJSON *in, struct jw *w, struct err *err)
{
	struct speaking *s = arg;
	const char *id = json_text(in, "template"),
		   *lang = json_text(in, "lang");
	const struct pack *p = lang ? pack_for(&s->packs, lang) : NULL;
	const char *subject, *text;
	struct value values[VALUES_MAX];
	size_t n = 0;
	const cJSON *v, *facts = json_get(in, "facts");

	if (!id || !p)
		return err_set(err, ERR_DATA,
			       id ? "no pack for this lang"
				  : "\"template\" is missing; the line is such "
				    "as " FORM);
	arena_clear(&s->arena);
	cJSON_ArrayForEach (v, facts)
		if (n < VALUES_MAX &&
		    read_value(v, json_text(facts, "currency"), &s->arena,
			       &values[n++], err))
			return -1;
	if (pack_render(p, id, values, n, &s->arena, &subject, &text, err))
		return -1;
	if (subject)
		jw_kv_text(w, "subject", subject);
	jw_kv_text(w, "text", text);
	return 0;
}

int verb_render(struct cli *c, struct err *err)
{
	CLEANUP(speaking_release) struct speaking s = { .packs = { 0 } };

	if (speaking_open(&s, c, err))
		return -1;
	return cli_batch(c, FORM, render_one, &s, err);
}
