/* server_test.c - peers that are slow, or many.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <fcntl.h>
#include <unistd.h>

#include "peer.h"

#define HEAD_MS 400

static void health(struct http_request *r, void *arg)
{
	(void)arg;
	http_answer_text(r, 200, "ok\n");
}

static const struct http_route routes[] = { { "GET", "/healthz", health, NULL },
					    { "POST", "/in", health, NULL },
					    { NULL, NULL, NULL, NULL } };

static void open_server(unsigned each)
{
	const struct http_options options = { .address = "127.0.0.1",
					      .routes = routes,
					      .head_ms = HEAD_MS,
					      .each = each };

	peer_open(&options);
}

static bool healthy(void)
{
	int fd = join();
	char text[400];

	say(fd, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
	run(50);
	heard(fd, text, sizeof text);
	close(fd);
	return strstr(text, " 200 ") != NULL;
}

static void a_head_that_trickles_in_is_not_waited_for(void **state)
{
	int fds[150];

	(void)state;
	open_server(0);
	for (size_t i = 0; i < 150; i++) {
		fds[i] = join();
		say(fds[i], "GET /healthz HTTP/1.1\r\n");
	}
	for (int k = 0; k < 4; k++) {
		run(HEAD_MS / 4);
		for (size_t i = 0; i < 150; i++)
			say(fds[i], "X");
	}
	assert_true(healthy());
	run(HEAD_MS / 2);
	for (size_t i = 0; i < 150; i++) {
		assert_true(is_closed(fds[i]));
		close(fds[i]);
	}
	http_close(server);
}

static void an_idle_connection_ends_and_a_busy_one_stays(void **state)
{
	char text[400];
	int idle, busy;

	(void)state;
	open_server(0);
	idle = join();
	busy = join();
	for (int k = 0; k < 8; k++) {
		say(busy, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
		run(HEAD_MS / 4);
		assert_true(heard(busy, text, sizeof text) > 0);
	}
	assert_true(is_closed(idle));
	close(idle);
	close(busy);
	http_close(server);
}

static void a_body_has_its_own_time(void **state)
{
	char text[400];
	int fd;

	(void)state;
	open_server(0);
	fd = join();
	say(fd, "POST /in HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\na");
	run(HEAD_MS * 2);
	say(fd, "b");
	run(50);
	assert_true(heard(fd, text, sizeof text) > 0);
	assert_non_null(strstr(text, " 200 "));
	close(fd);
	http_close(server);
}

static void one_address_has_a_few_connections(void **state)
{
	int fds[6];

	(void)state;
	open_server(4);
	for (size_t i = 0; i < 6; i++) {
		fds[i] = join();
		run(20);
	}
	assert_false(is_closed(fds[3]));
	assert_true(is_closed(fds[4]));
	assert_true(is_closed(fds[5]));
	close(fds[0]);
	run(50);
	assert_true(healthy());
	for (size_t i = 1; i < 6; i++)
		close(fds[i]);
	http_close(server);
}

static void there_are_at_most_200_connections(void **state)
{
	int fds[260], open = 0;

	(void)state;
	open_server(0);
	for (size_t i = 0; i < 260; i++) {
		fds[i] = join();
		if (i % 20 == 0)
			run(2);
	}
	run(20);
	for (int fd = 3; fd < 1024; fd++)
		open += fcntl(fd, F_GETFD) >= 0;
	assert_in_range(open, 260, 260 + 210);
	run(HEAD_MS);
	run(HEAD_MS);
	assert_true(healthy());
	for (size_t i = 0; i < 260; i++)
		close(fds[i]);
	http_close(server);
}

/* -- the gate -- */

static size_t admit(const struct http_request *r, void *arg)
{
	(void)arg;
	if (text_eq(http_tail(r), "known-large"))
		return (size_t)10 << 20;
	return text_starts(http_tail(r), "known") ? 20 : 0;
}

static void tell(struct http_request *r, void *arg)
{
	static const char *const words[] = { "kept", "too big", "busy" };
	CLEANUP(str_release) struct str s = STR_INIT;

	(void)arg;
	str_printf(&s, "%s: %zu", words[http_lost(r)], http_body(r)->len);
	http_answer_text(r, 200, str_c(&s));
}

static void open_gate(int64_t body_ms)
{
	static const struct http_route behind[] = {
		{ "POST", "/file/", tell, NULL }, { NULL, NULL, NULL, NULL }
	};
	static const struct http_gate gate = { "POST", "/file/", admit, NULL };
	const struct http_options options = { .address = "127.0.0.1",
					      .routes = behind,
					      .gate = &gate,
					      .body_max = 5,
					      .body_ms = body_ms };

	peer_open(&options);
}

/* Says the head, then the body; true when the answer has these words. */
static void head(int fd, const char *name, int len)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	str_printf(&s,
		   "POST /file/%s HTTP/1.1\r\nHost: x\r\nContent-Length: "
		   "%d\r\n\r\n",
		   name, len);
	say(fd, str_c(&s));
	run(30);
}

static bool told(int fd, const char *body, const char *words)
{
	char text[600] = "";

	say(fd, body);
	for (int i = 0; i < 200; i++) {
		run(20);
		if (heard(fd, text, sizeof text) >= 0)
			break;
	}
	close(fd);
	return strstr(text, words) != NULL;
}

static void a42_of_strangers_no_body_is_kept(void **state)
{
	int fd;

	(void)state;
	open_gate(0);
	fd = join();
	head(fd, "known", 10);
	assert_true(told(fd, "0123456789", "kept: 10"));
	fd = join();
	head(fd, "stranger", 10);
	assert_true(told(fd, "0123456789", "kept: 0"));
	fd = join();
	head(fd, "known", 21);
	assert_true(told(fd, "0123456789012345678901", "too big: 0"));
	http_close(server);
}

static void a42_few_files_come_at_a_time(void **state)
{
	static const char *const names[] = { "known1", "known2", "known3",
					     "known4", "known5" };
	int fds[5];

	(void)state;
	open_gate(0);
	for (size_t i = 0; i < COUNT_OF(fds); i++) {
		fds[i] = join();
		head(fds[i], names[i], 4);
	}
	assert_true(told(fds[4], "1234", "busy: 0"));
	close(fds[0]); /* it went away, and leaves its place */
	run(30);
	fds[4] = join();
	head(fds[4], "known", 4);
	assert_true(told(fds[4], "1234", "kept: 4"));
	for (size_t i = 1; i < 4; i++)
		assert_true(told(fds[i], "1234", "kept: 4"));
	http_close(server);
}

/* Or one buyer had them all. */
static void a42_of_one_link_one_file_comes_at_a_time(void **state)
{
	int first, second;

	(void)state;
	open_gate(0);
	first = join();
	head(first, "known", 4);
	second = join();
	head(second, "known", 4);
	assert_true(told(second, "1234", "busy: 0"));
	assert_true(told(first, "1234", "kept: 4"));
	second = join();
	head(second, "known", 4);
	assert_true(told(second, "1234", "kept: 4"));
	http_close(server);
}

/* A video from a phone takes minutes; a webhook does not. */
static void a42_a_large_file_has_more_time(void **state)
{
	int slow, other;

	(void)state;
	open_gate(300);
	slow = join();
	head(slow, "known-large", 4);
	other = join();
	head(other, "stranger", 4);
	run(1200);
	assert_true(is_closed(other));
	close(other);
	assert_true(told(slow, "1234", "kept: 4"));
	http_close(server);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_head_that_trickles_in_is_not_waited_for),
		cmocka_unit_test(an_idle_connection_ends_and_a_busy_one_stays),
		cmocka_unit_test(a_body_has_its_own_time),
		cmocka_unit_test(one_address_has_a_few_connections),
		cmocka_unit_test(there_are_at_most_200_connections),
		cmocka_unit_test(a42_of_strangers_no_body_is_kept),
		cmocka_unit_test(a42_few_files_come_at_a_time),
		cmocka_unit_test(a42_of_one_link_one_file_comes_at_a_time),
		cmocka_unit_test(a42_a_large_file_has_more_time),
	};

	return cmocka_run_group_tests_name("server", tests, NULL, NULL);
}
