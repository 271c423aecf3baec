/* chaos.c - a plugin that does what a plugin must not do: the tracking number
 * says what. Built for the tests only.
 * SPDX-License-Identifier: MIT */
#include "hw_plugin.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#ifndef CHAOS_ID
#define CHAOS_ID "chaos"
#endif
#ifndef CHAOS_MINOR
#define CHAOS_MINOR HW_ABI_MINOR
#endif

static const struct hw_option options[] = {
	{ "mood", HW_CHOICE, 0, "calm", "calm|refuse|crash|hang",
	  "how open() behaves" },
	{ "token", HW_SECRET, 0, NULL, NULL, "a secret" },
	{ "count", HW_INT, 0, "3", "1..9", "a number" },
	{ "pause", HW_DURATION, 0, "12 h", NULL, "a duration" },
};

static hw_status say(struct hw_host *h, const char *text)
{
	struct hw_scan s = { .tracking = "T",
			     .code = "C",
			     .status = HW_PENDING,
			     .text = text,
			     .occurred = { .ms = 1000, .basis = HW_UTC } };

	return hw_emit_scan(h, &s);
}

static void spin(void)
{
	for (volatile int on = 1; on;)
		;
}

static hw_status chaos_open(struct hw_host *h, const union hw_value *cfg,
			    void **self)
{
	*self = NULL;
	if (strcmp(cfg[0].s, "refuse") == 0)
		return h->fail(h, HW_AUTH, 0, "the token is refused");
	if (strcmp(cfg[0].s, "crash") == 0)
		raise(SIGSEGV);
	if (strcmp(cfg[0].s, "hang") == 0)
		spin();
	h->log(h, HW_INFO, "count %d pause %lld", (int)cfg[2].i,
	       (long long)cfg[3].i);
	return HW_OK;
}

static void chaos_close(void *self)
{
	(void)self;
}

/* -- each does one thing wrong -- */

static volatile int *volatile nothing_there;

static hw_status crash(struct hw_host *h)
{
	say(h, "lost");
	h->kv_put(h, "lost", "1");
	*nothing_there = 1; /* raise() would be ignored after "unsettle" */
	return HW_OK;
}

static hw_status hang(struct hw_host *h)
{
	(void)h;
	spin();
	return HW_OK;
}

static hw_status leave(struct hw_host *h)
{
	(void)h;
	exit(0);
}

static hw_status flood(struct hw_host *h)
{
	for (int i = 0; i < 1000000; i++)
		say(h, "again");
	return HW_OK; /* a lie: emit() said HW_BROKEN long ago */
}

static hw_status big(struct hw_host *h)
{
	char *text = h->alloc(h, 3 << 20);

	memset(text, 'x', (3 << 20) - 1);
	for (int i = 0; i < 20; i++)
		say(h, text);
	return HW_OK;
}

static hw_status flood_log(struct hw_host *h)
{
	for (int i = 0; i < 20000; i++)
		h->log(h, HW_INFO, "line %d", i);
	return HW_OK;
}

static hw_status no_status(struct hw_host *h)
{
	(void)h;
	return 17;
}

static hw_status silent(struct hw_host *h)
{
	say(h, "dropped");
	return HW_AUTH;
}

static hw_status latin1(struct hw_host *h)
{
	h->log(h, HW_INFO, "caf\xe9");
	h->kv_put(h, "cursor", "\xff");
	return say(h, "caf\xe9");
}

static hw_status nothing(struct hw_host *h)
{
	h->log(h, HW_INFO, NULL);
	h->kv_put(h, NULL, NULL);
	h->http(h, NULL, NULL);
	h->json_text(NULL, NULL);
	h->json_parse(h, NULL, 0);
	return h->emit(h, HW_REC_SCAN, NULL, 0);
}

static hw_status bad_money(struct hw_host *h)
{
	struct hw_order o = { .ref = "1", .total = { 5, "EURO", "" } };

	return hw_emit_order(h, &o);
}

static hw_status bad_choice(struct hw_host *h)
{
	struct hw_scan s = { .tracking = "T", .status = 99 };

	return hw_emit_scan(h, &s);
}

static hw_status bad_type(struct hw_host *h)
{
	return h->emit(h, 4711, "x", 1);
}

static hw_status bad_header(struct hw_host *h)
{
	const char *headers[] = { "A: b\r\nHost: elsewhere", NULL };
	struct hw_request req = { .method = "GET",
				  .url = "https://a.example/",
				  .headers = headers };

	return h->http(h, &req, NULL);
}

static hw_status keys(struct hw_host *h)
{
	for (int i = 0; i < 5000; i++)
		h->kv_put(h, h->text(h, "k%d", i), "v");
	return HW_OK;
}

static hw_status memory(struct hw_host *h)
{
	volatile char *p = h->alloc(h, (size_t)1 << 40);

	p[0] = 1;
	return HW_OK;
}

static hw_status forge(struct hw_host *h)
{
	static const char json[] = "{\"id\":999,\"done\":0,\"count\":0}";
	uint32_t head[2] = { sizeof json - 1 + 4, sizeof json - 1 };

	if (write(3, head, sizeof head) < 0 ||
	    write(3, json, sizeof json - 1) < 0)
		return HW_BROKEN;
	return say(h, "after");
}

static hw_status print(struct hw_host *h)
{
	puts("to standard output");
	fflush(stdout);
	return say(h, getchar() == EOF ? "nothing to read" : "read something");
}

/* Emits what of the machine it could reach. */
static hw_status escape(struct hw_host *h)
{
	char name[] = "true", *const argv[] = { name, NULL };
	pid_t child;

	if (open("/etc/passwd", O_RDONLY) >= 0)
		say(h, "a file");
	if (open("/tmp/chaos", O_WRONLY | O_CREAT, 0600) >= 0)
		say(h, "a new file");
	if (socket(AF_INET, SOCK_STREAM, 0) >= 0 ||
	    socket(AF_UNIX, SOCK_STREAM, 0) >= 0)
		say(h, "a socket");
	if (mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
		 -1, 0) != MAP_FAILED)
		say(h, "memory that can be run");
	child = fork();
	if (child == 0)
		_exit(0);
	if (child > 0)
		say(h, "a process");
	if (kill(getppid(), 0) == 0)
		say(h, "a signal");
	execv("/bin/true", argv);
	return say(h, "nothing");
}

static hw_status inside(struct hw_host *h)
{
	for (int fd = 4; fd < 64; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			say(h, "an inherited file");
	if (getenv("PATH") || getenv("HOME"))
		say(h, "the environment");
	return say(h, "nothing");
}

static hw_status give_up(struct hw_host *h)
{
	(void)h;
	abort();
}

static hw_status nap(struct hw_host *h)
{
	const struct timespec day = { 86400, 0 };

	(void)h;
	nanosleep(&day, NULL);
	return HW_OK;
}

static hw_status stop(struct hw_host *h)
{
	raise(SIGSTOP);
	return say(h, "went on");
}

static hw_status leak(struct hw_host *h)
{
	static volatile char *lost;

	lost = malloc(1 << 20);
	if (!lost)
		abort();
	for (size_t i = 0; i < 1 << 20; i += 4096)
		lost[i] = 1;
	return say(h, "leaked");
}

static hw_status garbage(struct hw_host *h)
{
	static const char bytes[] = "\xff\xff\xff\x7fgarbage, no frame";

	if (write(3, bytes, sizeof bytes) < 0)
		return HW_BROKEN;
	return say(h, "after");
}

/* A frame as the worker writes it, under the id of a call. */
static void utter(const char *json)
{
	uint32_t head[2] = { (uint32_t)strlen(json) + 4,
			     (uint32_t)strlen(json) };

	if (write(3, head, sizeof head) < 0 || write(3, json, head[1]) < 0)
		abort();
}

/* The answers of calls long past and to come; one of them may be this. */
static hw_status answer_all(struct hw_host *h)
{
	for (int id = 0; id < 100; id++)
		utter(h->text(h, "{\"id\":%d,\"done\":0,\"count\":0}", id));
	return HW_OK;
}

static hw_status late(struct hw_host *h)
{
	utter("{\"id\":1,\"done\":0,\"count\":0}");
	return say(h, "after");
}

static hw_status restless(struct hw_host *h)
{
	(void)h;
	utter("{\"id\":1,\"done\":0,\"count\":0}");
	spin();
	return HW_OK;
}

static hw_status hang_up(struct hw_host *h)
{
	close(3);
	return say(h, "unheard");
}

static hw_status close_all(struct hw_host *h)
{
	for (int fd = 0; fd < 16; fd++)
		close(fd);
	return say(h, "unheard");
}

static hw_status multiply(struct hw_host *h)
{
	for (int i = 0; i < 20; i++) {
		pid_t child = fork();

		if (child == 0)
			_exit(0);
		if (child > 0)
			say(h, "a process");
	}
	return say(h, "alone");
}

static void *spin_on(void *arg)
{
	spin();
	return arg;
}

static hw_status threads(struct hw_host *h)
{
	pthread_t thread;

	for (int i = 0; i < 20; i++)
		if (pthread_create(&thread, NULL, spin_on, NULL) == 0)
			say(h, "a thread");
	return say(h, "alone");
}

static hw_status scribble(struct hw_host *h)
{
	char line[4000];

	memset(line, 'x', sizeof line);
	for (int fd = 0; fd <= 2; fd++)
		for (int i = 0; i < 100; i++)
			if (write(fd, line, sizeof line) < 0)
				break;
	return say(h, "written");
}

/* What a later call may rely on is somebody else's. */
static hw_status unsettle(struct hw_host *h)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	for (int number = 1; number < 65; number++)
		sigaction(number, &ignore, NULL);
	setlocale(LC_ALL, "de_DE.UTF-8");
	umask(0777);
	if (chdir("/"))
		return say(h, "unsettled but for the folder");
	return say(h, "unsettled");
}

static hw_status deep(struct hw_host *h)
{
	size_t n = 1000000;
	char *text = h->alloc(h, (int64_t)n + 1);

	memset(text, '[', n);
	text[n] = '\0';
	if (h->json_parse(h, text, n))
		say(h, "parsed");
	return say(h, "deep");
}

static int sink(volatile const char *from)
{
	static volatile int on = 1;
	volatile char here[4096];

	here[0] = *from;
	return on ? sink(here) + here[0] : 0;
}

static hw_status overflow(struct hw_host *h)
{
	return say(h, sink("x") ? "came back" : "");
}

static jmp_buf nowhere;

static void prepare(void)
{
	(void)setjmp(nowhere);
}

static hw_status jump(struct hw_host *h)
{
	(void)h;
	prepare();
	longjmp(nowhere, 1);
}

/* As long as a quick platform takes. */
static hw_status wait_a_bit(struct hw_host *h)
{
	const struct timespec bit = { 0, 2000000 };

	nanosleep(&bit, NULL);
	return say(h, "fine");
}

/* -- and some do it right, through every service -- */

static hw_status mail(struct hw_host *h)
{
	static const char login[] = "a2 LOGIN me {secret:token}\r\n"
				    "From: a\r\n\r\nText\r\n.\r\n";
	const struct hw_stream *s = h->service(h, HW_STREAM_1);
	char buf[64];
	int32_t n = s->open(h, "mail.example.com", 993, HW_STARTTLS), got;
	hw_status rc;

	if (n < 0)
		return n;
	if ((got = s->read(h, n, buf, sizeof buf - 1, 1000)) < 0)
		return got;
	buf[got] = '\0';
	say(h, buf);
	if ((rc = s->write(h, n, "a1 STARTTLS\r\n", 13, 0)) ||
	    (rc = s->start_tls(h, n)))
		return rc;
	rc = s->write(h, n, login, sizeof login - 1, 1);
	if (rc)
		return rc;
	if (s->read(h, n, buf, sizeof buf, 1000) == HW_STREAM_IDLE)
		say(h, "idle");
	if (s->read(h, n, buf, sizeof buf, 1000) == 0)
		say(h, "closed");
	s->close(h, n);
	return HW_OK;
}

static hw_status keep(struct hw_host *h)
{
	const char *was;

	h->kv_put(h, "a", "1");
	h->kv_put(h, "b", "1");
	h->kv_keep(h, "a", "2"); /* the later write wins, at once */
	h->kv_keep(h, "old", NULL);
	h->kv_get(h, "a", &was);
	return h->fail(h, HW_RETRY, 1795514460000, "a is %s", was);
}

static const struct deed {
	const char *name;
	hw_status (*run)(struct hw_host *);
} deeds[] = {
	{ "crash", crash },
	{ "hang", hang },
	{ "exit", leave },
	{ "flood", flood },
	{ "big", big },
	{ "flood-log", flood_log },
	{ "no-status", no_status },
	{ "silent", silent },
	{ "latin1", latin1 },
	{ "nothing", nothing },
	{ "bad-money", bad_money },
	{ "bad-choice", bad_choice },
	{ "bad-type", bad_type },
	{ "bad-header", bad_header },
	{ "keys", keys },
	{ "memory", memory },
	{ "forge", forge },
	{ "print", print },
	{ "abort", give_up },
	{ "sleep", nap },
	{ "stop", stop },
	{ "leak", leak },
	{ "garbage", garbage },
	{ "answer-all", answer_all },
	{ "late", late },
	{ "restless", restless },
	{ "hang-up", hang_up },
	{ "close-all", close_all },
	{ "fork", multiply },
	{ "threads", threads },
	{ "scribble", scribble },
	{ "unsettle", unsettle },
	{ "deep", deep },
	{ "overflow", overflow },
	{ "jump", jump },
	{ "wait", wait_a_bit },
	{ "mail", mail },
	{ "keep", keep },
	{ "escape", escape },
	{ "inside", inside },
};

static hw_status chaos_track(struct hw_host *h, void *self,
			     const char *tracking)
{
	(void)self;
	for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
		if (strcmp(deeds[i].name, tracking) == 0)
			return deeds[i].run(h);
	return say(h, "fine");
}

static const struct hw_carrier carrier = { .track = chaos_track };
static const struct hw_iface provides[] = { HW_IFACE(HW_CARRIER_1, carrier),
					    { "carrier/9", &carrier,
					      sizeof carrier } };

HW_PLUGIN = {
	.size = sizeof(struct hw_plugin),
	.major = HW_ABI_MAJOR,
	.minor = CHAOS_MINOR,
	.id = CHAOS_ID,
	.version = "1.0.0",
	.summary = "does what it must not",
	.domains = "",
	.options = HW_TABLE(options),
	.provides = HW_TABLE(provides),
	.open = chaos_open,
	.close = chaos_close,
};
