/* hooks_fuzz.c - raw bytes on a connection to the desk's HTTP server: framing,
 * the signature of a webhook, and what is stored of it.
 *
 * "@sig@" in an input's first head is the right signature of all that follows
 * the head, "@len@" its length.
 * fuzz: at most 8192 bytes of it.
 * SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/encode.h"
#include "fuzz/conf.h"
#include "fuzz/desk.h"
#include "fuzz/fuzz.h"
#include "host/host.h"
#include "http/routes.h"

#define SECRET "a secret of the shop"

static struct host host;
static struct routes *routes;
static const char declared[] =
	"{\"marketplace\":{\"webhook\":{\"signature_header\":\"X-Sig\","
	"\"secret_option\":\"webhook_secret\",\"encoding\":\"base64\","
	"\"event_id_header\":\"X-Id\",\"topic_header\":\"X-Topic\"}}}";

static void load(void)
{
	static struct lane_pair lane;
	struct err err = { 0 };

	host.loop = loop_new();
	host.desk = fuzz_desk();
	lane.instance = instance_new();
	lane.instance->name = "shop";
	lane.instance->secrets = arena_printf(
		&lane.instance->arena, "{\"webhook_secret\":\"file:%s\"}",
		fuzz_file("secret", SECRET "\n", sizeof SECRET));
	lane.instance->descriptor =
		json_parse(declared, strlen(declared), &err);
	if (!lane.instance->descriptor)
		fuzz_fail("%s", err.text);
	lane_list_push(&host.lanes, &lane);
	if (routes_open(&routes, &host, "127.0.0.1:0", &err))
		fuzz_fail("%s", err.text);
}

/* -- a connection -- */

static int join(void)
{
	const struct linger at_once = { .l_onoff = 1 };
	struct sockaddr_in a = { .sin_family = AF_INET,
				 .sin_port =
					 htons((uint16_t)routes_port(routes)) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
	if (fd < 0 || connect(fd, (const struct sockaddr *)&a, sizeof a))
		fuzz_fail("the server takes no connection");
	return fd;
}

/* Everything that it answers until it closes or says nothing more. */
static void exchange(const struct str *request, struct str *reply)
{
	int fd = join(), quiet = 0;
	struct err err = { 0 };
	char some[4096];

	send(fd, str_c(request), request->len, MSG_NOSIGNAL);
	shutdown(fd, SHUT_WR);
	while (quiet < 20) {
		ssize_t n;

		if (loop_turn(host.loop, 1, &err))
			fuzz_fail("%s", err.text);
		n = recv(fd, some, sizeof some, MSG_DONTWAIT);
		if (n == 0 || (n < 0 && errno != EAGAIN))
			break;
		quiet = n > 0 ? 0 : quiet + 1;
		if (n > 0)
			str_add(reply, some, (size_t)n);
	}
	close(fd);
	if (loop_turn(host.loop, 0, &err))
		fuzz_fail("%s", err.text);
}

/* -- the input -- */

static void put_signature(struct str *out, const void *body, size_t len)
{
	struct hash mac = hmac_sha256(SECRET, strlen(SECRET), body, len);

	put_base64(out, mac.at, sizeof mac.at);
}

static void fill_in(struct str *out, const char *at, const char *end)
{
	const char *body = memmem(at, (size_t)(end - at), "\r\n\r\n", 4);

	body = body ? body + 4 : end;
	while (at < body) {
		if (body - at >= 5 && !memcmp(at, "@sig@", 5)) {
			put_signature(out, body, (size_t)(end - body));
			at += 5;
		} else if (body - at >= 5 && !memcmp(at, "@len@", 5)) {
			str_i64(out, end - body);
			at += 5;
		} else {
			str_putc(out, *at++);
		}
	}
	str_add(out, body, (size_t)(end - body));
}

/* -- the oracles -- */

/* How often a header stands in the first head. */
static int times(const char *head, const char *end, const char *name)
{
	size_t len = strlen(name);
	int n = 0;

	for (; head < end; head++)
		n += *head == '\n' && (size_t)(end - head) > len + 1 &&
		     !strncasecmp(head + 1, name, len) && head[len + 1] == ':';
	return n;
}

/* Two readers may not make two things of a request. */
static bool is_ambiguous(const struct str *in)
{
	const char *at = str_c(in);
	const char *end = memmem(at, in->len, "\r\n\r\n", 4);
	int lengths, codings;

	if (!end)
		return false;
	lengths = times(at, end, "Content-Length");
	codings = times(at, end, "Transfer-Encoding");
	return lengths + codings > 1 || times(at, end, "Host") != 1;
}

/* Nothing is stored whose signature did not come with it. */
static int64_t check_stored(const struct str *in)
{
	int64_t n = fuzz_count(host.desk, "SELECT count(*) FROM inbox");
	struct arena arena = ARENA_INIT;
	struct inbox_item item = { .body = STR_INIT };
	struct err err = { 0 };

	if (n && inbox_next(host.desk, "shop", &arena, &item, &err) == 1) {
		CLEANUP(str_release) struct str sig = STR_INIT;

		put_signature(&sig, str_c(&item.body), item.body.len);
		FUZZ_HOLDS(memmem(str_c(in), in->len, str_c(&sig), sig.len),
			   "a webhook without its signature is stored");
		FUZZ_HOLDS(*item.event_id && strlen(item.event_id) <= 200,
			   "an event called \"%s\"", item.event_id);
	}
	FUZZ_HOLDS(!err.code, "%s", err.text);
	str_release(&item.body);
	arena_release(&arena);
	return n;
}

static void check_healthy(void)
{
	CLEANUP(str_release) struct str ask = STR_INIT, reply = STR_INIT;

	str_puts(&ask, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
	exchange(&ask, &reply);
	FUZZ_HOLDS(text_starts(str_c(&reply), "HTTP/1.1 200 "),
		   "the server does not answer any more: %s", str_c(&reply));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(str_release) struct str in = STR_INIT, reply = STR_INIT;
	int64_t stored;

	if (!routes)
		load();
	sqlite3_exec(db_raw(desk_db(host.desk)), "DELETE FROM inbox", NULL,
		     NULL, NULL);
	fill_in(&in, (const char *)data, (const char *)data + size);
	exchange(&in, &reply);
	stored = check_stored(&in);
	FUZZ_HOLDS(!reply.len || text_starts(str_c(&reply), "HTTP/1."),
		   "the answer is %s", str_c(&reply));
	FUZZ_HOLDS(stored || !memmem(str_c(&reply), reply.len, "stored\n", 7),
		   "acknowledged and not stored");
	if (is_ambiguous(&in))
		FUZZ_HOLDS(!stored && !text_starts(str_c(&reply), "HTTP/1.1 2"),
			   "what two readers read differently was taken: %s",
			   str_c(&reply));
	if (in.len && in.at[in.len - 1] == '\n')
		check_healthy();
	return 0;
}
