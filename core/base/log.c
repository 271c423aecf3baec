/* log.c - see log.h.
 * SPDX-License-Identifier: MIT */
#include "base/log.h"

#include <stdarg.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/str.h"
#include "base/when.h"

#define REPEAT_MS (10 * SECOND_MS)
#define LINE_MAX_BYTES ((size_t)4096)

static struct {
	const char *component;
	enum log_level least;
	int64_t errors;
	char last[256]; /* of the message, to notice repeats */
	int64_t last_at, repeats;
} state = { .component = "helloword", .least = LOG_INFO };

void log_open(const char *component, enum log_level least)
{
	state.component = component;
	state.least = least;
}

int64_t log_errors(void)
{
	return state.errors;
}

static void put_line(enum log_level level, const char *text)
{
	static const char *const words[] = { "error", "warning", "info",
					     "debug" };
	CLEANUP(str_release) struct str s = STR_INIT;

	instant_put(&s, clock_now());
	str_printf(&s, " %s %s ", words[level], state.component);
	for (; *text; text++) {
		if ((unsigned char)*text < 0x20 || *text == 0x7F)
			str_printf(&s, "\\x%02x", (unsigned char)*text);
		else
			str_putc(&s, *text);
	}
	str_putc(&s, '\n');
	if (write(STDERR_FILENO, str_c(&s), s.len) < 0)
		return; /* nobody is left to tell */
}

/* True when the line is one of a run that is only counted. */
static bool repeated(enum log_level level, const char *text, int64_t now)
{
	if (strncmp(text, state.last, sizeof state.last - 1) == 0 &&
	    now - state.last_at < REPEAT_MS && now >= state.last_at) {
		state.repeats++;
		return true;
	}
	if (state.repeats > 0) {
		char note[64];

		snprintf(note, sizeof note, "last line repeated %lld times",
			 (long long)state.repeats);
		put_line(level, note);
	}
	snprintf(state.last, sizeof state.last, "%s", text);
	state.last_at = now;
	state.repeats = 0;
	return false;
}

void log_write(enum log_level level, const char *fmt, ...)
{
	CLEANUP(str_release) struct str s = STR_LIMIT(LINE_MAX_BYTES);
	va_list ap;

	if (level == LOG_ERROR)
		state.errors++;
	if (level > state.least)
		return;
	va_start(ap, fmt);
	str_vprintf(&s, fmt, ap);
	va_end(ap);
	if (s.bad)
		str_clear(&s), str_puts(&s, "(a line too long to log)");
	if (!repeated(level, str_c(&s), clock_now()))
		put_line(level, str_c(&s));
}

/* -- masks ---------------------------------------------------------------- */

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
