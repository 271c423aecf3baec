/* guard_called.c - is the buyer called by the name of the order, where the name
 * stands before its title: "<name> sama"?
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "policy/guard_names.h"

#define CALLED_MAX 5

static bool is_kana(uint32_t c)
{
	return c >= 0x3040 && c < 0x3100;
}

/* The whole name, or one end of it alone: what stands before may belong to
 * another word only when another script tells. */
static bool fits(const struct letters *name, const uint32_t *called, size_t len)
{
	for (size_t n = 1; n <= name->len && n <= len; n++) {
		const uint32_t *at = called + len - n;
		bool whole = n == name->len;
		bool part = n == len || is_kana(at[-1]);
		bool begins = memcmp(at, name->at, n * sizeof *at) == 0;
		bool ends = memcmp(at, name->at + name->len - n,
				   n * sizeof *at) == 0;

		if ((whole && begins) || (part && begins) ||
		    (part && ends && (n > 1 || name->len < 3)))
			return true;
	}
	return false;
}

static size_t called_before(const char *text, size_t to, uint32_t *out,
			    size_t *from)
{
	size_t n = 0, at = to;

	while (at && n < CALLED_MAX) {
		size_t prev = at - 1;
		const char *p;
		uint32_t c;

		while (prev && ((unsigned char)text[prev] & 0xC0) == 0x80)
			prev--;
		p = text + prev;
		c = utf8_next(&p, text + at);
		if (c == ' ' && !n && prev) {
			at = prev;
			continue;
		}
		if (!utf8_is_cjk(c))
			break;
		memmove(out + 1, out, n * sizeof *out);
		out[0] = c;
		n++;
		at = prev;
	}
	*from = at;
	return n;
}

static bool no_name(const struct judging *j, size_t to)
{
	for (size_t i = 0; i < j->found.len; i++)
		if ((j->found.at[i].word.kind == WORD_GREET ||
		     j->found.at[i].word.kind == WORD_NO_NAME) &&
		    j->found.at[i].to + 1 >= to && j->found.at[i].from < to)
			return true;
	return false;
}

void guard_called_judge(struct judging *j, int rule,
			const struct name_list *names)
{
	const char *text = str_c(&j->views.heard.text);
	size_t from, len;
	const struct found *wrong = NULL;
	size_t wrong_from = 0;

	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];
		uint32_t called[CALLED_MAX];
		bool right = false;

		if (f->word.kind != WORD_AFTER || f->quoted ||
		    no_name(j, f->from))
			continue;
		len = called_before(text, f->from, called, &from);
		for (size_t k = 0; k < names->len; k++)
			right |= fits(&names->at[k], called, len);
		if (right)
			return;
		if (len >= 1 && len <= 4 && !wrong) {
			wrong = f;
			wrong_from = from;
		}
	}
	if (wrong)
		judging_hit(j, rule, &j->views.heard, wrong_from, wrong->to);
}
