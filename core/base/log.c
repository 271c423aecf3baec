/* log.c - see log.h.
 * SPDX-License-Identifier: MIT */
#include "base/log.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/str.h"
#include "base/utf8.h"
#include "base/when.h"

#define REPEAT_MS (10 * SECOND_MS)
#define LINE_MAX_BYTES ((size_t)4096)

static struct {
	const char *component;
	enum log_level least;
	uint64_t last; /* digest of the message, to notice repeats */
	enum log_level last_level;
	int64_t last_at, repeats;
	int64_t lost; /* lines that nobody took */
} state = { .component = "helloword", .least = LOG_INFO };

void log_open(const char *component, enum log_level least)
{
	state.component = component;
	state.least = least;
}

/* -- digests -- */

static uint64_t rotl(uint64_t x, int b)
{
	return x << b | x >> (64 - b);
}

static void sip_round(uint64_t v[4])
{
	v[0] += v[1], v[1] = rotl(v[1], 13) ^ v[0], v[0] = rotl(v[0], 32);
	v[2] += v[3], v[3] = rotl(v[3], 16) ^ v[2];
	v[0] += v[3], v[3] = rotl(v[3], 21) ^ v[0];
	v[2] += v[1], v[1] = rotl(v[1], 17) ^ v[2], v[2] = rotl(v[2], 32);
}

/* SipHash-2-4: keyed, so that a mask cannot be looked up in a table of known
 * addresses. Not libsodium's, which workers do not carry. */
static uint64_t siphash(const uint64_t key[2], const char *text, size_t len)
{
	uint64_t v[4] = { key[0] ^ 0x736f6d6570736575u,
			  key[1] ^ 0x646f72616e646f6du,
			  key[0] ^ 0x6c7967656e657261u,
			  key[1] ^ 0x7465646279746573u };

	for (size_t i = 0; i <= len; i += 8) {
		uint64_t m = i + 8 > len ? (uint64_t)len << 56 : 0;

		for (size_t k = 0; k < 8 && i + k < len; k++)
			m |= (uint64_t)(unsigned char)text[i + k] << (8 * k);
		v[3] ^= m;
		sip_round(v), sip_round(v);
		v[0] ^= m;
	}
	v[2] ^= 0xff;
	for (int i = 0; i < 4; i++)
		sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* -- lines -- */

/* Escapes what could end the line or drive a terminal: C0, DEL, C1 and bytes
 * that are not UTF-8. */
static void put_escaped(struct str *s, const char *at, const char *end)
{
	while (at < end) {
		const char *from = at;
		uint32_t c = utf8_next(&at, end);

		if (c >= 0x20 && (c < 0x7F || c > 0x9F) &&
		    utf8_check(from, (size_t)(at - from)) < 0) {
			str_add(s, from, (size_t)(at - from));
			continue;
		}
		for (; from < at; from++)
			str_printf(s, "\\x%02x", (unsigned char)*from);
	}
}

static void put_time(struct str *s, int64_t ms)
{
	instant_put(s, ms - ms % SECOND_MS);
	str_cut(s, s->len - 1);
	str_printf(s, ".%03dZ", (int)(ms % SECOND_MS));
}

/* Never waits: a supervisor that stopped reading must not stop the desk. A pipe
 * that polls as writable takes PIPE_BUF bytes at once. False: the rest of the
 * line, or all of it, was not taken. */
static bool take(const char *at, size_t len)
{
	while (len) {
		struct pollfd p = { STDERR_FILENO, POLLOUT, 0 };
		size_t most = len < PIPE_BUF ? len : PIPE_BUF;
		ssize_t n;

		if (poll(&p, 1, 0) != 1 || !(p.revents & POLLOUT))
			return false;
		n = write(STDERR_FILENO, at, most);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

const char *log_word(enum log_level level)
{
	static const char *const words[] = { "error", "warning", "info",
					     "debug" };

	return words[level];
}

static bool write_line(enum log_level level, const char *text)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	put_time(&s, clock_now());
	str_printf(&s, " %s %s ", log_word(level), state.component);
	put_escaped(&s, text, text + strlen(text));
	str_putc(&s, '\n');
	return take(str_c(&s), s.len);
}

static void put_line(enum log_level level, const char *text)
{
	char note[64];

	if (state.lost > 0) {
		snprintf(note, sizeof note, "%lld lines of the log were lost",
			 (long long)state.lost);
		if (write_line(LOG_WARNING, note))
			state.lost = 0;
	}
	if (!write_line(level, text))
		state.lost++;
}

/* True when the line is one of a run that is only counted. */
static bool repeated(enum log_level level, const struct str *s, int64_t now)
{
	static const uint64_t key[2] = { 1, 2 };
	uint64_t digest = siphash(key, str_c(s), s->len) + (uint64_t)level;

	if (state.last_at > 0 && digest == state.last &&
	    now - state.last_at < REPEAT_MS && now >= state.last_at) {
		state.repeats++;
		return true;
	}
	if (state.repeats > 0) {
		char note[64];

		snprintf(note, sizeof note, "last line repeated %lld times",
			 (long long)state.repeats);
		put_line(state.last_level, note);
	}
	state.last = digest;
	state.last_level = level;
	state.last_at = now;
	state.repeats = 0;
	return false;
}

void log_write(enum log_level level, const char *fmt, ...)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	va_list ap;

	if (level > state.least)
		return;
	va_start(ap, fmt);
	str_vprintf(&s, fmt, ap);
	va_end(ap);
	if (s.len > LINE_MAX_BYTES) {
		str_cut(&s, utf8_prefix(s.at, s.len, LINE_MAX_BYTES));
		str_puts(&s, "…");
	}
	if (!repeated(level, &s, clock_now()))
		put_line(level, str_c(&s));
}

/* -- masks -- */

const char *log_mask(const char *kind, const char *value)
{
	static char masks[8][48];
	static uint64_t key[2];
	static int next;
	char *out = masks[next++ % 8];

	if (!key[0] && getrandom(key, sizeof key, 0) < 0)
		key[0] = 1;
	snprintf(out, sizeof masks[0], "<%.20s:%08x>", kind,
		 (unsigned)siphash(key, value ? value : "",
				   value ? strlen(value) : 0));
	return out;
}
