/* ssrf_test.c - the real sender, asked to reach this machine, its network and
 * what clouds keep there, in every spelling that we know, by names that lead
 * there, by redirects and by proxies.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <poll.h>
#include <sys/socket.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/when.h"
#include "help/must.h"
#include "host/ssrf_help.h"
#include "host/ssrf_lists.h"

static void no_spelling_of_an_address_reaches_it(void **state)
{
	static const char *const instances[] = { "world", "wide" };
	size_t i;

	(void)state;
	for (i = 0; ssrf_spellings[i]; i++)
		for (size_t k = 0; k < COUNT_OF(instances); k++) {
			CLEANUP(str_release) struct str url = STR_INIT;
			struct heard h;
			const char *gap = strstr(ssrf_spellings[i], "%d");

			/* Not a literal, but one of ours: %d once, %% else. */
			for (const char *c = ssrf_spellings[i]; *c; c++) {
				if (c == gap)
					str_printf(&url, "%d", ssrf.port);
				else if (c != gap + 1)
					str_putc(&url, *c);
				c += c[0] == '%' && c[1] == '%';
			}
			h = get(instances[k], str_c(&url));
			if (!h.failed || h.sent)
				fail_msg("%s: %s (%s)", instances[k],
					 str_c(&url), h.why);
			nobody_was_reached(str_c(&url));
		}
	print_message("# %zu spellings, each with and without the host on the "
		      "list: 0 connects\n",
		      i);
}

static void no_answer_of_a_name_server_opens_a_way_in(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; ssrf_closed[i]; i++) {
		CLEANUP(free_ptr)
		char *host = xasprintf("h%s.evil.test", ssrf_closed[i]);
		CLEANUP(free_ptr)
		char *url = xasprintf("https://%s:%d/", host, ssrf.port);
		CLEANUP(free_ptr)
		char *two = xasprintf("https://h%s-%s.evil.test:%d/",
				      ssrf_closed[i],
				      ssrf_closed[i + 1] ? ssrf_closed[i + 1]
							 : ssrf_closed[0],
				      ssrf.port);
		struct heard h = get("world", url);

		assert_true(h.failed && !h.sent);
		assert_string_equal(h.why, "the address is not a public one");
		h = get("world", two);
		assert_true(h.failed && !h.sent);
		h = stream("world", host, 993);
		assert_true(h.failed);
		assert_non_null(strstr(h.why, "not a public one"));
		nobody_was_reached(url);
	}
	print_message("# %zu addresses by name, over HTTP and as a stream: 0 "
		      "connects\n",
		      i);
}

/* Else the two tests above would pass for a sender that reaches nothing. */
static void what_stands_beside_them_is_reached(void **state)
{
	(void)state;
	for (size_t i = 0; ssrf_open[i]; i++) {
		CLEANUP(free_ptr)
		char *url = xasprintf("https://h%s.evil.test/", ssrf_open[i]);
		struct heard h = get("world", url);

		assert_true(h.failed); /* our resolver lets nobody out */
		if (connects() != 1)
			fail_msg("%s: %s", url, h.why);
	}
}

static void a_name_that_changes_its_mind_gains_nothing(void **state)
{
	struct heard h;

	(void)state;
	for (int i = 0; i < 10; i++) {
		CLEANUP(free_ptr)
		char *url = xasprintf("https://r08080808-7f000001.evil.test:%d"
				      "/%d",
				      ssrf.port, i);

		h = get("world", url);
		assert_true(h.failed && !h.sent);
	}
	/* A good address beside a bad one: the good one alone. */
	h = get("world", "https://h7f000001-08080808.evil.test/");
	assert_true(h.failed);
	assert_int_equal(knocks(), 0);
	assert_true(connects() > 0);
}

static void loopback_opens_loopback_and_nothing_else(void **state)
{
	(void)state;
	for (size_t i = 0; ssrf_closed[i]; i++) {
		bool here = text_starts(ssrf_closed[i], "7f") ||
			    text_eq(ssrf_closed[i],
				    "00000000000000000000000000000001");
		CLEANUP(free_ptr)
		char *host = xasprintf("h%s.evil.test", ssrf_closed[i]);
		CLEANUP(free_ptr)
		char *url = xasprintf("https://%s:%d/", host, 1);

		assert_true(get("home", url).failed);
		assert_true(stream("home", host, 993).failed);
		if (!here)
			nobody_was_reached(url);
		connects();
	}
	for (size_t i = 0; ssrf_open[i]; i++) {
		CLEANUP(free_ptr)
		char *url = xasprintf("https://h%s.evil.test/", ssrf_open[i]);

		assert_true(get("home", url).failed);
		nobody_was_reached(url);
	}
	assert_true(get("home", "http://10.0.0.1/").failed);
	assert_true(get("home", "http://169.254.169.254/").failed);
	assert_true(get("home", "http://0.0.0.0/").failed);
	nobody_was_reached("home");
}

/* The server answers one request with this; what it was asked is in `got`. */
static struct heard answered(const char *reply, struct str *got)
{
	CLEANUP(free_ptr)
	char *url = xasprintf("http://127.0.0.1:%d/", ssrf.port);
	CLEANUP(close_fd) int fd = -1;
	struct err err = { 0 };
	struct heard h;
	char bytes[2000];
	ssize_t n;

	begin("home", url, &h);
	for (int i = 0; i < 500 && fd < 0; i++) {
		struct pollfd p = { .fd = ssrf.server, .events = POLLIN };

		must(loop_turn(ssrf.loop, 10, &err), &err);
		if (poll(&p, 1, 10) > 0)
			fd = accept4(ssrf.server, NULL, NULL, SOCK_CLOEXEC);
	}
	assert_true(fd >= 0);
	n = recv(fd, bytes, sizeof bytes, 0);
	assert_true(n > 0);
	str_add(got, bytes, (size_t)n);
	assert_true(send(fd, reply, strlen(reply), MSG_NOSIGNAL) > 0);
	shutdown(fd, SHUT_WR);
	assert_true(turn_until(ssrf.loop, 20 * SECOND_MS, &h.done));
	return h;
}

static void no_redirect_is_followed(void **state)
{
	static const char *const where[] = {
		"http://127.0.0.1:%d/",
		"http://localhost:%d/",
		"http://[::1]:%d/",
		"//127.0.0.1:%d/x",
		"/elsewhere?%d",
		"https://api.evil.test:%d/",
		"http://169.254.169.254/?%d",
		"http://10.0.0.1:%d/",
		"file:///etc/passwd?%d",
		"gopher://127.0.0.1:%d/",
	};
	static const int codes[] = { 301, 302, 303, 307, 308, 300 };

	(void)state;
	connects();
	for (size_t i = 0; i < COUNT_OF(where); i++) {
		CLEANUP(str_release) struct str reply = STR_INIT;
		CLEANUP(str_release) struct str got = STR_INIT;
		int code = codes[i % COUNT_OF(codes)];
		const char *gap = strstr(where[i], "%d");
		struct heard h;

		str_printf(&reply,
			   "HTTP/1.1 %d x\r\nLocation: %.*s%d%s\r\n"
			   "Content-Length: 0\r\nConnection: close\r\n"
			   "\r\n",
			   code, (int)(gap - where[i]), where[i], ssrf.port,
			   gap + 2);
		h = answered(str_c(&reply), &got);
		assert_false(h.failed);
		assert_int_equal(h.http, code);
		assert_non_null(strstr(str_c(&got), TOKEN));
		assert_int_equal(connects(), 1);
		assert_int_equal(knocks(), 0);
	}
}

/* All of the above went past them. */
static void no_proxy_of_the_environment_is_used(void **state)
{
	(void)state;
	assert_int_equal(knocks_at(ssrf.proxy), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_spelling_of_an_address_reaches_it),
		cmocka_unit_test(no_answer_of_a_name_server_opens_a_way_in),
		cmocka_unit_test(what_stands_beside_them_is_reached),
		cmocka_unit_test(a_name_that_changes_its_mind_gains_nothing),
		cmocka_unit_test(loopback_opens_loopback_and_nothing_else),
		cmocka_unit_test(no_redirect_is_followed),
		cmocka_unit_test(no_proxy_of_the_environment_is_used),
	};

	return cmocka_run_group_tests_name("ssrf", tests, ssrf_start, ssrf_end);
}
