/* names_test.c - a name with an address that may be reached beside one that may
 * not, answered by a real TLS server of that name: each address is judged for
 * itself, in whatever order a name server tells them.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/when.h"
#include "host/ssrf_help.h"

#define HERE "7f000001"  /* 127.0.0.1, which "named" may reach */
#define THERE "08080808" /* 8.8.8.8, which it may not */

static struct {
	pid_t server;
	int port;
} t;

static pid_t shell(char *command)
{
	char sh[] = "/bin/sh", c[] = "-c";
	char *const argv[] = { sh, c, command, NULL };
	pid_t pid = 0;

	assert_int_equal(posix_spawn(&pid, sh, NULL, NULL, argv, environ), 0);
	return pid;
}

/* A CA, and a certificate of it for every name below evil.test. */
static void make_certificate(void)
{
	CLEANUP(free_ptr)
	char *command = xasprintf(
		"cd %s && exec 2>openssl.err && openssl req -x509 -newkey "
		"ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "
		"/CN=ca -keyout ca.key -out " SSRF_CA " && openssl req -newkey "
		"ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=x "
		"-keyout key.pem -out csr.pem && "
		"echo 'subjectAltName=DNS:*.evil.test' >names && openssl x509 "
		"-req -in csr.pem -CA " SSRF_CA " -CAkey ca.key "
		"-CAcreateserial -days 2 -extfile names -out cert.pem",
		ssrf.dir);
	pid_t pid = shell(command);
	int status = -1;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static int free_port(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof a;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&a, len), 0);
	getsockname(fd, (struct sockaddr *)&a, &len);
	close(fd);
	return ntohs(a.sin_port);
}

static char *url_of(const char *name)
{
	return xasprintf("https://%s.evil.test:%d/", name, t.port);
}

static int serve_tls(void **state)
{
	CLEANUP(free_ptr) char *command = NULL, *url = NULL;
	int64_t end = clock_mono() + 20 * SECOND_MS;

	ssrf_start(state);
	make_certificate();
	t.port = free_port();
	command =
		xasprintf("cd %s && exec openssl s_server -quiet -www -accept "
			  "127.0.0.1:%d -cert cert.pem -key key.pem "
			  ">/dev/null 2>&1",
			  ssrf.dir, t.port);
	t.server = shell(command);
	url = url_of("h" HERE);
	while (get("named", url).failed)
		if (clock_mono() > end)
			return -1;
	connects();
	return 0;
}

static int end_tls(void **state)
{
	if (t.server) {
		kill(t.server, SIGKILL);
		waitpid(t.server, NULL, 0);
	}
	return ssrf_end(state);
}

/* Every address that was connected to since it was last asked. */
static bool only_here(void)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	struct err err = { 0 };

	assert_int_equal(file_read(&text, ssrf.account, 1 << 20, &err), 0);
	return text_eq(str_c(&text), "127.0.0.1\n") && connects() == 1;
}

static void the_allowed_address_alone_is_reached(void **state)
{
	static const char *const names[] = { "h" HERE "-" THERE,
					     "h" THERE "-" HERE,
					     "h" THERE "-" HERE "-" THERE };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		CLEANUP(free_ptr) char *url = url_of(names[i]);
		struct heard h = get("named", url);

		if (h.failed)
			fail_msg("%s: %s", url, h.why);
		assert_int_equal(h.http, 200);
		assert_true(only_here());
	}
}

static void without_one_the_server_is_not_reached(void **state)
{
	CLEANUP(free_ptr) char *url = url_of("h" THERE "-0a000001");
	struct heard h = get("named", url);

	(void)state;
	assert_true(h.failed && !h.sent);
	assert_string_equal(h.why, "the address is not a public one");
	assert_int_equal(connects(), 0);
}

/* Else the server above might be nobody's. */
static void the_name_is_proven_by_the_pinned_ca(void **state)
{
	CLEANUP(free_ptr) char *url = url_of("h" HERE "-" THERE);
	struct heard h = get("home", url); /* by the system's CAs */

	(void)state;
	assert_true(h.failed && !h.sent);
	assert_true(only_here());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_allowed_address_alone_is_reached),
		cmocka_unit_test(without_one_the_server_is_not_reached),
		cmocka_unit_test(the_name_is_proven_by_the_pinned_ca),
	};

	return cmocka_run_group_tests_name("names", tests, serve_tls, end_tls);
}
