/* webhooks_test.c - webhooks against a running desk: the row `webhooks`.
 *
 * The shop is the puppet's (tests/puppet), which signs in hex and tells when it
 * sent. Four senders at once, in no order, every third webhook twice, each
 * tried until it is acknowledged, while the desk is killed again and again.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/when.h"
#include "db/db.h"
#include "help/draw.h"
#include "help/full.h"
#include "help/place.h"

#define SECRET "a shared secret"
#define SENDERS 4

static struct {
	char *dir, *conf, *program, *policy, *plugins, *db;
	int port;
	pid_t desk;
	int64_t hooks, kills;
	atomic_int next; /* the next webhook that nobody took */
	atomic_llong acknowledged, refused, tries;
	unsigned *order; /* which comes when */
} t;

/* -- the desk -- */

static int free_port(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t len = sizeof a;

	assert_int_equal(bind(fd, (const struct sockaddr *)&a, sizeof a), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &len), 0);
	close(fd);
	return ntohs(a.sin_port);
}

static void write_manifest(void)
{
	CLEANUP(free_ptr) char *secret = path_join(t.dir, "secret");
	CLEANUP(free_ptr)
	char *text = xasprintf(
		"desk = { state = \"state\"; policy = \"%s\"; plugins = "
		"\"%s\"; };\n"
		"http = { listen = \"127.0.0.1:%d\"; };\n"
		"instances = ( { name = \"shop\"; plugin = \"puppet\"; "
		"secret = \"file:secret\"; poll = \"12 h\"; } );\n",
		t.policy, t.plugins, t.port);
	struct err err = { 0 };

	assert_int_equal(file_write(secret, SECRET, strlen(SECRET), 0600, &err),
			 0);
	assert_int_equal(file_write(t.conf, text, strlen(text), 0600, &err), 0);
}

/* Returns when it is ready. */
static void desk_start(void)
{
	CLEANUP(free_ptr) char *log = path_join(t.dir, "log");
	int fds[2], to;
	char said[100];

	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	t.desk = fork();
	if (t.desk == 0) {
		to = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
		dup2(fds[1], STDOUT_FILENO);
		dup2(to, STDERR_FILENO);
		execl(t.program, t.program, "serve", "-c", t.conf,
		      (char *)NULL);
		_exit(127);
	}
	close(fds[1]);
	assert_true(read(fds[0], said, sizeof said) > 0);
	close(fds[0]);
}

static void desk_kill(void)
{
	kill(t.desk, SIGKILL);
	waitpid(t.desk, NULL, 0);
}

static int64_t rows(const char *sql)
{
	struct err err = { 0 };
	struct db *db;
	int64_t n;

	if (db_open(&db, t.db, DB_READ, &err))
		fail_msg("%s", err.text);
	n = db_i64(db, -1, sql, "");
	db_close(db);
	return n;
}

/* -- a shop that tells -- */

static int dial(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
				  .sin_port = htons((uint16_t)t.port),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct timeval limit = { .tv_sec = 20 };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
	if (connect(fd, (const struct sockaddr *)&to, sizeof to) == 0)
		return fd;
	close(fd);
	return -1;
}

/* The status, or 0 when nobody answered. */
static int ask(const struct str *s)
{
	char answer[64] = { 0 };
	int fd = dial();
	ssize_t got = 0;

	if (fd < 0)
		return 0;
	if (send(fd, s->at, s->len, MSG_NOSIGNAL) > 0)
		got = recv(fd, answer, sizeof answer - 1, MSG_WAITALL);
	close(fd);
	return got > 12 && strncmp(answer, "HTTP/1.1 ", 9) == 0
		       ? (int)strtol(answer + 9, NULL, 10)
		       : 0;
}

static void sign(char out[2 * HASH_LEN + 1], const char *body, size_t len)
{
	struct hash mac = hmac_sha256(SECRET, strlen(SECRET), body, len);
	CLEANUP(str_release) struct str s = STR_INIT;

	put_hex(&s, mac.at, sizeof mac.at);
	memcpy(out, str_c(&s), 2 * HASH_LEN + 1);
}

/* signature NULL: as it should be; when: seconds from now. */
static int post(const char *event, const char *body, size_t len,
		const char *signature, int64_t when)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	char good[2 * HASH_LEN + 1];

	sign(good, body, len);
	str_printf(&s,
		   "POST /hooks/shop HTTP/1.1\r\nHost: desk\r\nConnection: "
		   "close\r\nX-Topic: orders/updated\r\nX-Event: %s\r\n"
		   "X-Signature: %s\r\nX-Time: %lld\r\nContent-Length: "
		   "%zu\r\n\r\n",
		   event, signature ? signature : good,
		   (long long)(time(NULL) + when), len);
	str_add(&s, body, len);
	return ask(&s);
}

static int post_text(const char *event, const char *signature, int64_t when)
{
	static const char body[] = "{\"id\":1}";

	return post(event, body, sizeof body - 1, signature, when);
}

static int64_t metric(const char *name)
{
	CLEANUP(str_release) struct str all = STR_INIT;
	char part[4096];
	ssize_t got;
	const char *at;
	int fd = dial();

	assert_true(fd >= 0);
	assert_true(dprintf(fd, "GET /metrics HTTP/1.1\r\nHost: desk\r\n"
				"Connection: close\r\n\r\n") > 0);
	while ((got = recv(fd, part, sizeof part, 0)) > 0)
		str_add(&all, part, (size_t)got);
	close(fd);
	at = strstr(str_c(&all), name);
	return at ? strtoll(at + strlen(name), NULL, 10) : -1;
}

#define WRONG "helloword_webhooks_total{answer=\"wrong signature\"} "
#define OLD "helloword_webhooks_total{answer=\"too old\"} "
#define STORED "helloword_webhooks_total{answer=\"stored\"} "
#define KNOWN "helloword_webhooks_total{answer=\"known\"} "

/* -- one by one -- */

static void each_changed_byte_of_a_signature_is_refused(void **state)
{
	char good[2 * HASH_LEN + 1], bad[2 * HASH_LEN + 10];
	int64_t before = metric(WRONG), n = 0;

	(void)state;
	sign(good, "{\"id\":1}", 8);
	for (size_t i = 0; i < 2 * HASH_LEN; i++, n++) {
		memcpy(bad, good, sizeof good);
		bad[i] = good[i] == '0' ? '1' : '0';
		assert_int_equal(post_text("flip", bad, 0), 401);
	}
	snprintf(bad, sizeof bad, "%.*s", 2 * HASH_LEN - 1, good);
	assert_int_equal(post_text("short", bad, 0), 401);
	snprintf(bad, sizeof bad, "%s0", good);
	assert_int_equal(post_text("long", bad, 0), 401);
	snprintf(bad, sizeof bad, "%s,%.7s", "", good);
	assert_int_equal(post_text("none", bad, 0), 401);
	assert_int_equal(rows("SELECT count(*) FROM inbox"), 0);
	assert_int_equal(metric(WRONG) - before, n + 3);
}

static void one_that_was_sent_long_ago_or_later_is_refused(void **state)
{
	int64_t before = metric(OLD);

	(void)state;
	assert_int_equal(post_text("old", NULL, -301), 401);
	assert_int_equal(post_text("soon", NULL, 320), 401);
	assert_int_equal(post_text("ages", NULL, -1000000000), 401);
	assert_int_equal(rows("SELECT count(*) FROM inbox"), 0);
	assert_int_equal(metric(OLD) - before, 3);
	assert_int_equal(post_text("just", NULL, -280), 200);
	assert_int_equal(post_text("just", NULL, -280), 200);
	assert_int_equal(rows("SELECT count(*) FROM inbox"), 1);
	assert_int_equal(metric(STORED), 1);
	assert_int_equal(metric(KNOWN), 1);
}

static void a_body_over_the_limit_is_refused(void **state)
{
	size_t len = (1 << 20) + 1;
	CLEANUP(free_ptr) char *body = xcalloc(1, len + 1);

	(void)state;
	memset(body, '[', len);
	assert_int_equal(post("large", body, len, NULL, 0), 413);
	assert_int_equal(post("full", body, len - 1, NULL, 0), 200);
	assert_int_equal(rows("SELECT count(*) FROM inbox WHERE event_id = "
			      "'large'"),
			 0);
}

/* Neither their bodies, a mebibyte of brackets, nor a row is looked at. */
static void bad_signatures_parse_nothing(void **state)
{
	int64_t n = full_or_quick(10000, 300), began, took;
	int64_t stored = rows("SELECT count(*) FROM inbox");
	int64_t entries = rows("SELECT count(*) FROM journal");
	int64_t before = metric(WRONG);
	char body[4096];

	(void)state;
	memset(body, '[', sizeof body);
	began = clock_mono();
	for (int64_t i = 0; i < n; i++)
		assert_int_equal(post("bad", body, sizeof body, "00", 0), 401);
	took = clock_mono() - began;
	assert_int_equal(metric(WRONG) - before, n);
	assert_int_equal(rows("SELECT count(*) FROM inbox"), stored);
	assert_int_equal(rows("SELECT count(*) FROM journal"), entries);
	print_message("# %lld bad signatures: 401 each, nothing stored, %lld "
		      "us each\n",
		      (long long)n, (long long)(took * 1000 / n));
}

/* -- many, while the desk dies -- */

static void event_name(char out[40], unsigned n)
{
	snprintf(out, 40, "hook-%u", n);
}

/* Tried until somebody says what becomes of it. */
static void deliver(unsigned n)
{
	char event[40];
	int status;

	event_name(event, n);
	while ((status = post_text(event, n % 7 ? NULL : "wrong", 0)) == 0 ||
	       status == 503) {
		atomic_fetch_add(&t.tries, 1);
		usleep(3000);
	}
	if (status == 200)
		atomic_fetch_add(&t.acknowledged, 1);
	else
		atomic_fetch_add(&t.refused, 1);
}

static void *send_some(void *arg)
{
	int i;

	(void)arg;
	while ((i = atomic_fetch_add(&t.next, 1)) < (int)t.hooks) {
		deliver(t.order[i]);
		if (i % 3 == 0)
			deliver(t.order[i]);
	}
	return NULL;
}

static void shuffle(uint64_t *x)
{
	t.order = xcalloc((size_t)t.hooks, sizeof *t.order);
	for (unsigned i = 0; i < t.hooks; i++)
		t.order[i] = i;
	for (size_t i = (size_t)t.hooks; i > 1; i--) {
		size_t k = draw(x, i);
		unsigned was = t.order[k];

		t.order[k] = t.order[i - 1];
		t.order[i - 1] = was;
	}
}

/* Each time within 200 ms after it was ready; 60 where there is less to do. */
static void kill_again_and_again(uint64_t *x)
{
	while (atomic_load(&t.next) < (int)t.hooks) {
		usleep((useconds_t)draw(
			x, (uint64_t)full_or_quick(200000, 60000)));
		desk_kill();
		t.kills++;
		desk_start();
	}
}

static void all_read(void)
{
	int64_t end = clock_mono() + full_or_quick(300, 60) * SECOND_MS;

	while (rows("SELECT count(*) FROM inbox WHERE state = 'waiting'") &&
	       clock_mono() < end)
		usleep(100000);
}

static void what_is_acknowledged_is_stored_once(void **state)
{
	uint64_t x = full_seed(1);
	int64_t good = 0, twice = 0, bad = 0, stored;
	pthread_t senders[SENDERS];

	(void)state;
	t.hooks = full_or_quick(10000, 250);
	shuffle(&x);
	for (int64_t i = 0; i < t.hooks; i++) {
		int64_t times = i % 3 == 0 ? 2 : 1;

		bad += t.order[i] % 7 ? 0 : times;
		good += t.order[i] % 7 != 0;
		twice += t.order[i] % 7 ? times - 1 : 0;
	}
	for (int i = 0; i < SENDERS; i++)
		pthread_create(&senders[i], NULL, send_some, NULL);
	kill_again_and_again(&x);
	for (int i = 0; i < SENDERS; i++)
		pthread_join(senders[i], NULL);
	stored = rows("SELECT count(*) FROM inbox WHERE event_id LIKE "
		      "'hook-%'");
	print_message("# seed %llu: %lld webhooks, %lld of them twice, %lld "
		      "with a bad signature; the desk killed %lld times, "
		      "%lld tries in vain; %lld acknowledged, %lld refused, "
		      "%lld stored\n",
		      (unsigned long long)full_seed(1), (long long)t.hooks,
		      (long long)twice, (long long)bad, (long long)t.kills,
		      (long long)t.tries, (long long)t.acknowledged,
		      (long long)t.refused, (long long)stored);
	assert_true(t.kills >= full_or_quick(50, 3));
	assert_int_equal(t.acknowledged, good + twice);
	assert_int_equal(t.refused, bad);
	assert_int_equal(stored, good);
	assert_int_equal(rows("SELECT count(DISTINCT event_id) FROM inbox "
			      "WHERE event_id LIKE 'hook-%'"),
			 good);
	assert_int_equal(rows("SELECT count(*) FROM inbox WHERE event_id LIKE "
			      "'hook-%' AND CAST(substr(event_id, 6) AS "
			      "INTEGER) % 7 = 0"),
			 0);
	all_read();
	assert_int_equal(rows("SELECT count(*) FROM inbox WHERE event_id LIKE "
			      "'hook-%' AND state <> 'read'"),
			 0);
}

/* -- */

static int start(void **state)
{
	struct err err = { 0 };

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	t.dir = in_scratch("webhooks");
	assert_int_equal(hash_start(&err) || dir_make(t.dir, 0700, &err), 0);
	t.conf = path_join(t.dir, "helloword.conf");
	t.db = path_join(t.dir, "state/helloword.db");
	t.program = built_whole("helloword");
	t.plugins = built_whole("tests/puppet");
	t.policy = realpath("policy", NULL);
	t.port = free_port();
	write_manifest();
	desk_start();
	return 0;
}

static int end(void **state)
{
	int status;

	(void)state;
	kill(t.desk, SIGTERM);
	waitpid(t.desk, &status, 0);
	free(t.dir);
	free(t.conf);
	free(t.db);
	free(t.program);
	free(t.plugins);
	free(t.policy);
	free(t.order);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_changed_byte_of_a_signature_is_refused),
		cmocka_unit_test(
			one_that_was_sent_long_ago_or_later_is_refused),
		cmocka_unit_test(a_body_over_the_limit_is_refused),
		cmocka_unit_test(bad_signatures_parse_nothing),
		cmocka_unit_test(what_is_acknowledged_is_stored_once),
	};

	return cmocka_run_group_tests_name("webhooks", tests, start, end);
}
