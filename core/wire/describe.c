/* describe.c - a plugin's descriptor as JSON, for a desk that never loads it.
 * SPDX-License-Identifier: MIT */
#include "wire/load.h"

#include "base/utf8.h"

/* Whatever the plugin's author typed, the JSON is valid. */
static void put_text(struct jw *w, const char *key, const char *text)
{
	CLEANUP(str_release) struct str good = STR_INIT;

	jw_key(w, key);
	if (!text) {
		jw_null(w);
		return;
	}
	utf8_repair(&good, text, strlen(text));
	jw_text(w, str_c(&good));
}

static void put_option(struct jw *w, const struct hw_option *o)
{
	static const char *const words[] = {
		[HW_STRING] = "string",     [HW_SECRET] = "secret",
		[HW_URL] = "url",           [HW_CHOICE] = "choice",
		[HW_INT] = "int",           [HW_BOOL] = "bool",
		[HW_DURATION] = "duration", [HW_MONEY] = "money",
	};

	jw_object(w);
	put_text(w, "name", o->name);
	jw_kv_text(w, "type", words[o->type]);
	jw_kv_bool(w, "required", o->required != 0);
	put_text(w, "fallback", o->fallback);
	put_text(w, "allowed", o->allowed);
	put_text(w, "help", o->help);
	jw_end(w);
}

static void put_options(struct jw *w, const char *key,
			const struct hw_table *options)
{
	struct hw_option o;

	jw_key(w, key);
	jw_array(w);
	for (uint32_t i = 0; i < options->count; i++) {
		table_get(options, i, &o, sizeof o);
		put_option(w, &o);
	}
	jw_end(w);
}

static void put_requests(struct jw *w, const struct hw_table *requests)
{
	struct hw_ask a;

	jw_key(w, "requests");
	jw_array(w);
	for (uint32_t i = 0; i < requests->count; i++) {
		table_get(requests, i, &a, sizeof a);
		jw_object(w);
		put_text(w, "method", a.method);
		put_text(w, "path", a.path);
		put_text(w, "at", a.at);
		put_text(w, "says", a.says);
		put_text(w, "verb", a.verb);
		jw_end(w);
	}
	jw_end(w);
}

static void put_class(struct jw *w, int32_t effect_class)
{
	char text[2] = { (char)effect_class, '\0' };

	jw_kv_text(w, "class", text);
}

static void put_effects(struct jw *w, const struct hw_table *effects)
{
	static const char *const words[] = {
		[HW_IS_ORDER] = "order",       [HW_IS_AMOUNT] = "amount",
		[HW_IS_CURRENCY] = "currency", [HW_IS_KEY] = "key",
		[HW_IS_ONLY] = "only",
	};
	struct hw_effect e;

	jw_key(w, "effects");
	jw_array(w);
	for (uint32_t i = 0; i < effects->count; i++) {
		table_get(effects, i, &e, sizeof e);
		jw_object(w);
		jw_kv_text(w, "what", words[e.what]);
		put_text(w, "where", e.where);
		jw_end(w);
	}
	jw_end(w);
}

static void put_not_done(struct jw *w, const struct hw_table *codes)
{
	struct hw_not_done n;

	jw_key(w, "not_done");
	jw_array(w);
	for (uint32_t i = 0; i < codes->count; i++) {
		table_get(codes, i, &n, sizeof n);
		jw_object(w);
		jw_kv_i64(w, "http", n.http);
		put_text(w, "code", n.code);
		jw_kv_bool(w, "final", n.final != 0);
		jw_kv_bool(w, "new_key", n.new_key != 0);
		jw_end(w);
	}
	jw_end(w);
}

static void put_verb(struct jw *w, const struct hw_verb *v)
{
	jw_object(w);
	put_text(w, "name", v->name);
	put_text(w, "help", v->help);
	put_class(w, v->effect_class);
	jw_kv_bool(w, "money", v->money != 0);
	jw_kv_i64(w, "lag_ms", v->lag_ms);
	jw_kv_i64(w, "key_life_ms", v->key_life_ms);
	put_options(w, "args", &v->args);
	put_effects(w, &v->effects);
	put_not_done(w, &v->not_done);
	put_text(w, "code_at", v->code_at);
	jw_end(w);
}

static void put_webhook(struct jw *w, const struct hw_webhook *hook)
{
	jw_key(w, "webhook");
	jw_object(w);
	put_text(w, "signature_header", hook->signature_header);
	put_text(w, "secret_option", hook->secret_option);
	put_text(w, "previous_secret_option", hook->previous_secret_option);
	jw_kv_text(w, "encoding", hook->encoding == HW_HEX ? "hex" : "base64");
	put_text(w, "event_id_header", hook->event_id_header);
	put_text(w, "topic_header", hook->topic_header);
	put_text(w, "time_header", hook->time_header);
	jw_kv_i64(w, "tolerance_ms", hook->tolerance_ms);
	jw_end(w);
}

struct op {
	const char *name;
	bool there;
};

static void put_ops(struct jw *w, const struct op *ops, size_t count)
{
	jw_key(w, "ops");
	jw_array(w);
	for (size_t i = 0; i < count; i++)
		if (ops[i].there)
			jw_text(w, ops[i].name);
	jw_end(w);
}

static void put_marketplace(struct jw *w, const struct hw_marketplace *m)
{
	const struct op ops[] = {
		{ "sync", m->sync != NULL },
		{ "act", m->act != NULL },
		{ "find", m->find != NULL },
		{ "hook", m->hook != NULL },
	};
	struct hw_verb v;

	jw_key(w, "marketplace");
	jw_object(w);
	jw_key(w, "verbs");
	jw_array(w);
	for (uint32_t i = 0; i < m->verbs.count; i++) {
		table_get(&m->verbs, i, &v, sizeof v);
		put_verb(w, &v);
	}
	jw_end(w);
	if (m->webhook)
		put_webhook(w, m->webhook);
	jw_kv_i64(w, "history_ms", m->history_ms);
	put_ops(w, ops, COUNT_OF(ops));
	jw_end(w);
}

static void put_carrier(struct jw *w, const struct hw_carrier *c)
{
	const struct op ops[] = {
		{ "track", c->track != NULL },
		{ "proof", c->proof != NULL },
	};

	jw_key(w, "carrier");
	jw_object(w);
	jw_kv_i64(w, "calls_a_day", c->calls_a_day);
	jw_kv_i64(w, "pause_ms", c->pause_ms);
	put_ops(w, ops, COUNT_OF(ops));
	jw_end(w);
}

static void put_files(struct jw *w, const struct hw_files_taken *f)
{
	jw_key(w, "files");
	jw_object(w);
	jw_kv_i64(w, "bytes_max", f->bytes_max);
	jw_kv_i64(w, "count_max", f->count_max);
	put_text(w, "types", f->types ? f->types : "");
	jw_end(w);
}

static void put_channel(struct jw *w, const struct hw_channel *c,
			const struct hw_files_taken *files)
{
	const struct op ops[] = {
		{ "fetch", c->fetch != NULL },
		{ "send", c->send != NULL },
		{ "find", c->find != NULL },
	};

	jw_key(w, "channel");
	jw_object(w);
	put_text(w, "name", c->name);
	jw_kv_bool(w, "is_public", c->is_public != 0);
	jw_kv_i64(w, "length_max", c->length_max);
	put_class(w, c->effect_class);
	jw_kv_i64(w, "lag_ms", c->lag_ms);
	if (files)
		put_files(w, files);
	put_ops(w, ops, COUNT_OF(ops));
	jw_end(w);
}

static void put_locale(struct jw *w, const struct hw_locale *l)
{
	jw_key(w, "locale");
	jw_object(w);
	jw_kv_i64(w, "len", (int64_t)l->len);
	jw_end(w);
}

void plugin_describe(struct str *s, const struct plugin *p)
{
	struct jw w = JW_INIT(s);

	jw_object(&w);
	put_text(&w, "id", p->head.id);
	put_text(&w, "version", p->head.version);
	put_text(&w, "summary", p->head.summary);
	put_text(&w, "domains", p->head.domains);
	jw_key(&w, "abi");
	jw_object(&w);
	jw_kv_i64(&w, "major", p->head.major);
	jw_kv_i64(&w, "minor", p->head.minor);
	jw_end(&w);
	put_options(&w, "options", &p->head.options);
	put_requests(&w, &p->head.requests);
	jw_kv_bool(&w, "probe", p->head.probe != NULL);
	if (p->marketplace)
		put_marketplace(&w, p->marketplace);
	if (p->carrier)
		put_carrier(&w, p->carrier);
	if (p->channel)
		put_channel(&w, p->channel, p->files);
	if (p->locale)
		put_locale(&w, p->locale);
	jw_end(&w);
}
