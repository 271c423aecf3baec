/* json_check.c - a strict scanner for RFC 8259, before cJSON sees the text.
 *
 * cJSON takes trailing bytes, leading zeros, control characters and broken
 * UTF-8; this refuses them, and everything nested deeper than JSON_DEPTH_MAX.
 * A lone surrogate escape is refused too: it has no UTF-8 form.
 * SPDX-License-Identifier: MIT */
#include "base/json.h"

#include "base/utf8.h"

struct scan {
	const char *start, *at, *end;
	const char *wrong; /* what is wrong at `at` */
	/* One bit per open level: 1 is an object. */
	uint64_t objects;
	int depth;
};

static bool fail(struct scan *s, const char *wrong)
{
	if (!s->wrong)
		s->wrong = wrong;
	return false;
}

static void blanks(struct scan *s)
{
	while (s->at < s->end && (*s->at == ' ' || *s->at == '\t' ||
				  *s->at == '\n' || *s->at == '\r'))
		s->at++;
}

static bool word(struct scan *s, const char *text)
{
	size_t len = strlen(text);

	if ((size_t)(s->end - s->at) < len || memcmp(s->at, text, len) != 0)
		return fail(s, "expected a value");
	s->at += len;
	return true;
}

static bool digits(struct scan *s)
{
	const char *from = s->at;

	while (s->at < s->end && *s->at >= '0' && *s->at <= '9')
		s->at++;
	return s->at > from || fail(s, "expected a digit");
}

static bool number(struct scan *s)
{
	if (*s->at == '-')
		s->at++;
	if (s->at < s->end && *s->at == '0')
		s->at++;
	else if (!digits(s))
		return false;
	if (s->at < s->end && *s->at == '.') {
		s->at++;
		if (!digits(s))
			return false;
	}
	if (s->at < s->end && (*s->at == 'e' || *s->at == 'E')) {
		s->at++;
		if (s->at < s->end && (*s->at == '+' || *s->at == '-'))
			s->at++;
		return digits(s);
	}
	return true;
}

/* Four hexadecimal digits at `at`, or -1. */
static int32_t hex4(const struct scan *s, const char *at)
{
	int32_t v = 0;

	if (s->end - at < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		char c = at[i];

		v <<= 4;
		if (c >= '0' && c <= '9')
			v |= c - '0';
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			v |= (c | 32) - 'a' + 10;
		else
			return -1;
	}
	return v;
}

static bool escape(struct scan *s)
{
	int32_t code;

	if (++s->at >= s->end)
		return fail(s, "the text ends inside an escape");
	if (*s->at != 'u') {
		if (!strchr("\"\\/bfnrt", *s->at) || !*s->at)
			return fail(s, "unknown escape");
		s->at++;
		return true;
	}
	code = hex4(s, s->at + 1);
	if (code < 0)
		return fail(s, "\\u needs four hexadecimal digits");
	if (code >= 0xDC00 && code <= 0xDFFF)
		return fail(s, "lone low surrogate");
	if (code >= 0xD800 && code <= 0xDBFF) {
		int32_t low = s->end - s->at >= 11 && s->at[5] == '\\' &&
					      s->at[6] == 'u'
				      ? hex4(s, s->at + 7)
				      : -1;

		if (low < 0xDC00 || low > 0xDFFF)
			return fail(s, "lone high surrogate");
		s->at += 6;
	}
	s->at += 5;
	return true;
}

static bool string(struct scan *s)
{
	const char *from = ++s->at;
	int64_t bad;

	s->at += json_plain(s->at, (size_t)(s->end - s->at));
	while (s->at < s->end && *s->at != '"') {
		if (*s->at != '\\')
			return fail(s, "control character in a string");
		if (!escape(s))
			return false;
		s->at += json_plain(s->at, (size_t)(s->end - s->at));
	}
	if (s->at >= s->end)
		return fail(s, "the string does not end");
	bad = utf8_check(from, (size_t)(s->at - from));
	if (bad >= 0) {
		s->at = from + bad;
		return fail(s, "not UTF-8");
	}
	s->at++;
	return true;
}

static bool scalar(struct scan *s)
{
	switch (*s->at) {
	case '"':
		return string(s);
	case 't':
		return word(s, "true");
	case 'f':
		return word(s, "false");
	case 'n':
		return word(s, "null");
	default:
		if (*s->at == '-' || (*s->at >= '0' && *s->at <= '9'))
			return number(s);
		return fail(s, "expected a value");
	}
}

static bool in_object(const struct scan *s)
{
	return s->depth > 0 && (s->objects >> (s->depth - 1) & 1);
}

static bool key(struct scan *s)
{
	blanks(s);
	if (s->at >= s->end || *s->at != '"')
		return fail(s, "expected a name in quotes");
	if (!string(s))
		return false;
	blanks(s);
	if (s->at >= s->end || *s->at != ':')
		return fail(s, "expected a colon");
	s->at++;
	return true;
}

static bool open_level(struct scan *s, bool object)
{
	if (s->depth == JSON_DEPTH_MAX)
		return fail(s, "nested too deeply");
	s->objects &= ~(UINT64_C(1) << s->depth);
	s->objects |= (uint64_t)object << s->depth;
	s->depth++;
	s->at++;
	return true;
}

/* After a value: closes levels until a comma asks for another value. False
 * with no complaint at the end of the document. */
static bool next_value(struct scan *s)
{
	for (;;) {
		blanks(s);
		if (s->depth == 0)
			return false;
		if (s->at >= s->end)
			return fail(s, "the text ends too early");
		if (*s->at == ',') {
			s->at++;
			return !in_object(s) || key(s);
		}
		if (*s->at != (in_object(s) ? '}' : ']'))
			return fail(s, "expected a comma or the end");
		s->at++;
		s->depth--;
	}
}

/* One value, or the opening of one. True when a value must follow. */
static bool value(struct scan *s)
{
	bool object;

	blanks(s);
	if (s->at >= s->end)
		return fail(s, "the text ends too early");
	object = *s->at == '{';
	if (!object && *s->at != '[')
		return scalar(s) && next_value(s);
	if (!open_level(s, object))
		return false;
	blanks(s);
	if (s->at < s->end && *s->at == (object ? '}' : ']')) {
		s->at++;
		s->depth--;
		return next_value(s);
	}
	return !object || key(s);
}

int json_check(const char *text, size_t len, struct err *err)
{
	struct scan s = { .start = text, .at = text, .end = text + len };

	for (size_t n = 1; value(&s); n++)
		if (n == JSON_VALUES_MAX) {
			fail(&s, "too many values");
			break;
		}
	if (!s.wrong && s.at < s.end)
		s.wrong = "something follows the value";
	if (!s.wrong)
		return 0;
	return err_set(err, ERR_DATA, "JSON: %s at byte %zu", s.wrong,
		       (size_t)(s.at - s.start));
}
