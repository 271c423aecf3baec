/* worker_ahead.c - a call that is begun while what the one before it handed in
 * is being stored: what it may do meanwhile, and how it ends when that fails.
 *
 * The desk stores in one go and its loop stands still, so such a call is served
 * from inside (worker_relay): its requests pass to the sender and the replies
 * back. Anything else, a kept string or its end, stays in the socket until the
 * store is over, and so does whatever is for others. Nothing is passed on where
 * a pipe is full, nor after a breach: who does not read, or does not keep to
 * the contract, is dealt with by the loop, and costs the store nothing.
 * SPDX-License-Identifier: MIT */
#include "host/worker_own.h"

void worker_put(struct str *kv, const char *put)
{
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *all = json_parse(str_c(kv), kv->len, &err);
	CLEANUP(json_free_ptr) cJSON *puts = json_parse(put, strlen(put), &err);
	const cJSON *one;
	char *text;

	if (!all || !puts)
		return;
	cJSON_ArrayForEach (one, puts) {
		cJSON_DeleteItemFromObjectCaseSensitive(all, one->string);
		if (cJSON_IsString(one))
			cJSON_AddStringToObject(all, one->string,
						one->valuestring);
	}
	text = cJSON_PrintUnformatted(all);
	if (text) {
		str_clear(kv);
		str_puts(kv, text);
	}
	cJSON_free(text);
}

bool worker_relayed(struct child *c, const struct frame *f)
{
	struct worker *w = c->arg;
	struct err err = { 0 };
	CLEANUP(json_free_ptr) cJSON *json = NULL;

	if (w->state != BUSY || w->request || f->json_len > FRAME_JSON_MAX ||
	    *w->guard.breach || !child_took_all(c) ||
	    !sender_took_all(w->sender))
		return false;
	json = json_parse(f->json, f->json_len, &err);
	if (json_i64(json, "id", -1) != w->id || json_get(json, "log") ||
	    json_get(json, "done") || !json_get(json, "http"))
		return false;
	worker_http(w, json, f);
	return true;
}

void worker_relay(struct worker *w)
{
	if (w->state != BUSY)
		return;
	child_relay(&w->child);
	if (w->request && child_took_all(&w->child))
		sender_relay(w->sender, w);
}

void worker_drop(struct worker *w)
{
	if (w->state != BUSY)
		return;
	child_stop(&w->child);
	w->state = DOWN;
	worker_pop(w);
	worker_next(w);
}
