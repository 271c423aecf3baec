/* csv_fuzz.c - CSV against a reader that is a table of states, and against
 * its own fields written again.
 * SPDX-License-Identifier: MIT */
#include "base/csv.h"
#include "fuzz/fuzz.h"

/* Every field ends in 0x1f and every record in 0x1e here; which bytes stand in
 * the input is not asked: those two are left out of it. */
static void put(struct str *out, const char *field)
{
	str_puts(out, field);
	str_putc(out, '\x1f');
}

/* False where it cannot be read. */
static bool slow(struct str *out, const char *at, const char *end)
{
	enum { START, PLAIN, QUOTED, AFTER } state = START;
	bool open = false; /* a record has begun */

	at += end - at >= 3 && !memcmp(at, "\xEF\xBB\xBF", 3) ? 3 : 0;
	for (; at < end; at++) {
		bool crlf = *at == '\r' && (at + 1 == end || at[1] == '\n');

		if (!*at)
			return false;
		if (state == QUOTED) {
			if (*at != '"')
				str_putc(out, *at);
			else if (at + 1 < end && at[1] == '"')
				str_putc(out, *at++);
			else
				state = AFTER;
			continue;
		}
		if (state == START && *at == '"') {
			open = true;
			state = QUOTED;
		} else if (*at == ',') {
			open = true;
			state = START;
			str_putc(out, '\x1f');
		} else if (*at == '\n' || crlf) {
			at += crlf && at + 1 < end;
			open = false;
			state = START;
			str_puts(out, "\x1f\x1e");
		} else {
			open = true;
			state = state == AFTER ? AFTER : PLAIN;
			str_putc(out, *at);
		}
	}
	if (open)
		str_puts(out, "\x1f\x1e");
	return state != QUOTED;
}

static void quote(struct str *again, const char *field, size_t n)
{
	str_puts(again, n ? ",\"" : "\"");
	for (; *field; field++)
		str_printf(again, *field == '"' ? "\"\"" : "%c", *field);
	str_putc(again, '"');
}

/* 0, or -1 when it was refused. again: every field in quotes. */
static int fast(struct str *out, struct str *again, const char *text,
		size_t len)
{
	struct csv c;
	struct err err = { 0 };
	int64_t line = 0;
	int rc;

	csv_open(&c, text, len);
	while ((rc = csv_next(&c, &err)) > 0) {
		FUZZ_HOLDS(c.fields.len, "a record without a field");
		FUZZ_HOLDS(c.line > line, "line %lld comes after %lld",
			   (long long)c.line, (long long)line);
		line = c.line;
		for (size_t i = 0; i < c.fields.len; i++) {
			put(out, c.fields.at[i]);
			quote(again, c.fields.at[i], i);
		}
		str_putc(out, '\x1e');
		str_puts(again, "\r\n");
	}
	csv_close(&c);
	if (rc)
		fuzz_sentence(&err);
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(str_release) struct str right = STR_INIT, ours = STR_INIT;
	CLEANUP(str_release) struct str again = STR_INIT, twice = STR_INIT;
	CLEANUP(str_release) struct str unused = STR_INIT;
	const char *text = (const char *)data;
	bool good;
	int rc;

	if (size && (memchr(text, '\x1f', size) || memchr(text, '\x1e', size)))
		return -1;
	good = slow(&right, text, text + size);
	rc = fast(&ours, &again, text, size);
	FUZZ_HOLDS((rc == 0) == good, "it is %sCSV", good ? "" : "no ");
	if (rc)
		return 0;
	FUZZ_HOLDS(text_eq(str_c(&right), str_c(&ours)),
		   "[%s] was read as [%s]", str_c(&right), str_c(&ours));
	FUZZ_HOLDS(fast(&twice, &unused, str_c(&again), again.len) == 0 &&
			   text_eq(str_c(&twice), str_c(&ours)),
		   "written again it differs: %s", str_c(&again));
	return 0;
}
