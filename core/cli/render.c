/* render.c - a reply template filled.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "cli/batch.h"
#include "cli/speak.h"
#include "cli/verbs.h"

#define VALUES_MAX 64
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

static int read_value(const cJSON *v, struct value *out, struct err *err)
{
	struct when w;

	*out = (struct value){ .name = v->string };
	if (cJSON_IsString(v)) {
		out->text = v->valuestring;
		if (text_ends(v->string, "date") &&
		    when_parse(&w, v->valuestring, err) == 0) {
			out->type = VALUE_DATE;
			out->instant = w.ms;
		}
		*err = (struct err){ 0 };
		return 0;
	}
	if (json_text(v, "moment") && json_text(v, "zone"))
		return read_moment(v, out, err);
	out->type = VALUE_MONEY;
	if (json_text(v, "amount") && json_text(v, "currency"))
		return money_parse(&out->money, json_text(v, "amount"),
				   json_text(v, "currency"), err);
	return err_set(err, ERR_DATA,
		       "fact \"%.40s\" must be text, {amount, currency} or "
		       "{moment, zone}",
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
	const cJSON *v;

	if (!id || !p)
		return err_set(err, ERR_DATA,
			       id ? "no pack for this lang"
				  : "\"template\" is missing; the line is such "
				    "as " FORM);
	cJSON_ArrayForEach (v, json_get(in, "facts"))
		if (n < VALUES_MAX && read_value(v, &values[n++], err))
			return -1;
	arena_clear(&s->arena);
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
