/* guard.c - see guard.h.
 * SPDX-License-Identifier: MIT */
#include "host/guard.h"

#include "base/str.h"
#include "wire/limits.h"
#include "wire/may.h"

/* Notes a breach; -1. */
static int breach(struct guard *g, const char *text)
{
	if (!*g->breach)
		snprintf(g->breach, sizeof g->breach,
			 "the plugin broke the contract: %s", text);
	return -1;
}

/* -- requests -- */

/* A channel's `sending` is committed before its call: one message goes. */
static int check_reply(struct guard *g, const struct call_job *job,
		       const struct http_ask *ask, struct err *err)
{
	if (!text_eq(job->op, "channel.send") || !text_eq(ask->verb, "reply"))
		return err_set(err, ERR_BUG,
			       "%s may have no effect, and it sent a request "
			       "that has that of %s",
			       job->op, ask->verb);
	if (g->replied)
		return err_set(err, ERR_BUG, "it sent a second message");
	g->replied = true;
	return 0;
}

static int check_effect(struct guard *g, struct call_job *job,
			const struct http_ask *ask, bool marked,
			struct err *err)
{
	if (!ask->verb)
		return err_set(err, ERR_BUG,
			       "it marked a request as an effect that is "
			       "declared to have none");
	if (!marked)
		return err_set(err, ERR_BUG,
			       "it sent the effect of %s without marking it",
			       ask->verb);
	if (!job->effect)
		return check_reply(g, job, ask, err);
	return job->effect(job, ask, err) ? 0 : -1;
}

static int check(struct guard *g, const struct instance *in,
		 struct call_job *job, struct http_ask *ask, bool *effect,
		 struct err *err)
{
	bool marked = json_bool(ask->http, "effect", false);

	if (ask->body_len > CALL_BODY_MAX)
		return err_set(err, ERR_BUG, "it sent a body of %zu bytes",
			       ask->body_len);
	if (may_send(json_get(in->descriptor, "requests"), ask->http, ask->body,
		     ask->body_len, &ask->verb, err))
		return -1;
	if (!marked && !ask->verb)
		return 0;
	if (check_effect(g, job, ask, marked, err))
		return -1;
	*effect = true;
	return 0;
}

int guard_request(struct guard *g, const struct instance *in,
		  struct call_job *job, struct http_ask *ask, bool *effect,
		  struct err *err)
{
	*effect = false;
	if (*g->breach)
		return err_set(err, ERR_BUG, "%s", g->breach);
	if (check(g, in, job, ask, effect, err) == 0)
		return 0;
	return err->code == ERR_BUG ? breach(g, err->text) : -1;
}

int guard_stream(struct guard *g, const struct instance *in, struct err *err)
{
	if (!in->is_marketplace)
		return 0;
	err_set(err, ERR_BUG,
		"a shop's plugin has no streams, which the desk cannot look "
		"into");
	return breach(g, err->text);
}

/* -- strings that are kept -- */

static int check_string(const char *key, const char *value, struct err *err)
{
	if (!key || !*key || strlen(key) > CALL_KEY_MAX ||
	    (value && strlen(value) > CALL_VALUE_MAX))
		return err_set(err, ERR_BUG,
			       "it keeps a string whose key or value is too "
			       "long");
	return 0;
}

/* An object's members, without parsing it: each has one colon outside of
 * texts. */
static size_t members(const struct str *json)
{
	const char *at = str_c(json);
	bool text = false;
	size_t n = 0;

	for (; *at; at++) {
		if (text && *at == '\\' && at[1])
			at++;
		else if (*at == '"')
			text = !text;
		else
			n += !text && *at == ':';
	}
	return n;
}

static int check_room(const struct str *kept, size_t more, size_t count,
		      struct err *err)
{
	if (kept->len + more > KEPT_MAX || members(kept) + count > CALL_KV_MAX)
		return err_set(err, ERR_BUG,
			       "it keeps more than %d strings or %zu MiB",
			       CALL_KV_MAX, KEPT_MAX >> 20);
	return 0;
}

int guard_keep(struct guard *g, const char *key, const char *value,
	       const struct str *kept, struct err *err)
{
	if (++g->keeps > CALL_KV_MAX)
		err_set(err, ERR_BUG, "it keeps strings all the time");
	else if (check_string(key, value, err) == 0 &&
		 (!value ||
		  check_room(kept, strlen(key) + strlen(value), 1, err) == 0))
		return 0;
	return breach(g, err->text);
}

static size_t new_keys(const cJSON *kv, const struct str *kept)
{
	struct err ignored = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *old = json_parse(str_c(kept), kept->len, &ignored);
	const cJSON *one;
	size_t n = 0;

	cJSON_ArrayForEach (one, kv)
		n += cJSON_IsString(one) && !json_get(old, one->string);
	return n;
}

static int check_kv(const cJSON *kv, const struct str *kept, struct err *err)
{
	size_t bytes = 0, count = 0;
	const cJSON *one;

	cJSON_ArrayForEach (one, kv) {
		const char *value =
			cJSON_IsString(one) ? one->valuestring : NULL;

		if (!cJSON_IsString(one) && !cJSON_IsNull(one))
			return err_set(err, ERR_BUG, "it puts what is no text");
		if (check_string(one->string, value, err))
			return -1;
		bytes += value ? strlen(one->string) + strlen(value) : 0;
		count += value != NULL;
	}
	if (members(kept) + count > CALL_KV_MAX)
		count = new_keys(kv, kept);
	if (bytes > CALL_PUTS_MAX)
		return err_set(err, ERR_BUG, "it puts %zu bytes in one call",
			       bytes);
	return bytes ? check_room(kept, bytes, count, err) : 0;
}

/* -- the rest -- */

bool guard_log(struct guard *g)
{
	return ++g->lines <= CALL_LOG_MAX + 2;
}

hw_status guard_status(struct guard *g, int64_t told)
{
	if (told >= HW_BROKEN && told <= HW_MORE)
		return (hw_status)told;
	breach(g, "its call ended with what is no status");
	return HW_BROKEN;
}

static size_t count_lines(const char *at, size_t len)
{
	const char *end = at + len;
	size_t n = 0;

	while (len && (at = memchr(at, '\n', (size_t)(end - at)))) {
		n++;
		if (++at == end)
			break;
	}
	return n;
}

static int check_records(const struct call_result *r, struct err *err)
{
	if (r->records_len > CALL_BYTES_MAX ||
	    count_lines(r->records, r->records_len) > CALL_RECORDS_MAX)
		return err_set(err, ERR_BUG,
			       "it handed in more than %d records or %zu MiB",
			       CALL_RECORDS_MAX, CALL_BYTES_MAX >> 20);
	return 0;
}

void guard_beside(struct guard *g, struct call_result *r, int64_t told)
{
	if (told < 0 || (uint64_t)told > CALL_FILES_MAX ||
	    (uint64_t)told > r->records_len) {
		breach(g, "its call ended with files that are none");
		return;
	}
	r->beside_len = (size_t)told;
	r->records_len -= (size_t)told;
	r->beside = r->records + r->records_len;
}

void guard_result(struct guard *g, struct call_result *r, const cJSON *kv,
		  const struct str *kept)
{
	struct err err = { 0 };

	if (check_records(r, &err) || check_kv(kv, kept, &err))
		breach(g, err.text);
	if (r->status < HW_OK && !*r->why)
		r->why = "the plugin failed without saying why";
	if (!*g->breach)
		return;
	r->status = HW_BROKEN;
	r->breach = true;
	r->why = g->breach;
	r->records = r->beside = r->kv = "";
	r->records_len = r->beside_len = r->kv_len = 0;
}
