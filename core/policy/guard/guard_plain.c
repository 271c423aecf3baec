/* guard_plain.c - what hides words, undone.
 *
 * The text as glyphs, each of which remembers its bytes; each pass makes of
 * them what a reader sees in them.
 * SPDX-License-Identifier: MIT */
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/utf8.h"
#include "policy/guard/guard_glyphs.h"
#include "policy/guard/guard_judging.h"

/* -- narrow -- */

static bool invisible(uint32_t c)
{
	return c == 0xAD || (c >= 0x200B && c <= 0x200F) ||
	       (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF ||
	       (c >= 0xFE00 && c <= 0xFE0F) || c == 0x20E3 || c == 0x180E ||
	       (c >= 0x202A && c <= 0x202E);
}

#define FORMS_MAX 24

/* Full width, letters of mathematics, circled digits, blanks of any width. */
static void put_compatible(struct glyphs *out, struct glyph g)
{
	UErrorCode rc = U_ZERO_ERROR;
	const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&rc);
	UChar32 one = (UChar32)g.c, forms[FORMS_MAX];
	UChar in[2], units[FORMS_MAX];
	int32_t n = 0, len;

	u_strFromUTF32(in, COUNT_OF(in), &n, &one, 1, &rc);
	len = unorm2_normalize(nfkc, in, n, units, COUNT_OF(units), &rc);
	u_strToUTF32(forms, COUNT_OF(forms), &n, units, len, &rc);
	if (U_FAILURE(rc)) {
		glyphs_push(out, g);
		return;
	}
	for (int32_t i = 0; i < n; i++)
		glyphs_push(out,
			    (struct glyph){ (uint32_t)forms[i], g.from, g.to });
}

static bool has_other_form(uint32_t c)
{
	return c == 0xA0 || (c >= 0x2000 && c < 0x3040 && c != 0x2026) ||
	       (c >= 0x3200 && c < 0x3400) || (c >= 0xFB00 && c < 0xFFFE) ||
	       (c >= 0x1D400 && c < 0x1D800) || (c >= 0x1F100 && c < 0x1F1E6);
}

/* Dashes of any width, as people's keyboards make them. */
static bool is_dash(uint32_t c)
{
	return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE58 ||
	       c == 0xFE63 || c == 0xFF0D;
}

static bool ascii_digit(const struct glyphs *g, size_t i)
{
	return i < g->len && g->at[i].c >= '0' && g->at[i].c <= '9';
}

/* A dot in the middle of the line parts digits as a full stop does. */
static void undo_middle_dots(struct glyphs *g)
{
	for (size_t i = 1; i + 1 < g->len; i++)
		if ((g->at[i].c == 0xB7 || g->at[i].c == 0x2022 ||
		     g->at[i].c == 0x2219 || g->at[i].c == 0x22C5 ||
		     g->at[i].c == 0x30FB) &&
		    ascii_digit(g, i - 1) && ascii_digit(g, i + 1))
			g->at[i].c = '.';
}

static void narrow(struct glyphs *out, const char *text, size_t len)
{
	const char *at = text, *end = text + len;

	while (at < end) {
		struct glyph g = { .from = (uint32_t)(at - text) };

		g.c = utf8_next(&at, end);
		g.to = (uint32_t)(at - text);
		if (invisible(g.c)) {
			if (out->len)
				out->at[out->len - 1].to = g.to;
		} else if (is_dash(g.c)) {
			g.c = '-';
			glyphs_push(out, g);
		} else if (has_other_form(g.c)) {
			put_compatible(out, g);
		} else {
			glyphs_push(out, g);
		}
	}
	undo_middle_dots(out);
}

/* -- views -- */

static void view_of(struct view *v, const struct glyphs *g)
{
	for (size_t i = 0; i < g->len; i++) {
		utf8_put(&v->text, g->at[i].c);
		while (v->from.len < v->text.len) {
			origin_list_push(&v->from, g->at[i].from);
			origin_list_push(&v->to, g->at[i].to);
		}
	}
}

void views_of(struct views *v, const char *text, size_t len)
{
	struct glyphs a = { 0 }, b = { 0 }, c = { 0 };

	narrow(&a, text, len);
	view_of(&v->narrow, &a);
	undo_alike(&a);
	undo_spaced(&a, &b);
	view_of(&v->plain, &b);
	undo_digits(&b);
	undo_marks(&b, &c);
	view_of(&v->heard, &c);
	glyphs_release(&a);
	glyphs_release(&b);
	glyphs_release(&c);
}

static void view_release(struct view *v)
{
	str_release(&v->text);
	origin_list_release(&v->from);
	origin_list_release(&v->to);
}

void views_release(struct views *v)
{
	view_release(&v->narrow);
	view_release(&v->plain);
	view_release(&v->heard);
}
