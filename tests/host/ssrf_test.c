/* ssrf_test.c - the real sender, asked to reach this machine, its network and
 * what clouds keep there, in every spelling that we know; with a resolver of
 * our own before it that says what we like and counts who is connected to.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <ftw.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/when.h"
#include "host/sender.h"

#define DOMAINS "*.evil.test api.evil.test"
/* Every host of `spellings`, so that only the addresses are left to refuse. */
#define ANY_HOST                                                              \
	"localhost localhost. LOCALHOST 127.0.0.1 127.1 127.0.1 2130706433 "  \
	"0x7f000001 0x7f.1 0x7f.0.0.1 017700000001 0177.0.0.1 0177.1 0 "      \
	"0.0.0.0 127.127.127.127 0x7f.0x0.0x0.0x1 [::1] [::] "                \
	"[0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] " \
	"[64:ff9b::7f00:1] [2002:7f00:1::] [fe80::1] [fd00:ec2::254] "        \
	"[fec0::1] [ff02::1] 10.0.0.1 10.1 167772161 0xa.1 012.1 "            \
	"169.254.169.254 2852039166 0xa9fea9fe 169.254.43518 192.168.0.1 "    \
	"172.16.0.1 100.64.0.1 100.100.100.200 168.63.129.16 224.0.0.1 "      \
	"255.255.255.255"

static const char *const spellings[] = {
	"https://localhost:%d/",
	"https://localhost.:%d/",
	"https://LOCALHOST:%d/",
	"https://127.0.0.1:%d/",
	"https://127.0.0.1.:%d/",
	"https://127.1:%d/",
	"https://127.0.1:%d/",
	"https://127.127.127.127:%d/",
	"https://2130706433:%d/",
	"https://0x7f000001:%d/",
	"https://0x7F000001:%d/",
	"https://0x7f.1:%d/",
	"https://0x7f.0.0.1:%d/",
	"https://0x7f.0x0.0x0.0x1:%d/",
	"https://017700000001:%d/",
	"https://0177.0.0.1:%d/",
	"https://0177.1:%d/",
	"https://0:%d/",
	"https://0.0.0.0:%d/",
	"https://127.0.0.01:%d/",
	"https://127.0.0.256:%d/",
	"https://4294967297:%d/",
	"https://[::1]:%d/",
	"https://[::]:%d/",
	"https://[0:0:0:0:0:0:0:1]:%d/",
	"https://[::ffff:127.0.0.1]:%d/",
	"https://[::ffff:7f00:1]:%d/",
	"https://[::127.0.0.1]:%d/",
	"https://[64:ff9b::7f00:1]:%d/",
	"https://[2002:7f00:1::]:%d/",
	"https://[fe80::1]:%d/",
	"https://[fe80::1%%25lo]:%d/",
	"https://[::1%%25lo]:%d/",
	"https://[::1%%lo]:%d/",
	"https://[fd00:ec2::254]:%d/",
	"https://[fec0::1]:%d/",
	"https://[ff02::1]:%d/",
	"https://10.0.0.1:%d/",
	"https://10.1:%d/",
	"https://167772161:%d/",
	"https://0xa.1:%d/",
	"https://012.1:%d/",
	"https://169.254.169.254:%d/latest/meta-data/",
	"https://2852039166:%d/",
	"https://0xa9fea9fe:%d/",
	"https://169.254.43518:%d/",
	"https://192.168.0.1:%d/",
	"https://172.16.0.1:%d/",
	"https://100.64.0.1:%d/",
	"https://100.100.100.200:%d/",
	"https://168.63.129.16:%d/",
	"https://224.0.0.1:%d/",
	"https://255.255.255.255:%d/",
	/* Parsers differ about where the host is. */
	"https://api.evil.test@127.0.0.1:%d/",
	"https://api.evil.test:443@127.0.0.1:%d/",
	"https://api.evil.test%%40127.0.0.1:%d/",
	"https://127.0.0.1:%d@api.evil.test/",
	"https://127.0.0.1:%d#@api.evil.test/",
	"https://127.0.0.1:%d?@api.evil.test/",
	"https://127.0.0.1:%d\\@api.evil.test/",
	"https://api.evil.test\\@127.0.0.1:%d/",
	"https://api.evil.test#@127.0.0.1:%d/",
	"https:\\\\127.0.0.1:%d\\",
	"https:/127.0.0.1:%d/",
	"https:127.0.0.1:%d/",
	"https:///127.0.0.1:%d/",
	"https:////127.0.0.1:%d/",
	"//127.0.0.1:%d/",
	"127.0.0.1:%d/",
	" https://127.0.0.1:%d/",
	"https://127.0.0.1%%00.evil.test:%d/",
	"https://127.0.0.1%%2f.evil.test:%d/",
	"https://127.0.0.1%%09.evil.test:%d/",
	"https://%%31%%32%%37.0.0.1:%d/",
	/* Letters and dots that IDNA makes plain. */
	"https://127。0。0。1:%d/",
	"https://①②⑦.0.0.1:%d/",
	"https://１２７.0.0.1:%d/",
	"https://ⓛocalhost:%d/",
	"https://localh\xC2\xADost:%d/",
	/* Not https. */
	"http://127.0.0.1:%d/",
	"http://[::1]:%d/",
	"http://api.evil.test:%d/",
	"HTTP://127.0.0.1:%d/",
	"file:///etc/passwd?%d",
	"file://127.0.0.1/etc/passwd?%d",
	"gopher://127.0.0.1:%d/_x",
	"ftp://127.0.0.1:%d/",
	"ftps://127.0.0.1:%d/",
	"sftp://127.0.0.1:%d/",
	"scp://127.0.0.1:%d/",
	"dict://127.0.0.1:%d/d:x",
	"ldap://127.0.0.1:%d/",
	"ldaps://127.0.0.1:%d/",
	"smb://127.0.0.1:%d/x/y",
	"smtp://127.0.0.1:%d/",
	"imap://127.0.0.1:%d/",
	"pop3://127.0.0.1:%d/",
	"telnet://127.0.0.1:%d/",
	"tftp://127.0.0.1:%d/x",
	"rtsp://127.0.0.1:%d/",
	"mqtt://127.0.0.1:%d/",
	"ws://127.0.0.1:%d/",
	"data:text/plain,%d",
	"jar:https://127.0.0.1:%d/!/",
};

/* What a name must not lead to, as the resolver reads it. */
static const char *const closed[] = {
	"00000000",
	"00010203",
	"0a000001",
	"0affffff",
	"64400001",
	"647fffff",
	"646464c8",
	"7f000001",
	"7f7f7f7f",
	"7ffffffe",
	"a9fe0001",
	"a9fea9fe",
	"a9feaa02",
	"ac100001",
	"ac1fffff",
	"c0000001",
	"c00000c0",
	"c0000201",
	"c0586301",
	"c0a80001",
	"c0a8ffff",
	"c6120001",
	"c613ffff",
	"c6336401",
	"cb007101",
	"a83f8110",
	"e0000001",
	"efffffff",
	"f0000001",
	"ffffffff",
	"00000000000000000000000000000000", /* :: */
	"00000000000000000000000000000001", /* ::1 */
	"00000000000000000000ffff7f000001", /* mapped */
	"00000000000000000000ffff0a000001", /* mapped, private */
	"00000000000000000000ffff08080808", /* mapped, whatever it is */
	"0000000000000000000000007f000001", /* compatible */
	"0000000000000000ffff00007f000001", /* translated, RFC 2765 */
	"0064ff9b00000000000000007f000001", /* NAT64 */
	"0064ff9b000000000000000008080808",
	"0064ff9b000100000000000000000001", /* local NAT64 */
	"01000000000000000000000000000001", /* discard */
	"20010000000000000000000000000001", /* Teredo */
	"20010010000000000000000000000001", /* ORCHID */
	"20010db8000000000000000000000001", /* documentation */
	"20027f00000100000000000000000000", /* 6to4 of loopback */
	"20020a00000100000000000000000000", /* 6to4 of 10.0.0.1 */
	"3fff0000000000000000000000000001", /* documentation */
	"3fff0fff000000000000000000000001",
	"5f000000000000000000000000000001", /* segment routing */
	"fc000000000000000000000000000001", /* unique local */
	"fd000ec2000000000000000000000254", /* a cloud's metadata */
	"fe800000000000000000000000000001", /* link-local */
	"febfffff000000000000000000000001",
	"fec00000000000000000000000000001", /* site-local */
	"ff020000000000000000000000000001", /* multicast */
	"ff0e0000000000000000000000000001",
};

/* The nearest neighbours of those; and public ones. */
static const char *const open_to_all[] = {
	"09ffffff",
	"0b000000",
	"643fffff",
	"64800000",
	"7effffff",
	"80000000",
	"a9fdffff",
	"a9ff0000",
	"ac0fffff",
	"ac200000",
	"c0a7ffff",
	"c0a90000",
	"c611ffff",
	"c6140000",
	"dfffffff",
	"08080808",
	"a83f8111",
	"26064700000000000000000000001111",
	"20010200000000000000000000000001",
	"3ffe0000000000000000000000000001",
	"30000000000000000000000000000001",
};

static struct {
	struct loop *loop;
	struct sender *sender;
	int server, six, proxy, port;
	char dir[64];
	char *account; /* who was connected to */
} t;

struct heard {
	bool done, failed, sent;
	int64_t status; /* of HTTP */
	char why[300];
};

static void hear(void *arg, const struct sender_reply *reply)
{
	struct heard *h = arg;

	*h = (struct heard){ .done = true,
			     .failed = reply->failed,
			     .sent = reply->sent,
			     .status =
				     json_i64(json_get(reply->json, "response"),
					      "status", 0) };
	snprintf(h->why, sizeof h->why, "%s", reply->text ? reply->text : "");
}

static void turn_until(const bool *done)
{
	int64_t end = clock_mono() + 20 * SECOND_MS;
	struct err err = { 0 };

	while (!*done && clock_mono() < end)
		if (loop_turn(t.loop, 20, &err))
			fail_msg("%s", err.text);
	assert_true(*done);
}

static void begin(const char *instance, const char *url, struct heard *h)
{
	CLEANUP(str_release) struct str members = STR_INIT;

	*h = (struct heard){ .done = false };
	str_printf(&members,
		   "\"instance\":\"%s\",\"http\":{\"method\":\"GET\","
		   "\"url\":",
		   instance);
	json_quote(&members, url, strlen(url));
	str_puts(&members, ",\"headers\":[\"Authorization: Bearer "
			   "{secret:token}\"]},\"timeout_ms\":3000");
	sender_ask(t.sender, str_c(&members), NULL, 0, hear, h);
}

static struct heard get(const char *instance, const char *url)
{
	struct heard h;

	begin(instance, url, &h);
	turn_until(&h.done);
	return h;
}

static struct heard stream(const char *instance, const char *host, int port)
{
	CLEANUP(free_ptr)
	char *members = xasprintf("\"instance\":\"%s\",\"timeout_ms\":3000,"
				  "\"stream\":{\"do\":\"open\",\"host\":"
				  "\"%s\",\"port\":%d,\"tls\":1}",
				  instance, host, port);
	struct heard h = { .done = false };

	sender_ask(t.sender, members, NULL, 0, hear, &h);
	turn_until(&h.done);
	return h;
}

/* -- who was reached -- */

static int listen_at(int family, const void *address, socklen_t len)
{
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;

	assert_true(fd >= 0);
	if (family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
	if (bind(fd, address, len) || listen(fd, 50)) {
		close(fd);
		return -1;
	}
	return fd;
}

static int listen_four(int *port)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t len = sizeof a;
	int fd = listen_at(AF_INET, &a, len); /* every address of ours */

	assert_true(fd >= 0);
	getsockname(fd, (struct sockaddr *)&a, &len);
	*port = ntohs(a.sin_port);
	return fd;
}

static int knocks_at(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int n = 0;

	while (fd >= 0 && poll(&p, 1, 0) > 0) {
		close(accept(fd, NULL, NULL));
		n++;
	}
	return n;
}

static int knocks(void)
{
	return knocks_at(t.server) + knocks_at(t.six);
}

/* Lines of the account since it was last asked. */
static int connects(void)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	struct err err = { 0 };
	int n = 0;

	if (file_read(&text, t.account, 1 << 20, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < text.len; i++)
		n += text.at[i] == '\n';
	assert_int_equal(truncate(t.account, 0), 0);
	return n;
}

static void nobody_was_reached(const char *what)
{
	int n = connects(), k = knocks();

	if (n || k)
		fail_msg("%s: %d connects, %d of them here", what, n, k);
}

/* -- the sender -- */

static void put_instance(struct str *s, const char *name, const char *domains,
			 bool loopback)
{
	str_printf(s,
		   "{\"name\":\"%s\",\"domains\":\"%s\",\"loopback\":%s,"
		   "\"secrets\":{\"token\":\"file:%s/token\"},\"servers\":\"",
		   name, domains, loopback ? "true" : "false", t.dir);
	for (size_t i = 0; i < COUNT_OF(closed); i++)
		str_printf(s, "h%s.evil.test:993 ", closed[i]);
	str_printf(s, "127.0.0.1:%d localhost:%d ::1:%d\"}", t.port, t.port,
		   t.port);
}

/* A program that starts the sender with our resolver before it, and with
 * proxies in the environment that nobody asked for. */
static char *wrapper(const char *build, int proxy_port)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	char *path = xasprintf("%s/sender", t.dir);
	struct err err = { 0 };

	str_printf(&text,
		   "#!/bin/sh\nexport HW_CONNECTS='%s' LD_PRELOAD='%s/tests/"
		   "resolver/resolver.so' ASAN_OPTIONS="
		   "verify_asan_link_order=0\nexport http_proxy=http://"
		   "127.0.0.1:%d https_proxy=http://127.0.0.1:%d ALL_PROXY="
		   "http://127.0.0.1:%d\nexec '%s/helloword-sender'\n",
		   t.account, build, proxy_port, proxy_port, proxy_port, build);
	if (file_write(path, str_c(&text), text.len, 0700, &err))
		fail_msg("%s", err.text);
	return path;
}

static int start(void **state)
{
	const char *from = getenv("HW_BUILD");
	CLEANUP(free_ptr) char *build = realpath(from ? from : "build", NULL);
	CLEANUP(free_ptr) char *program = NULL, *token = NULL;
	CLEANUP(str_release) struct str config = STR_INIT;
	struct sockaddr_in6 a = { .sin6_family = AF_INET6,
				  .sin6_addr = in6addr_loopback };
	struct err err = { 0 };
	int proxy_port;

	(void)state;
	snprintf(t.dir, sizeof t.dir, "/tmp/hwssrf.XXXXXX");
	assert_non_null(mkdtemp(t.dir));
	t.account = xasprintf("%s/account", t.dir);
	token = xasprintf("%s/token", t.dir);
	assert_int_equal(file_write(t.account, "", 0, 0600, &err), 0);
	assert_int_equal(
		file_write(token, "canarytoken1234567", 18, 0600, &err), 0);
	t.server = listen_four(&t.port);
	t.proxy = listen_four(&proxy_port);
	a.sin6_port = htons((uint16_t)t.port);
	t.six = listen_at(AF_INET6, &a, sizeof a);
	str_puts(&config, "{\"configure\":{\"instances\":[");
	put_instance(&config, "world", DOMAINS, false);
	str_putc(&config, ',');
	put_instance(&config, "wide", ANY_HOST " " DOMAINS, false);
	str_putc(&config, ',');
	put_instance(&config, "home", ANY_HOST " " DOMAINS, true);
	str_puts(&config, "]}}");
	program = wrapper(build, proxy_port);
	t.loop = loop_new();
	t.sender = sender_new(t.loop, program, str_c(&config), &err);
	if (!t.sender)
		fail_msg("%s", err.text);
	return 0;
}

static int drop(const char *path, const struct stat *st, int type,
		struct FTW *at)
{
	(void)st, (void)type, (void)at;
	return remove(path);
}

static int end(void **state)
{
	(void)state;
	sender_free(t.sender);
	loop_free(t.loop);
	close_fd(&t.server);
	close_fd(&t.six);
	close_fd(&t.proxy);
	nftw(t.dir, drop, 8, FTW_DEPTH | FTW_PHYS);
	free(t.account);
	return 0;
}

/* -- the tests -- */

static void no_spelling_of_an_address_reaches_it(void **state)
{
	static const char *const instances[] = { "world", "wide" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(spellings); i++)
		for (size_t k = 0; k < COUNT_OF(instances); k++) {
			CLEANUP(str_release) struct str url = STR_INIT;
			struct heard h;
			const char *gap = strstr(spellings[i], "%d");

			/* Not a literal, but one of ours: %d once, %% else. */
			for (const char *c = spellings[i]; *c; c++) {
				if (c == gap)
					str_printf(&url, "%d", t.port);
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
		      COUNT_OF(spellings));
}

static void no_answer_of_a_name_server_opens_a_way_in(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(closed); i++) {
		CLEANUP(free_ptr)
		char *host = xasprintf("h%s.evil.test", closed[i]);
		CLEANUP(free_ptr)
		char *url = xasprintf("https://%s:%d/", host, t.port);
		CLEANUP(free_ptr)
		char *two =
			xasprintf("https://h%s-%s.evil.test:%d/", closed[i],
				  closed[(i + 1) % COUNT_OF(closed)], t.port);
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
		      COUNT_OF(closed));
}

/* Else the two tests above would pass for a sender that reaches nothing. */
static void what_stands_beside_them_is_reached(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(open_to_all); i++) {
		CLEANUP(free_ptr)
		char *url = xasprintf("https://h%s.evil.test/", open_to_all[i]);
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
				      t.port, i);

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
	for (size_t i = 0; i < COUNT_OF(closed); i++) {
		bool here =
			text_starts(closed[i], "7f") ||
			text_eq(closed[i], "00000000000000000000000000000001");
		CLEANUP(free_ptr)
		char *host = xasprintf("h%s.evil.test", closed[i]);
		CLEANUP(free_ptr)
		char *url = xasprintf("https://%s:%d/", host, 1);

		assert_true(get("home", url).failed);
		assert_true(stream("home", host, 993).failed);
		if (!here)
			nobody_was_reached(url);
		connects();
	}
	for (size_t i = 0; i < COUNT_OF(open_to_all); i++) {
		CLEANUP(free_ptr)
		char *url = xasprintf("https://h%s.evil.test/", open_to_all[i]);

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
	CLEANUP(free_ptr) char *url = xasprintf("http://127.0.0.1:%d/", t.port);
	CLEANUP(close_fd) int fd = -1;
	struct err err = { 0 };
	struct heard h;
	char bytes[2000];
	ssize_t n;

	begin("home", url, &h);
	for (int i = 0; i < 500 && fd < 0; i++) {
		struct pollfd p = { .fd = t.server, .events = POLLIN };

		if (loop_turn(t.loop, 10, &err))
			fail_msg("%s", err.text);
		if (poll(&p, 1, 10) > 0)
			fd = accept4(t.server, NULL, NULL, SOCK_CLOEXEC);
	}
	assert_true(fd >= 0);
	n = recv(fd, bytes, sizeof bytes, 0);
	assert_true(n > 0);
	str_add(got, bytes, (size_t)n);
	assert_true(send(fd, reply, strlen(reply), MSG_NOSIGNAL) > 0);
	shutdown(fd, SHUT_WR);
	turn_until(&h.done);
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
			   code, (int)(gap - where[i]), where[i], t.port,
			   gap + 2);
		h = answered(str_c(&reply), &got);
		assert_false(h.failed);
		assert_int_equal(h.status, code);
		assert_non_null(strstr(str_c(&got), "canarytoken1234567"));
		assert_int_equal(connects(), 1);
		assert_int_equal(knocks(), 0);
	}
}

/* All of the above went past them. */
static void no_proxy_of_the_environment_is_used(void **state)
{
	(void)state;
	assert_int_equal(knocks_at(t.proxy), 0);
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

	return cmocka_run_group_tests_name("ssrf", tests, start, end);
}
