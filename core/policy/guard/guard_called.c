/* guard_called.c - is the buyer called by the name of the order, where the name
 * stands before its title: "<name> sama"?
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "policy/guard/guard_names.h"

#define CALLED_MAX 5
#define DE 0x7684 /* "dear", in Chinese, ends with it, and no name has it */

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
		    (part && ends && (n > 1 || n == len || name->len < 3)))
			return true;
	}
	return false;
}

/* One sign of the whole name or of its first two is another: a slip, also where
 * the right one is told as well. */
static bool is_slip(const struct letters *name, const uint32_t *called,
		    size_t len)
{
	size_t differ = 0;

	if (len < 2 || (len != name->len && (len != 2 || name->len < 4)))
		return false;
	for (size_t i = 0; i < len; i++)
		differ += called[i] != name->at[i];
	return differ == 1;
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
		if (!utf8_is_cjk(c) || c == DE)
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

struct called {
	size_t from, to;
	bool right, wrong, slip;
};

static void look_before(struct judging *j, const struct found *f,
			const struct name_list *names, struct called *c)
{
	uint32_t called[CALLED_MAX];
	bool right = false, slip = false;
	size_t from;
	size_t len = called_before(str_c(&j->views.heard.text), f->from, called,
				   &from);

	for (size_t k = 0; k < names->len; k++) {
		right |= fits(&names->at[k], called, len);
		slip |= is_slip(&names->at[k], called, len);
	}
	c->right |= right;
	if (right || !len || len > 4 || c->slip || (c->wrong && !slip))
		return;
	c->wrong = true;
	c->slip = slip;
	c->from = from;
	c->to = f->to;
}

void guard_called_judge(struct judging *j, int rule,
			const struct name_list *names)
{
	struct called c = { 0 };

	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];

		if (f->word.kind == WORD_AFTER && !f->quoted &&
		    !no_name(j, f->from))
			look_before(j, f, names, &c);
	}
	if (c.wrong && (c.slip || !c.right))
		judging_hit(j, rule, &j->views.heard, c.from, c.to);
}
