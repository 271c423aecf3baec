/* screen_codes.c - codes of coupons that this buyer was not given.
 *
 * The desk knows which it gave to whom. A code that it gave to several buyers
 * is anybody's. Beside the right one a word of the same form is a slip, or was
 * invented: letters where that has letters and digits where it has digits, or
 * the same letters before other digits.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <strings.h>

#include "base/str.h"
#include "desk/reply/screen_own.h"
#include "desk/ticket/merge.h"
#include "hw_plugin.h"

#define CODE_LEAST 4
#define CODE_MOST 40
#define CODES_MOST 20
#define PREFIX_LEAST 3  /* letters */
#define HOLDERS_MOST 20 /* rows of a code: one buyer may have it again */

static bool is_code_sign(char c)
{
	return isalnum((unsigned char)c) || c == '-' || c == '_';
}

/* Digits, or nothing but capitals: other words are none. */
static bool may_be_code(const char *word, size_t len)
{
	bool small = false;

	for (size_t i = 0; i < len; i++) {
		if (isdigit((unsigned char)word[i]))
			return true;
		small |= islower((unsigned char)word[i]) != 0;
	}
	return !small;
}

const char *screen_word(const struct screened *s, const char **text)
{
	const char *at = *text;

	while (*at) {
		size_t len = 0;

		while (is_code_sign(at[len]))
			len++;
		*text = at + (len ? len : 1);
		if (len >= CODE_LEAST && len <= CODE_MOST &&
		    may_be_code(at, len))
			return arena_strndup(&s->d->arena, at, len);
		at = *text;
	}
	return NULL;
}

static bool same_form(const char *a, const char *b)
{
	for (; *a && *b; a++, b++)
		if (!isdigit((unsigned char)*a) !=
			    !isdigit((unsigned char)*b) ||
		    !isalpha((unsigned char)*a) != !isalpha((unsigned char)*b))
			return false;
	return *a == *b;
}

static size_t letters_of(const char *word)
{
	size_t n = 0;

	while (isalpha((unsigned char)word[n]))
		n++;
	return n;
}

/* What looks like the code, and is another one. */
static bool is_like(const char *word, const char *code)
{
	size_t n = letters_of(code);

	if (strcasecmp(word, code) == 0 || !strpbrk(code, "0123456789") ||
	    !strpbrk(word, "0123456789"))
		return false;
	return same_form(word, code) ||
	       (n >= PREFIX_LEAST && letters_of(word) == n &&
		strncasecmp(word, code, n) == 0);
}

/* Those of the ticket and of its order; of two buyers' ticket not those of the
 * other one's order. */
static size_t own_codes(const struct screened *s, const char *out[CODES_MOST])
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		s->d->db,
		"SELECT result FROM actions WHERE shop = ?1 AND order_ref = ?2 "
		"AND verb = 'coupon' AND result IS NOT NULL UNION SELECT "
		"result FROM actions WHERE ticket IN " MERGE_FAMILY(
			"?3") " "
			      "AND verb = 'coupon' AND result IS NOT NULL AND "
			      "(?4 IS NULL OR coalesce(order_ref, '') = '')",
		"isis", s->a->shop, s->a->order_ref, s->a->ticket,
		s->reader.addresses);
	size_t n = 0;

	while (n < CODES_MOST && rows_next(&r))
		out[n++] = arena_strdup(&s->d->arena, rows_text(&r, 0));
	return n;
}

static bool is_own(const char *const *own, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (strcasecmp(own[i], word) == 0)
			return true;
	return false;
}

/* -- who has one -- */

struct holder {
	int64_t shop, ticket; /* the ticket of a coupon without an order */
	struct hw_order order;
};

static void holder_of(const struct screened *s, struct rows *r,
		      struct holder *h)
{
	const char *ref = arena_strdup(&s->d->arena, rows_text(r, 1));

	*h = (struct holder){ .shop = rows_i64(r, 0) };
	if (!screen_load_order(s->d, h->shop, ref, &h->order))
		h->order.ref = ref;
	if (*ref)
		return;
	h->ticket = rows_i64(r, 2);
	h->order.email =
		db_text(s->d->db, &s->d->arena,
			"SELECT from_addr FROM messages WHERE ticket = ?1 AND "
			"direction = 1 AND from_addr IS NOT NULL ORDER BY at "
			"DESC, id DESC LIMIT 1",
			"i", h->ticket);
}

static bool same_holder(const struct holder *a, const struct holder *b)
{
	return (a->ticket && a->ticket == b->ticket) ||
	       screen_same_buyer(a->shop, &a->order, b->shop, &b->order);
}

/* Given to one other buyer, however often, and to nobody else. */
static bool is_anothers(const struct screened *s, const char *word)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(s->d->db,
				   "SELECT shop, coalesce(order_ref, ''), "
				   "ticket FROM actions WHERE verb = 'coupon' "
				   "AND result IS NOT NULL AND upper(result) = "
				   "upper(?1) LIMIT ?2",
				   "si", word, (int64_t)HOLDERS_MOST);
	struct holder first, next;

	if (!rows_next(&r))
		return false;
	holder_of(s, &r, &first);
	if (screen_is_theirs(s, first.shop, &first.order))
		return false;
	while (rows_next(&r)) {
		holder_of(s, &r, &next);
		if (!same_holder(&first, &next))
			return false;
	}
	return true;
}

/* -- the words of the reply -- */

static void look_at(struct screened *s, const char *const *own, size_t count,
		    const char *word)
{
	bool like = false;

	if (is_own(own, count, word))
		return;
	if (is_anothers(s, word)) {
		screen_add_other(s, OUTGOING_NUMBER, word,
				 "the code of a coupon that another buyer was "
				 "given");
		return;
	}
	for (size_t i = 0; i < count; i++)
		like |= is_like(word, own[i]);
	/* Numbers of theirs may look so as well. */
	if (like && !strcasestr(s->out->known, word) &&
	    !strcasestr(s->out->numbers, word))
		screen_add_other(s, OUTGOING_NUMBER, word,
				 "no code that this buyer was given");
}

void screen_codes(struct screened *s)
{
	const char *own[CODES_MOST], *at = s->a->text, *word;
	size_t count = own_codes(s, own);

	for (int i = 0; i < SCREEN_WORDS_MOST && (word = screen_word(s, &at));
	     i++)
		look_at(s, own, count, word);
}
