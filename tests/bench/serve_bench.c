/* serve_bench.c - a desk without work: how long it takes to be ready and what
 * it holds in memory.
 *
 *	start           exec of `helloword serve` to its word "ready", with ten
 *			instances and BENCH_TICKETS tickets (stock.h), against
 *			the spawn and end of sqlite3 reading the same file
 *	memory.desk     PSS of a desk without tickets; memory.sender and
 *			memory.worker: of its children, kB; memory.email: of
 *			the worker of a mailbox
 * SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "bench/house.h"
#include "bench/report.h"
#include "bench/serve.h"
#include "bench/stock.h"

#define STARTS 7
#define INSTANCES 10

static void put_dhl(struct str *s, int i, const char *token)
{
	str_printf(s,
		   "{ name = \"dhl%d\"; plugin = \"dhl\"; base_url = "
		   "\"http://127.0.0.1:9\"; api_key = \"file:%s\"; loopback = "
		   "true; }",
		   i, token);
}

static void put_shop(struct str *s, int i, const char *token)
{
	str_printf(s,
		   "{ name = \"shop%d\"; plugin = \"shopify\"; shop = "
		   "\"x%d.myshopify.com\"; base_url = \"http://127.0.0.1:9\"; "
		   "client_id = \"c\"; client_secret = \"file:%s\"; loopback = "
		   "true; }",
		   i, i, token);
}

static void put_mail(struct str *s, const char *token)
{
	str_printf(s,
		   "{ name = \"mail\"; plugin = \"email\"; address = "
		   "\"desk@example.com\"; user = \"desk\"; password = "
		   "\"file:%s\"; imap_host = \"127.0.0.1\"; smtp_host = "
		   "\"127.0.0.1\"; loopback = true; }",
		   token);
}

enum what { ONE_CARRIER, ONE_MAILBOX, TEN };

/* The manifest of a state folder; gives its path. */
static char *write_manifest(const char *name, const char *state, enum what what)
{
	CLEANUP(free_ptr) char *token = path_join(house_scratch(), "token");
	CLEANUP(free_ptr) char *here = realpath(".", NULL);
	char *path = path_join(house_scratch(), name);
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };

	str_printf(&s,
		   "desk = { state = \"%s\"; policy = \"%s/policy\"; };\n"
		   "http = { listen = \"127.0.0.1:0\"; };\ninstances = ( ",
		   state, here);
	if (what == ONE_MAILBOX)
		put_mail(&s, token);
	for (int i = 0; i < (what == TEN ? INSTANCES : what == ONE_CARRIER);
	     i++) {
		str_puts(&s, i ? ",\n" : "");
		if (i % 2)
			put_shop(&s, i, token);
		else
			put_dhl(&s, i, token);
	}
	str_puts(&s, " );\n");
	must(file_write(token, "x", 1, 0600, &err) == 0 &&
		     file_write(path, str_c(&s), s.len, 0600, &err) == 0,
	     err.text);
	return path;
}

static double spawn_sqlite(const char *path)
{
	CLEANUP(free_ptr) char *db = xstrdup(path);
	char program[] = "sqlite3", only[] = "-readonly";
	char sql[] = "SELECT count(*) FROM sqlite_schema";
	char *const argv[] = { program, only, db, sql, NULL };
	posix_spawn_file_actions_t files;
	double from = seconds();
	int status = 1;
	pid_t pid;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
	must(posix_spawnp(&pid, program, &files, NULL, argv, environ) == 0,
	     "there is no sqlite3");
	waitpid(pid, &status, 0);
	posix_spawn_file_actions_destroy(&files);
	must(status == 0, "sqlite3 failed");
	return seconds() - from;
}

static void starts(void)
{
	static struct samples s = { .absolute = true };
	CLEANUP(free_ptr) char *state = path_join(house_scratch(), "many");
	CLEANUP(free_ptr) char *db = path_join(state, "helloword.db");
	CLEANUP(free_ptr) char *conf = write_manifest("many.conf", state, TEN);

	stock_copy(stock_size(), state);
	for (int i = 0; i <= STARTS; i++) {
		double from = seconds(), ready;
		struct serving r = serve_start(conf);

		ready = seconds() - from;
		if (i) /* the first one took the new configuration */
			sample(&s, ready * 1e3, spawn_sqlite(db) * 1e3);
		serve_stop(&r);
	}
	report("start", "ms", &s, 300, false);
}

static void memory(void)
{
	static struct samples desk = { .alone = true },
			      sender = { .alone = true },
			      worker = { .alone = true };
	CLEANUP(free_ptr) char *state = path_join(house_scratch(), "empty");
	CLEANUP(free_ptr)
	char *conf = write_manifest("empty.conf", state, ONE_CARRIER);

	for (int i = 0; i < STARTS; i++) {
		struct serving r = serve_start(conf);
		pid_t sends = serve_child(r.pid, "helloword-sende");
		pid_t works = serve_child(r.pid, "helloword-worke");

		sample(&desk, serve_pss_settled(r.pid), 0);
		sample(&sender, serve_pss_settled(sends), 0);
		sample(&worker, serve_pss_settled(works), 0);
		serve_stop(&r);
	}
	report("memory.desk", "kB", &desk, 20000, false);
	report("memory.sender", "kB", &sender, 15000, false);
	report("memory.worker", "kB", &worker, 3000, false);
}

static void mailbox(void)
{
	static struct samples s = { .alone = true };
	CLEANUP(free_ptr) char *state = path_join(house_scratch(), "mailbox");
	CLEANUP(free_ptr)
	char *conf = write_manifest("mailbox.conf", state, ONE_MAILBOX);
	struct serving r = serve_start(conf);

	sample(&s, serve_pss_settled(serve_child(r.pid, "helloword-worke")), 0);
	report("memory.email", "kB", &s, 12000, false);
	serve_stop(&r);
}

int main(void)
{
	memory();
	mailbox();
	starts();
	return 0;
}
