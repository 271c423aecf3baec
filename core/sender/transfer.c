/* transfer.c - see transfer.h.
 * SPDX-License-Identifier: MIT */
#include "sender/transfer.h"

#include "base/mem.h"
#include "hw_plugin.h"
#include "sender/transfer_own.h"
#include "wire/limits.h"

/* -- starting -- */

static void release(struct transfer *t)
{
	struct transfer **at = &t->all->first;

	while (*at && *at != t)
		at = &(*at)->next;
	if (*at)
		*at = t->next;
	if (t->curl) {
		curl_multi_remove_handle(t->all->multi, t->curl);
		curl_easy_cleanup(t->curl);
	}
	curl_slist_free_all(t->headers);
	str_release(&t->url);
	if (t->body.at)
		explicit_bzero(t->body.at, t->body.len);
	str_release(&t->body);
	str_release(&t->reply);
	str_release(&t->reply_headers);
	free(t->keep);
	free(t);
}

static struct transfer *transfer_new(struct transfers *all,
				     struct account *account)
{
	struct transfer *t = xcalloc(1, sizeof *t);

	t->all = all;
	t->account = account;
	t->url = t->body = (struct str)STR_INIT;
	t->reply_headers = (struct str)STR_LIMIT(HEADERS_MAX);
	t->next = all->first;
	all->first = t;
	return t;
}

void transfer_start(struct transfers *all, int64_t id, struct account *account,
		    const cJSON *frame, const void *body, size_t body_len)
{
	const cJSON *http = json_get(frame, "http");
	struct transfer *t = transfer_new(all, account);
	size_t max = (size_t)json_i64(frame, "max", 0);
	struct err err = { 0 };

	t->id = id;
	if (max == 0 || max > REPLY_BODY_MAX)
		max = REPLY_BODY_MAX;
	t->reply = (struct str)STR_LIMIT(max + 1);
	if (transfer_fill(t, http, body, body_len, &err)) {
		transfer_failed(t,
				err.code == ERR_CONFIG ? HW_AUTH : HW_REJECTED,
				err.text, false);
		release(t);
		return;
	}
	t->curl = curl_easy_init();
	transfer_set_rules(t, frame);
	transfer_set_doors(t);
	transfer_set_body(t, json_text(http, "method"));
	curl_multi_add_handle(all->multi, t->curl);
}

void transfer_connect(struct transfers *all, struct account *account,
		      const char *host, int port, transfer_connected *connected,
		      void *arg)
{
	struct transfer *t = transfer_new(all, account);
	bool six = strchr(host, ':') != NULL;

	t->connected = connected;
	t->arg = arg;
	str_printf(&t->url, "http://%s%s%s:%d/", six ? "[" : "", host,
		   six ? "]" : "", port);
	t->curl = curl_easy_init();
	transfer_set_rules(t, NULL);
	transfer_set_doors(t);
	curl_easy_setopt(t->curl, CURLOPT_CONNECT_ONLY, 1L);
	curl_easy_setopt(t->curl, CURLOPT_FRESH_CONNECT, 1L);
	curl_multi_add_handle(all->multi, t->curl);
}

void transfer_connect_cancel(struct transfers *all, const void *arg)
{
	for (struct transfer *t = all->first; t; t = t->next)
		if (t->connected && t->arg == arg) {
			release(t);
			return;
		}
}

void transfer_cancel(struct transfers *all, int64_t id)
{
	for (struct transfer *t = all->first; t; t = t->next)
		if (!t->connected && t->id == id) {
			release(t);
			return;
		}
}

bool transfers_use(const struct transfers *all, const struct account *account)
{
	for (const struct transfer *t = all->first; t; t = t->next)
		if (t->account == account)
			return true;
	return false;
}

/* -- the loop -- */

static void collect(struct transfers *all)
{
	CURLMsg *m;
	int left;

	while ((m = curl_multi_info_read(all->multi, &left))) {
		struct transfer *t = NULL;
		CURLcode rc = m->data.result;

		if (m->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &t);
		transfer_finished(t, rc);
		release(t);
	}
}

/* libcurl's own words for POLLIN and POLLOUT. */
static struct curl_waitfd wait_of(const struct pollfd *p)
{
	return (struct curl_waitfd){
		.fd = p->fd,
		.events =
			(short)((p->events & POLLIN ? CURL_WAIT_POLLIN : 0) |
				(p->events & POLLOUT ? CURL_WAIT_POLLOUT : 0)),
	};
}

void transfers_turn(struct transfers *all, struct pollfd *extra, unsigned count,
		    int max_ms)
{
	struct curl_waitfd waits[TRANSFERS_WAITS_MAX];
	int running;

	curl_multi_perform(all->multi, &running);
	collect(all);
	for (unsigned i = 0; i < count; i++)
		waits[i] = wait_of(&extra[i]);
	curl_multi_poll(all->multi, waits, count, max_ms, NULL);
	for (unsigned i = 0; i < count; i++)
		extra[i].revents = waits[i].revents;
	curl_multi_perform(all->multi, &running);
	collect(all);
}

struct transfers *transfers_new(void (*reply)(const struct str *json,
					      const void *blob, size_t len))
{
	struct transfers *t = xcalloc(1, sizeof *t);

	t->multi = curl_multi_init();
	t->reply = reply;
	return t;
}
