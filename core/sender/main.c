/* main.c - helloword-sender: the only process with sockets and credentials.
 *
 * Frames on descriptor 3 (docs/wire.md). Dies when the desk closes it.
 * SPDX-License-Identifier: MIT */
#include <curl/curl.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/log.h"
#include "base/mem.h"
#include "hw_plugin.h"
#include "sender/accounts.h"
#include "sender/lock.h"
#include "wire/frame.h"

#define DESK_FD 3

static struct {
	struct accounts *accounts;
	struct transfers *transfers;
	struct streams *streams;
} sender;

static void send_or_leave(const struct str *json, const void *blob, size_t len)
{
	struct err err = { 0 };

	if (frame_send(DESK_FD, str_c(json), json->len, blob, len, &err)) {
		log_error("the desk cannot be answered: %s", err.text);
		exit(0); /* it is gone, and so are we */
	}
}

/* A reply that makes no frame costs its own request and no other. */
static void send_frame(const struct str *json, const void *blob, size_t len)
{
	CLEANUP(str_release) struct str instead = STR_INIT;
	CLEANUP(json_free_ptr) cJSON *whole = NULL;
	struct err ignored = { 0 };

	if (!json->bad && frame_fits(json->len, len)) {
		send_or_leave(json, blob, len);
		return;
	}
	whole = json_parse(str_c(json), json->len, &ignored);
	put_failed(&instead, json_i64(whole, "id", 0), HW_BROKEN,
		   "the reply is too large", true);
	send_or_leave(&instead, NULL, 0);
}

static void configure(const cJSON *json)
{
	CLEANUP(str_release) struct str wrong = STR_INIT, reply = STR_INIT;

	accounts_set(sender.accounts, json_get(json, "instances"), &wrong);
	if (wrong.len) {
		str_puts(&reply, "{\"error\":");
		json_quote(&reply, str_c(&wrong), wrong.len);
		str_puts(&reply, "}");
	} else {
		str_puts(&reply, "{\"configured\":true}");
	}
	send_frame(&reply, NULL, 0);
}

/* -- frames -- */

static void refuse(int64_t id, int status, const char *text)
{
	CLEANUP(str_release) struct str json = STR_INIT;

	put_failed(&json, id, status, text, false);
	send_frame(&json, NULL, 0);
}

static void cancel(int64_t id)
{
	transfer_cancel(sender.transfers, id);
	stream_cancel(sender.streams, id);
}

static void on_frame(const cJSON *json, const struct frame *f)
{
	const char *instance = json_text(json, "instance");
	struct account *account =
		instance ? accounts_find(sender.accounts, instance) : NULL;
	int64_t id = json_i64(json, "id", 0);

	if (json_get(json, "configure"))
		configure(json_get(json, "configure"));
	else if (json_bool(json, "cancel", false))
		cancel(id);
	else if (!account)
		refuse(id, HW_RETRY, "the sender does not know this instance");
	else if (json_get(json, "http"))
		transfer_start(sender.transfers, id, account, json, f->blob,
			       f->blob_len);
	else if (json_get(json, "stream"))
		stream_ask(sender.streams, id, account, json, f->blob,
			   f->blob_len);
	else
		refuse(id, HW_BROKEN, "the sender does not know this question");
}

static void read_desk(struct frame_reader *in)
{
	struct err err = { 0 };
	struct frame f;
	int rc = frame_fill(in, DESK_FD, &err);

	if (rc < 0 && err.code == ERR_RETRY)
		return;
	if (rc <= 0)
		exit(0);
	while ((rc = frame_next(in, &f, &err)) > 0) {
		cJSON *json = json_parse(f.json, f.json_len, &err);

		if (json)
			on_frame(json, &f);
		json_free(json);
	}
	if (rc < 0) {
		log_error("the desk sent no frame: %s", err.text);
		exit(1);
	}
}

static void turn(struct frame_reader *in)
{
	struct pollfd waits[TRANSFERS_WAITS_MAX] = {
		{ .fd = DESK_FD, .events = POLLIN },
	};
	int max_ms = 1000;
	unsigned n = 1 + streams_waits(sender.streams, waits + 1,
				       TRANSFERS_WAITS_MAX - 1, &max_ms);

	transfers_turn(sender.transfers, waits, n, max_ms);
	streams_work(sender.streams);
	accounts_sweep(sender.accounts);
	if (waits[0].revents)
		read_desk(in);
}

int main(int argc, char **argv)
{
	struct frame_reader in = FRAME_READER_INIT;
	struct err err = { 0 };

	(void)argv;
	log_open("sender", LOG_INFO);
	if (argc > 1 || fcntl(DESK_FD, F_GETFD) < 0) {
		fputs("helloword-sender is started by the desk, which gives it "
		      "descriptor 3\n",
		      stderr);
		return 64;
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGPIPE, SIG_IGN);
	if (sender_lock(&err)) {
		log_error("%s", err.text);
		return 71;
	}
	/* Memory never fails (base/mem.h), nor does libcurl's: a header that it
	 * had no room for would be left out, a URL be none. */
	if (hash_start(&err) ||
	    curl_global_init_mem(CURL_GLOBAL_DEFAULT, xmalloc, free, xrealloc,
				 xstrdup, xcalloc)) {
		log_error("libcurl or libsodium cannot start");
		return 71;
	}
	fcntl(DESK_FD, F_SETFD, FD_CLOEXEC);
	sender.transfers = transfers_new(send_frame);
	sender.streams = streams_new(sender.transfers, send_frame);
	sender.accounts = accounts_new(sender.transfers, sender.streams);
	for (;;)
		turn(&in);
}
