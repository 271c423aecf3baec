/* main.c - a mail gateway on loopback, for the sandbox and the tests.
 *
 *	sim --port-file F --inbox F --outbox F
 *
 * --inbox: a JSON line a message that "arrived"; a file that grows is read
 * again. --outbox: every message handed over is appended there and fsynced
 * before it is acknowledged; a message id is taken once.
 * SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/mem.h"
#include "http/server.h"

static const char *inbox_path, *outbox_path;

static bool read_lines(const char *path, struct str *s)
{
	struct err err = { 0 };

	return file_exists(path) && file_read(s, path, STR_MAX - 1, &err) == 0;
}

static bool allowed(struct http_request *r)
{
	if (text_eq(http_header(r, "Authorization"), "Bearer sandbox-mail"))
		return true;
	http_answer_text(r, 401, "the token is wrong\n");
	return false;
}

/* Messages after the line number that the cursor names. */
static void on_inbox(struct http_request *r, void *arg)
{
	CLEANUP(str_release) struct str lines = STR_INIT, out = STR_INIT;
	int64_t after = strtoll(http_query(r, "after"), NULL, 10), n = 0;

	(void)arg;
	if (!allowed(r))
		return;
	read_lines(inbox_path, &lines);
	str_puts(&out, "{\"messages\":[");
	for (const char *at = str_c(&lines); *at;) {
		size_t len = strcspn(at, "\n");

		if (len && n++ >= after)
			str_printf(&out, "%s%.*s", n > after + 1 ? "," : "",
				   (int)len, at);
		at += len + (at[len] == '\n');
	}
	str_printf(&out, "],\"next\":\"%lld\"}", (long long)n);
	http_answer_json(r, 200, &out);
}

static bool known(const char *id)
{
	CLEANUP(str_release) struct str lines = STR_INIT, wanted = STR_INIT;

	str_puts(&wanted, "\"message_id\":");
	json_quote(&wanted, id, strlen(id));
	return *id && read_lines(outbox_path, &lines) &&
	       strstr(str_c(&lines), str_c(&wanted));
}

static void on_known(struct http_request *r, void *arg)
{
	(void)arg;
	if (allowed(r))
		http_answer_text(r, 200,
				 known(http_query(r, "id"))
					 ? "{\"known\":true}"
					 : "{\"known\":false}");
}

static void on_outbox(struct http_request *r, void *arg)
{
	CLEANUP(close_fd)
	int fd = open(outbox_path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC,
		      0600);
	const struct str *body = http_body(r);
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json = json_parse(str_c(body), body->len, &err);
	const char *id = json_text(json, "message_id");

	(void)arg;
	if (!allowed(r))
		return;
	if (!id || fd < 0) {
		http_answer_text(r, 400, "message_id is missing\n");
		return;
	}
	if (!known(id) && (write(fd, str_c(body), body->len) < 0 ||
			   write(fd, "\n", 1) < 0 || fsync(fd))) {
		http_answer_text(r, 500, "cannot store\n");
		return;
	}
	http_answer_text(r, 200, "{}");
}

static const char *option(char **argv, const char *name)
{
	for (int i = 1; argv[i] && argv[i + 1]; i++)
		if (text_eq(argv[i], name))
			return argv[i + 1];
	return NULL;
}

int main(int argc, char **argv)
{
	static const struct http_route routes[] = {
		{ "GET", "/inbox", on_inbox, NULL },
		{ "GET", "/outbox", on_known, NULL },
		{ "POST", "/outbox", on_outbox, NULL },
		{ NULL, NULL, NULL, NULL },
	};
	struct http_options options = { .address = "127.0.0.1",
					.routes = routes };
	const char *port_file = option(argv, "--port-file");
	struct http_server *server;
	struct err err = { 0 };
	char text[16];
	int len;

	inbox_path = option(argv, "--inbox");
	outbox_path = option(argv, "--outbox");
	if (argc < 2 || !port_file || !inbox_path || !outbox_path) {
		fputs("usage: sim --port-file F --inbox F --outbox F\n",
		      stderr);
		return 64;
	}
	signal(SIGPIPE, SIG_IGN);
	if (hash_start(&err) || http_open(&server, &options, &err)) {
		fprintf(stderr, "sim: %s\n", err.text);
		return 71;
	}
	len = snprintf(text, sizeof text, "%d\n", http_port(server));
	if (file_write(port_file, text, (size_t)len, 0644, &err))
		return 71;
	for (;;) {
		struct pollfd p = { .fd = http_fd(server), .events = POLLIN };

		poll(&p, 1, 1000);
		http_run(server);
	}
}
