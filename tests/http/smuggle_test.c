/* smuggle_test.c - requests whose end two readers could see at two places, raw.
 * Whatever is answered, the request that hides in them is never served, and
 * what is ambiguous ends its connection.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>
#include <unistd.h>

#include "base/when.h"
#include "peer.h"

static int served, smuggled;
static char got[600];

static void in(struct http_request *r, void *arg)
{
	(void)arg;
	served++;
	snprintf(got, sizeof got, "%s", str_c(http_body(r)));
	http_set(r, "X-Echo", http_query(r, "q"));
	http_answer_text(r, 200, "ok\n");
}

static void hidden(struct http_request *r, void *arg)
{
	(void)arg;
	smuggled++;
	http_answer_text(r, 200, "smuggled\n");
}

static const struct http_route routes[] = { { "POST", "/in", in, NULL },
					    { "GET", "/in", in, NULL },
					    { "GET", "/hidden", hidden, NULL },
					    { "POST", "/hidden", hidden, NULL },
					    { "GET", "/hidden/", hidden, NULL },
					    { NULL, NULL, NULL, NULL } };

#define POST "POST /in HTTP/1.1\r\nHost: x\r\n"
#define GET "GET /in HTTP/1.1\r\nHost: x\r\n"
/* 33 bytes that a second reader takes for a request. */
#define HIDE "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n"
#define CHUNKED "Transfer-Encoding: chunked\r\n"

/* Refused: no 2xx, and the connection ends. */
static const char *const refused[] = {
	/* Two lengths, or one that is none. */
	POST "Content-Length: 0\r\nContent-Length: 33\r\n\r\n" HIDE,
	POST "Content-Length: 33\r\nContent-Length: 0\r\n\r\n" HIDE,
	POST "Content-Length: 0\r\nContent-Length: 0\r\n\r\n" HIDE,
	POST "Content-Length: 0\r\nCONTENT-LENGTH: 33\r\n\r\n" HIDE,
	POST "Content-Length: 0, 33\r\n\r\n" HIDE,
	POST "Content-Length: 0,0\r\n\r\n" HIDE,
	POST "Content-Length: +0\r\n\r\n" HIDE,
	POST "Content-Length: +33\r\n\r\n" HIDE,
	POST "Content-Length: -1\r\n\r\n" HIDE,
	POST "Content-Length: -33\r\n\r\n" HIDE,
	POST "Content-Length: 0x21\r\n\r\n" HIDE,
	POST "Content-Length: 33a\r\n\r\n" HIDE,
	POST "Content-Length: a33\r\n\r\n" HIDE,
	POST "Content-Length: 3 6\r\n\r\n" HIDE,
	POST "Content-Length: 0 33\r\n\r\n" HIDE,
	POST "Content-Length: 33.0\r\n\r\n" HIDE,
	POST "Content-Length: 3e1\r\n\r\n" HIDE,
	POST "Content-Length: '33'\r\n\r\n" HIDE,
	POST "Content-Length: \"33\"\r\n\r\n" HIDE,
	POST "Content-Length:\r\n\r\n" HIDE,
	POST "Content-Length: \r\n\r\n" HIDE,
	POST "Content-Length: 33 \r\n\r\n" HIDE,
	POST "Content-Length: ;33\r\n\r\n" HIDE,
	POST "Content-Length: 18446744073709551616\r\n\r\n" HIDE,
	POST "Content-Length: 18446744073709551652\r\n\r\n" HIDE,
	POST "Content-Length: 99999999999999999999999999\r\n\r\n" HIDE,
	POST "Content-Length: \xD9\xA3\xD9\xA6\r\n\r\n" HIDE,
	POST "Content-Length: 0\r\n 33\r\n\r\n" HIDE,
	POST "Content-Length:\r\n 33\r\n\r\n" HIDE,
	/* A length and chunks. */
	POST "Content-Length: 33\r\n" CHUNKED "\r\n0\r\n\r\n" HIDE,
	POST CHUNKED "Content-Length: 33\r\n\r\n0\r\n\r\n" HIDE,
	POST CHUNKED "Content-Length: 4\r\n\r\n21\r\n" HIDE "\r\n0\r\n\r\n",
	POST CHUNKED "content-length: 0\r\n\r\n0\r\n\r\n" HIDE,
	POST "Content-Length: 33\r\nTransfer-Encoding: identity\r\n\r\n" HIDE,
	POST "Content-Length: 33\r\nTransfer-Encoding: x\r\n\r\n" HIDE,
	POST "Content-Length: 33\r\nTransfer-Encoding:\r\n\r\n" HIDE,
	/* Codings that some read as chunks and some do not. */
	POST CHUNKED CHUNKED "\r\n0\r\n\r\n" HIDE,
	POST CHUNKED "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n" HIDE,
	POST "Transfer-Encoding: identity\r\n" CHUNKED "\r\n0\r\n\r\n" HIDE,
	POST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" HIDE,
	POST "Transfer-Encoding: chunkedx\r\n\r\n0\r\n\r\n" HIDE,
	POST "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" HIDE,
	POST "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n" HIDE,
	POST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" HIDE,
	POST "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" HIDE,
	POST "Transfer-Encoding: chunked,\r\n\r\n0\r\n\r\n" HIDE,
	POST "Transfer-Encoding: ,chunked\r\n\r\n0\r\n\r\n" HIDE,
	POST "Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n" HIDE,
	POST "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n" HIDE,
	POST "Transfer-Encoding: 'chunked'\r\n\r\n0\r\n\r\n" HIDE,
	POST "Transfer-Encoding: chun\tked\r\n\r\n0\r\n\r\n" HIDE,
	POST "Transfer-Encoding: \x0B"
	     "chunked\r\n\r\n0\r\n\r\n" HIDE,
	POST "Transfer-Encoding: chunked\x0B\r\n\r\n0\r\n\r\n" HIDE,
	POST "Transfer-Encoding: chunked\x0C\r\n\r\n0\r\n\r\n" HIDE,
	POST "Transfer-Encoding: \xC2\xA0"
	     "chunked\r\n\r\n0\r\n\r\n" HIDE,
	POST "Transfer-Encoding: identity\r\n\r\n" HIDE,
	POST "Transfer-Encoding: cow\r\n\r\n" HIDE,
	POST "Transfer-Encoding:\r\n\r\n" HIDE,
	POST "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" HIDE,
	POST "Transfer-Encoding: x\r\n chunked\r\n\r\n0\r\n\r\n" HIDE,
	/* Names that some trim and some do not. */
	POST "Content-Length : 33\r\n\r\n" HIDE,
	POST "Content-Length\t: 33\r\n\r\n" HIDE,
	POST "Content-Length\x0B: 33\r\n\r\n" HIDE,
	POST "Content Length: 33\r\n\r\n" HIDE,
	POST "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" HIDE,
	POST "Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n" HIDE,
	POST "Transfer-Encoding\x0B: chunked\r\n\r\n0\r\n\r\n" HIDE,
	POST "Transfer-Encoding\xC2\xA0: chunked\r\n\r\n0\r\n\r\n" HIDE,
	POST "\x01Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" HIDE,
	POST "no colon here\r\n\r\n" HIDE,
	/* Folded into the line before. */
	POST "X: y\r\n Content-Length: 33\r\n\r\n" HIDE,
	POST "X: y\r\n\tContent-Length:33\r\n\r\n" HIDE,
	POST "X: y\r\n Transfer-Encoding:chunked\r\n\r\n0\r\n\r\n" HIDE,
	POST "content-length: 0\r\n\t33\r\n\r\n" HIDE,
	"GET /in HTTP/1.1\r\n Host: x\r\n\r\n" HIDE,
	/* Whose host? */
	"GET /in HTTP/1.1\r\n\r\n" HIDE,
	GET "Host: y\r\n\r\n" HIDE,
	GET "Host: x\r\n\r\n" HIDE,
	GET "host: y\r\n\r\n" HIDE,
	"GET /in HTTP/1.1\r\nHost : x\r\n\r\n" HIDE,
	/* Chunks that are none. */
	POST CHUNKED "\r\n0x21\r\n" HIDE "\r\n0\r\n\r\n",
	POST CHUNKED "\r\n-1\r\n" HIDE "\r\n0\r\n\r\n",
	POST CHUNKED "\r\n+21\r\n" HIDE "\r\n0\r\n\r\n",
	POST CHUNKED "\r\nxyz\r\n" HIDE "\r\n0\r\n\r\n",
	POST CHUNKED "\r\n\r\n" HIDE,
	POST CHUNKED "\r\n21 21\r\n" HIDE "\r\n0\r\n\r\n",
	POST CHUNKED "\r\nFFFFFFFFFFFFFFFFF\r\n" HIDE "\r\n0\r\n\r\n",
	POST CHUNKED "\r\n10000000000000021\r\n" HIDE "\r\n0\r\n\r\n",
	POST CHUNKED "\r\n3\r\nabcd\r\n0\r\n\r\n" HIDE,
	POST CHUNKED "\r\n3\r\nabc0\r\n\r\n" HIDE,
	/* A first line that is read in two ways. */
	"GET /in HTTP/1.1 HTTP/1.1\r\nHost: x\r\n\r\n" HIDE,
	"GET /in?q=a HTTP/1.1 HTTP/1.1\r\nHost: x\r\n\r\n" HIDE,
	"GET /in\tx HTTP/1.1\r\nHost: x\r\n\r\n" HIDE,
	"GET /in HTTP/9.9\r\nHost: x\r\n\r\n" HIDE,
	"GET /in HTTP/2.0\r\nHost: x\r\n\r\n" HIDE,
	"GET /in http/1.1\r\nHost: x\r\n\r\n" HIDE,
	"GET /in XTTP/1.1\r\nHost: x\r\n\r\n" HIDE,
	"GET /in HTTP/1.1x\r\nHost: x\r\n\r\n" HIDE,
	"GET\r\nHost: x\r\n\r\n" HIDE,
	"\x16\x03\x01\x02\r\n\r\n" HIDE,
};

/* May be answered; what hides in the body is part of it. */
static const char *const whole[] = {
	POST "Content-Length: 33\r\n\r\n" HIDE,
	POST "Content-Length: 033\r\n\r\n" HIDE,
	POST "Content-Length:33\r\n\r\n" HIDE,
	POST "Content-Length:  33\r\n\r\n" HIDE,
	POST "content-length: 33\r\n\r\n" HIDE,
	POST "X-Content-Length: 0\r\nContent-Length: 33\r\n\r\n" HIDE,
	POST "Content_Length: 0\r\nContent-Length: 33\r\n\r\n" HIDE,
	POST CHUNKED "\r\n21\r\n" HIDE "\r\n0\r\n\r\n",
	POST "Transfer-Encoding: CHUNKED\r\n\r\n21\r\n" HIDE "\r\n0\r\n\r\n",
	POST CHUNKED "\r\n21;x=y\r\n" HIDE "\r\n0\r\n\r\n",
	POST CHUNKED "\r\n0021\r\n" HIDE "\r\n0\r\n\r\n",
	POST CHUNKED "\r\n21\r\n" HIDE "\r\n0\r\nContent-Length: 3\r\n\r\n",
	GET "Content-Length: 33\r\n\r\n" HIDE,
};

static void open_server(void)
{
	const struct http_options options = { .address = "127.0.0.1",
					      .routes = routes,
					      .head_ms = SECOND_MS,
					      .each = 10 };

	peer_open(&options);
}

/* Says it, waits for the answer or the end, gives both. */
static bool ends(const char *bytes, size_t len, char *reply, size_t size)
{
	int fd = join();
	bool closed = false;
	size_t had = 0;

	served = smuggled = 0;
	*got = *reply = '\0';
	say_bytes(fd, bytes, len);
	for (int i = 0; i < 60 && !closed; i++) {
		ssize_t n;

		run(1);
		n = heard(fd, reply + had, size - had);
		if (n > 0)
			had += (size_t)n;
		closed = n == 0 || (n < 0 && is_closed(fd));
		if (had && i > 20)
			break;
	}
	reply[had] = '\0';
	close(fd);
	run(1);
	return closed;
}

static void what_is_ambiguous_is_refused(void **state)
{
	char reply[2000];
	int bad = 0;

	(void)state;
	open_server();
	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		bool closed = ends(refused[i], strlen(refused[i]), reply,
				   sizeof reply);

		if (smuggled || served || strstr(reply, " 200 ") ||
		    (*reply && !closed)) {
			print_message(
				"# %zu: served %d, hidden %d, %s: %.80s\n", i,
				served, smuggled, closed ? "closed" : "open",
				strstr(refused[i], "\r\nHost: x\r\n")
					? refused[i] + 19
					: refused[i]);
			bad++;
		}
	}
	print_message("# %zu ambiguous requests, %d not refused\n",
		      COUNT_OF(refused), bad);
	assert_int_equal(bad, 0);
	http_close(server);
}

static void a_body_is_a_body(void **state)
{
	char reply[2000];

	(void)state;
	open_server();
	for (size_t i = 0; i < COUNT_OF(whole); i++) {
		ends(whole[i], strlen(whole[i]), reply, sizeof reply);
		if (smuggled || served != 1 || !strstr(reply, " 200 "))
			fail_msg("%s: served %d, hidden %d", whole[i], served,
				 smuggled);
		if (strcmp(got, HIDE) != 0)
			fail_msg("%s: body is \"%s\"", whole[i], got);
	}
	http_close(server);
}

static void a_nul_ends_no_header(void **state)
{
	static const char request[] =
		POST "X: a\0b\r\nContent-Length: 33\r\n\r\n" HIDE;
	static const char name[] =
		POST "Content-Length\0x: 0\r\nContent-Length: 33\r\n\r\n" HIDE;
	char reply[2000];

	(void)state;
	open_server();
	ends(request, sizeof request - 1, reply, sizeof reply);
	assert_int_equal(smuggled, 0);
	ends(name, sizeof name - 1, reply, sizeof reply);
	assert_int_equal(smuggled, 0);
	http_close(server);
}

static void no_header_of_an_answer_is_split(void **state)
{
	char reply[2000];

	(void)state;
	open_server();
	ends("GET /in?q=a%0d%0aSet-Cookie:%20x=1%0d%0a%0d%0abody HTTP/1.1\r\n"
	     "Host: x\r\n\r\n",
	     strlen("GET /in?q=a%0d%0aSet-Cookie:%20x=1%0d%0a%0d%0abody "
		    "HTTP/1.1\r\nHost: x\r\n\r\n"),
	     reply, sizeof reply);
	assert_int_equal(served, 1);
	assert_non_null(strstr(reply, " 200 "));
	assert_null(strstr(reply, "\r\nSet-Cookie"));
	http_close(server);
}

static void a_huge_head_is_refused_and_costs_little(void **state)
{
	static const struct {
		const char *before, *part;
		size_t times;
	} heads[] = {
		{ GET "X: ", "aaaaaaaaaaaaaaaa", 65533 },
		{ "GET /in?", "aaaaaaaaaaaaaaaa", 65533 },
		{ GET, "X: y\r\n", 100000 },
		{ GET "", "aaaaaaaaaaaaaaaa", 65533 },
	};

	(void)state;
	open_server();
	for (size_t i = 0; i < COUNT_OF(heads); i++) {
		CLEANUP(str_release) struct str s = STR_LIMIT(2 << 20);
		char reply[2000];

		str_puts(&s, heads[i].before);
		for (size_t k = 0; k < heads[i].times; k++)
			str_puts(&s, heads[i].part);
		str_puts(&s, "\r\n\r\n");
		ends(str_c(&s), s.len, reply, sizeof reply);
		assert_int_equal(served, 0);
		assert_null(strstr(reply, " 200 "));
	}
	http_close(server);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_ambiguous_is_refused),
		cmocka_unit_test(a_body_is_a_body),
		cmocka_unit_test(a_nul_ends_no_header),
		cmocka_unit_test(no_header_of_an_answer_is_split),
		cmocka_unit_test(a_huge_head_is_refused_and_costs_little),
	};

	return cmocka_run_group_tests_name("smuggle", tests, NULL, NULL);
}
