/* serve_fuzz.c - frames in any order, to the worker's side of the conversation
 * (wire/serve.c) with a plugin of the tree behind it.
 *
 * An input's first line names a fixture, whose options open the plugin. The
 * rest is frames, one a line: JSON, and after a tab the blob, in which '|' is a
 * line end.
 * fuzz: at most 8192 bytes of it.
 * SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fuzz/fuzz.h"
#include "fuzz/plugins.h"
#include "wire/frame.h"
#include "wire/serve.h"

static void say(int fd, const char *json, const void *blob, size_t len)
{
	struct err err = { 0 };

	if (frame_send(fd, json, strlen(json), blob, len, &err))
		FUZZ_HOLDS(err.code == ERR_DATA || err.code == ERR_SYSTEM, "%s",
			   err.text);
}

static void say_hello(int fd, const struct plugin *p, const struct asked *a)
{
	char *config = cJSON_PrintUnformatted(a->config);
	CLEANUP(free_ptr)
	char *hello = xasprintf("{\"hello\":1,\"plugin\":\"%s\","
				"\"config\":%s}",
				p->path, config);

	say(fd, hello, NULL, 0);
	cJSON_free(config);
}

/* Gives how many frames were calls, more or less: what is no call is an answer
 * or ends the conversation. */
static int say_rest(int fd, struct fuzz_text *t)
{
	char *line;
	int n = 0;

	while ((line = fuzz_line(t))) {
		char *tab = strchr(line, '\t');

		if (tab)
			*tab++ = '\0';
		for (char *c = tab; c && *c; c++)
			*c = (char)(*c == '|' ? '\n' : *c);
		n += strstr(line, "op") != NULL;
		say(fd, line, tab, tab ? strlen(tab) : 0);
		free(line);
	}
	return n;
}

static void check_done(const cJSON *json, const struct frame *f)
{
	const char *why = json_text(json, "why");
	int64_t status = json_i64(json, "done", 99);

	FUZZ_HOLDS(status >= HW_BROKEN && status <= HW_MORE,
		   "a call ends with %lld", (long long)status);
	if (status >= HW_OK)
		return;
	fuzz_sentence_text(why);
	FUZZ_HOLDS(!f->blob_len && !json_get(json, "kv"),
		   "it failed and hands something in");
}

/* What the worker says is frames of JSON: first whether it is open, then a
 * question, a line of the log, or how a call ended. */
static void hear(int fd, int calls)
{
	struct frame_reader in = FRAME_READER_INIT;
	struct err err = { 0 };
	struct frame f;
	int rc, dones = 0;
	bool open = false;

	while (frame_fill(&in, fd, &err) > 0)
		;
	while ((rc = frame_next(&in, &f, &err)) > 0) {
		cJSON *json = json_parse(f.json, f.json_len, &err);

		FUZZ_HOLDS(json, "it says what is no JSON: %s", err.text);
		if (json_get(json, "done")) {
			dones++;
			check_done(json, &f);
		} else if (json_get(json, "ready")) {
			FUZZ_HOLDS(!open, "it is open twice");
			open = true;
		} else {
			FUZZ_HOLDS(json_get(json, "error") ||
					   json_get(json, "id"),
				   "it says %.*s", (int)f.json_len, f.json);
		}
		FUZZ_HOLDS(open || !dones, "a call before it is open");
		json_free(json);
	}
	FUZZ_HOLDS(rc == 0, "it says what is no frame: %s", err.text);
	FUZZ_HOLDS(dones <= calls, "%d calls ended of %d", dones, calls);
	frame_reader_release(&in);
}

static int talk(const struct plugin *p, const struct asked *a,
		struct fuzz_text *t)
{
	int pair[2], calls, room = 1 << 20;
	struct err err = { 0 };

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		return -1;
	for (int i = 0; i < 2; i++) {
		setsockopt(pair[i], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
		fcntl(pair[i], F_SETFL, O_NONBLOCK);
	}
	say_hello(pair[0], p, a);
	calls = say_rest(pair[0], t);
	shutdown(pair[0], SHUT_WR);
	if (serve(pair[1], NULL, &err))
		fuzz_sentence_text(err.text);
	close(pair[1]);
	hear(pair[0], calls);
	close(pair[0]);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_text t = { (const char *)data, (const char *)data + size };
	CLEANUP(free_ptr) char *name = fuzz_line(&t);
	const struct fuzz_plugin *p;
	struct fixture f = { 0 };
	struct asked a = { 0 };
	int rc = -1;

	if (fuzz_asked(name, &p, &f, &a))
		rc = talk(&p->plugin, &a, &t);
	asked_release(&a);
	fixture_release(&f);
	return rc;
}
