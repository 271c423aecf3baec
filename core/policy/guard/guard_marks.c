/* guard_marks.c - how a sentence is said: what it does or has that is no word.
 * A polite word in a question is not the same as in a statement ("have you
 * looked at the sheet?"), and that is alike in all languages.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "policy/guard/guard_ideas.h"

static enum guard_mark mark_of(uint32_t c)
{
	switch (c) {
	case '?':
	case 0xFF1F:
		return MARK_ASKS;
	case '!':
	case 0xFF01:
		return MARK_CALLS;
	case 0x2026:
		return MARK_OPEN;
	case '"':
	case 0x2018:
	case 0x201C:
	case 0x201D:
	case 0x201E:
	case 0xAB:
	case 0xBB:
	case 0x300C:
	case 0x300E:
		return MARK_QUOTES;
	case ':':
	case ';':
	case 0xFF1A:
	case 0xFF1B:
		return MARK_COLON;
	case '(':
	case 0xFF08:
		return MARK_BRACKET;
	case '$':
	case '%':
	case 0xA3:
	case 0xA5:
	case 0x20AC:
		return MARK_MONEY;
	default:
		return c >= '0' && c <= '9' ? MARK_NUMBER : MARK_NONE;
	}
}

static bool is_comma(uint32_t c)
{
	return c == ',' || c == 0x3001 || c == 0xFF0C;
}

/* Where it begins, behind the mark that ends the one before, and where the mark
 * that ends it does. */
static void bounds_of(const struct judging *j, int sentence, const char **from,
		      const char **to)
{
	const char *text = str_c(&j->views.heard.text);
	const char *end = text + j->views.heard.text.len;
	size_t first, last;

	judging_span(j, sentence, sentence, &first, &last);
	*from = text + first;
	*to = text + last;
	if (sentence)
		utf8_next(from, end);
	utf8_next(to, end);
}

static uint32_t marks_of(const struct judging *j, int sentence)
{
	uint32_t marks = 0, before = 0;
	unsigned commas = 0;
	const char *at, *end;

	bounds_of(j, sentence, &at, &end);
	while (at < end) {
		uint32_t c = utf8_next(&at, end);

		marks |= UINT32_C(1) << mark_of(c);
		if (c == '.' && before == '.')
			marks |= UINT32_C(1) << MARK_OPEN;
		commas += is_comma(c) && commas < 3;
		before = c;
	}
	marks |= UINT32_C(1) << (MARK_COMMAS + commas);
	return marks & ~(UINT32_C(1) << MARK_NONE);
}

void guard_find_marks(struct judging *j)
{
	for (size_t i = 0; i <= j->ends.len; i++)
		mark_list_push(&j->marks, marks_of(j, (int)i));
}

bool judging_marked(const struct judging *j, int sentence, enum guard_mark mark)
{
	return (size_t)sentence < j->marks.len &&
	       j->marks.at[sentence] >> mark & 1;
}
