/* heard.c - see heard.h.
 * SPDX-License-Identifier: MIT */
#include "host/heard.h"

#include "base/when.h"
#include "help/must.h"

void hear(void *arg, const struct sender_reply *reply)
{
	struct heard *h = arg;
	const cJSON *stream = json_get(reply->json, "stream");

	h->answers++;
	h->done = true;
	h->failed = reply->failed;
	h->sent = reply->sent;
	h->after_ms = clock_mono() - h->began;
	h->http = json_i64(json_get(reply->json, "response"), "status", 0);
	h->status = json_i64(json_get(reply->json, "failed"), "status", 0);
	h->stream = json_i64(stream, "n", 0);
	h->idle = json_bool(stream, "idle", false);
	snprintf(h->why, sizeof h->why, "%s", reply->text ? reply->text : "");
	snprintf(h->body, sizeof h->body, "%.*s", (int)reply->blob_len,
		 reply->blob ? reply->blob : "");
}

bool turn_until(struct loop *loop, int64_t ms, const bool *so)
{
	int64_t end = clock_mono() + ms;
	struct err err = { 0 };

	while (!(so && *so) && clock_mono() < end)
		must(loop_turn(loop, 20, &err), &err);
	return so && *so;
}
