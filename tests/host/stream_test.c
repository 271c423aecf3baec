/* stream_test.c - what the sender lets a stream do, with the real sender and a
 * server on loopback.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/when.h"
#include "help/place.h"
#include "host/heard.h"
#include "hw_plugin.h"

static struct {
	struct loop *loop;
	struct sender *sender;
	int server, port;
	char dir[64];
} t;

static struct heard ask_n(const char *instance, const char *what,
			  const char *blob, size_t len)
{
	CLEANUP(free_ptr)
	char *members = xasprintf("\"instance\":\"%s\",\"stream\":{%s},"
				  "\"timeout_ms\":3000",
				  instance, what);
	struct heard h = { .began = clock_mono() };

	sender_ask(t.sender, members, blob, len, hear, &h);
	assert_true(turn_until(t.loop, 10 * SECOND_MS, &h.done));
	return h;
}

static struct heard ask(const char *instance, const char *what,
			const char *blob)
{
	return ask_n(instance, what, blob, blob ? strlen(blob) : 0);
}

static struct heard open_stream(const char *instance, int port, int tls)
{
	CLEANUP(free_ptr)
	char *what = xasprintf("\"do\":\"open\",\"host\":\"127.0.0.1\","
			       "\"port\":%d,\"tls\":%d",
			       port, tls);

	return ask(instance, what, NULL);
}

static int start(void **state)
{
	CLEANUP(free_ptr) char *program = built("helloword-sender");
	CLEANUP(free_ptr) char *secret = NULL, *config = NULL;
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t len = sizeof a;
	struct err err = { 0 };

	(void)state;
	snprintf(t.dir, sizeof t.dir, "/tmp/hwstream.XXXXXX");
	assert_non_null(mkdtemp(t.dir));
	secret = xasprintf("%s/s", t.dir);
	assert_int_equal(file_write(secret, "a\"b\\c", 5, 0600, &err), 0);
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	t.server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(t.server, (const struct sockaddr *)&a, sizeof a),
			 0);
	assert_int_equal(listen(t.server, 100), 0);
	getsockname(t.server, (struct sockaddr *)&a, &len);
	t.port = ntohs(a.sin_port);
	config = xasprintf(
		"{\"configure\":{\"instances\":["
		"{\"name\":\"home\",\"domains\":\"\",\"loopback\":true,"
		"\"servers\":\"127.0.0.1:%d\","
		"\"secrets\":{\"password\":\"file:%s\"}},"
		"{\"name\":\"noca\",\"domains\":\"\",\"loopback\":true,"
		"\"ca\":\"/none/ca.pem\",\"servers\":\"127.0.0.1:%d\","
		"\"secrets\":{}},"
		"{\"name\":\"other\",\"domains\":\"\",\"loopback\":true,"
		"\"servers\":\"127.0.0.1:%d\",\"secrets\":{}},"
		"{\"name\":\"world\",\"domains\":\"\",\"loopback\":false,"
		"\"servers\":\"127.0.0.1:%d\",\"secrets\":{}}]}}",
		t.port, secret, t.port, t.port, t.port);
	t.loop = loop_new();
	t.sender = sender_new(t.loop, program, config, &err);
	if (!t.sender)
		fail_msg("%s", err.text);
	return 0;
}

static int end(void **state)
{
	CLEANUP(free_ptr) char *secret = xasprintf("%s/s", t.dir);

	(void)state;
	sender_free(t.sender);
	loop_free(t.loop);
	close_fd(&t.server);
	unlink(secret);
	rmdir(t.dir);
	return 0;
}

static void a_server_that_no_option_names_is_not_reached(void **state)
{
	struct heard h = open_stream("home", t.port + 1, 0);

	(void)state;
	assert_true(h.failed);
	assert_non_null(strstr(h.why, "the options of its instance name"));
}

static void plain_text_and_loopback_are_for_loopback_instances(void **state)
{
	struct heard plain = open_stream("world", t.port, 0);
	struct heard tls = open_stream("world", t.port, 1);
	struct pollfd p = { .fd = t.server, .events = POLLIN };

	(void)state;
	assert_true(plain.failed);
	assert_non_null(strstr(plain.why, "only spoken on loopback"));
	assert_int_equal(plain.status, HW_AUTH);
	assert_true(tls.failed);
	assert_non_null(strstr(tls.why, "the address is not a public one"));
	assert_int_equal(poll(&p, 1, 0), 0); /* nobody even knocked */
}

static void expect(int fd, const char *wanted)
{
	char got[200] = { 0 };
	size_t len = 0;

	while (len < strlen(wanted)) {
		struct pollfd p = { .fd = fd, .events = POLLIN };

		assert_int_equal(poll(&p, 1, 5000), 1);
		assert_true(recv(fd, got + len, 1, 0) == 1);
		len++;
	}
	assert_string_equal(got, wanted);
}

static void secrets_are_filled_in_as_asked(void **state)
{
	struct heard s = open_stream("home", t.port, 0);
	static const char *const ways[] = { "{secret:password}.", "a\"b\\c.",
					    "YSJiXGMu", "a\\\"b\\\\c." };
	int fd = accept(t.server, NULL, NULL);

	(void)state;
	assert_false(s.failed);
	for (int how = 0; how < 4; how++) {
		CLEANUP(free_ptr)
		char *what = xasprintf("\"do\":\"write\",\"n\":%lld,"
				       "\"secret\":%d",
				       (long long)s.stream, how);

		assert_false(ask("home", what, "{secret:password}.").failed);
		expect(fd, ways[how]);
	}
	close(fd);
}

static void a_stream_belongs_to_its_instance(void **state)
{
	struct heard s = open_stream("home", t.port, 0);
	int fd = accept(t.server, NULL, NULL);
	CLEANUP(free_ptr)
	char *what =
		xasprintf("\"do\":\"write\",\"n\":%lld", (long long)s.stream);
	struct heard h = ask("other", what, "hello");

	(void)state;
	assert_true(h.failed);
	assert_string_equal(h.why, "the stream is closed");
	close(fd);
}

static void reading_waits_and_meets_the_end(void **state)
{
	struct heard h, s = open_stream("home", t.port, 0);
	int fd = accept(t.server, NULL, NULL);
	CLEANUP(free_ptr)
	char *what = xasprintf("\"do\":\"read\",\"n\":%lld,\"max\":3,"
			       "\"wait_ms\":100",
			       (long long)s.stream);
	int64_t began = clock_mono();

	(void)state;
	assert_true(ask("home", what, NULL).idle);
	assert_in_range(clock_mono() - began, 90, 2000);
	assert_int_equal(send(fd, "hello", 5, 0), 5);
	h = ask("home", what, NULL);
	assert_string_equal(h.body, "hel");
	close(fd);
	h = ask("home", what, NULL);
	assert_string_equal(h.body, "lo");
	h = ask("home", what, NULL);
	assert_false(h.failed || h.idle);
	assert_string_equal(h.body, "");
}

static void tls_with_somebody_who_speaks_none_fails(void **state)
{
	struct heard h;

	(void)state;
	/* The backlog takes the connection, nobody answers the handshake. */
	h = open_stream("home", t.port, 1);
	assert_true(h.failed);
	assert_non_null(strstr(h.why, "it did not answer in time"));
}

/* A message that could not go for such a reason waits; it is not refused. */
static void what_is_wrong_with_the_place_refuses_no_message(void **state)
{
	struct heard h = open_stream("noca", t.port, 1);

	(void)state;
	assert_true(h.failed);
	assert_non_null(strstr(h.why, "the file of CAs"));
	assert_int_equal(h.status, HW_AUTH);
	/* One after the other, to be sure that each of them stands. */
	h.failed = false;
	for (int i = 0; i <= 64 && !h.failed; i++)
		h = open_stream("other", t.port, 0);
	assert_true(h.failed);
	assert_non_null(strstr(h.why, "too many streams"));
	assert_int_equal(h.status, HW_RETRY);
}

/* Twenty mailboxes at one mail server. */
static void many_streams_to_one_server_open_at_once(void **state)
{
	CLEANUP(free_ptr)
	char *members = xasprintf("\"instance\":\"home\",\"stream\":{\"do\":"
				  "\"open\",\"host\":\"127.0.0.1\",\"port\":"
				  "%d,\"tls\":0},\"timeout_ms\":3000",
				  t.port);
	struct heard all[20];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		all[i] = (struct heard){ .began = clock_mono() };
		sender_ask(t.sender, members, NULL, 0, hear, &all[i]);
	}
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		assert_true(turn_until(t.loop, 10 * SECOND_MS, &all[i].done));
		if (all[i].failed)
			fail_msg("stream %zu: %s", i, all[i].why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_server_that_no_option_names_is_not_reached),
		cmocka_unit_test(
			plain_text_and_loopback_are_for_loopback_instances),
		cmocka_unit_test(secrets_are_filled_in_as_asked),
		cmocka_unit_test(a_stream_belongs_to_its_instance),
		cmocka_unit_test(reading_waits_and_meets_the_end),
		cmocka_unit_test(many_streams_to_one_server_open_at_once),
		cmocka_unit_test(tls_with_somebody_who_speaks_none_fails),
		cmocka_unit_test(
			what_is_wrong_with_the_place_refuses_no_message),
	};

	return cmocka_run_group_tests_name("stream", tests, start, end);
}
