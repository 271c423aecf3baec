/* conn_test.c - a connection that this machine cannot make.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../email.h"

/* A host whose sender refuses: what it says stands in `says`. */
static hw_status says;
static hw_status says_later; /* once the stream is open */

static int32_t refuse_open(struct hw_host *h, const char *host, int32_t port,
			   int32_t tls)
{
	(void)h, (void)host, (void)port, (void)tls;
	return says ? says : 1;
}

static hw_status refuse_tls(struct hw_host *h, int32_t n)
{
	(void)h, (void)n;
	return says_later;
}

static hw_status refuse_write(struct hw_host *h, int32_t n, const void *buf,
			      uint32_t len, int32_t secret)
{
	(void)h, (void)n, (void)buf, (void)len, (void)secret;
	return says_later;
}

static int64_t waited_ms;

static int32_t read_nothing(struct hw_host *h, int32_t n, void *buf,
			    uint32_t len, int64_t wait_ms)
{
	(void)h, (void)n, (void)buf, (void)len;
	waited_ms = wait_ms;
	return HW_STREAM_IDLE;
}

static void close_it(struct hw_host *h, int32_t n)
{
	(void)h, (void)n;
}

static const struct hw_stream stream = { .size = sizeof stream,
					 .open = refuse_open,
					 .start_tls = refuse_tls,
					 .write = refuse_write,
					 .read = read_nothing,
					 .close = close_it };

static const void *service(struct hw_host *h, const char *id)
{
	(void)h, (void)id;
	return &stream;
}

static void *room(struct hw_host *h, size_t size)
{
	static char bytes[65536];

	(void)h;
	assert_true(size <= sizeof bytes);
	return bytes;
}

static int64_t moment(struct hw_host *h)
{
	(void)h;
	return 0;
}

static int64_t soon(struct hw_host *h)
{
	(void)h;
	return 3000;
}

static struct hw_host host = { .size = sizeof host,
			       .service = service,
			       .alloc = room,
			       .now = moment,
			       .deadline = soon };
static char name[] = "mail.test";
static const struct server there = { .host = name, .port = 465 };

static void what_this_machine_cannot_do_refuses_no_mail(void **state)
{
	struct conn c;

	(void)state;
	says = HW_REJECTED; /* a file of CAs that nobody can read */
	assert_int_equal(conn_open(&c, &host, &there), HW_RETRY);
	conn_end(&c);
	says = HW_AUTH;
	assert_int_equal(conn_open(&c, &host, &there), HW_AUTH);
	conn_end(&c);
	says = HW_OK;
	assert_int_equal(conn_open(&c, &host, &there), HW_OK);
	says_later = HW_REJECTED;
	assert_int_equal(conn_start_tls(&c), HW_RETRY);
	conn_end(&c);
}

static void a_password_that_may_not_leave_pauses_the_account(void **state)
{
	struct conn c;

	(void)state;
	says = HW_OK;
	assert_int_equal(conn_open(&c, &host, &there), HW_OK);
	says_later = HW_REJECTED; /* it goes over TLS only */
	assert_int_equal(conn_secret(&c, "x", 1, HW_SECRET_FILL), HW_AUTH);
	conn_end(&c);
}

static void no_wait_is_longer_than_the_call(void **state)
{
	struct conn c;

	(void)state;
	says = HW_OK;
	assert_int_equal(conn_open(&c, &host, &there), HW_OK);
	assert_int_equal(conn_wait(&c, 1000), 0);
	assert_int_equal(waited_ms, 1000);
	assert_int_equal(conn_wait(&c, 40000), 0);
	assert_in_range(waited_ms, 0, 3000);
	conn_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_this_machine_cannot_do_refuses_no_mail),
		cmocka_unit_test(
			a_password_that_may_not_leave_pauses_the_account),
		cmocka_unit_test(no_wait_is_longer_than_the_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
