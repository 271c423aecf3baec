/* guard_spelt.c - numbers in the words of a language.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "policy/guard/guard_words.h"

/* -- what is looked up -- */

/* As it is compared: plain letters without blanks. */
void spell_key(struct str *out, const char *text, size_t len)
{
	CLEANUP(letters_release) struct letters l = { 0 };

	letters_put_plain(&l, text, len);
	for (size_t i = 0; i < l.len; i++)
		if (!letter_is_blank(l.at[i]) && l.at[i] != '\'')
			utf8_put(out, l.at[i]);
}

static int by_key(const void *a, const void *b)
{
	const struct spelt *x = a, *y = b;

	return strcmp(x->key, y->key);
}

/* Learnt when a language first needs it: it takes some milliseconds. */
static const struct spelt_list *spelt_of(const struct guard_lang *l)
{
	struct spelt_list *out = l->spelt_numbers;

	if (out->len)
		return out;
	spelling_learn(out, l->tag);
	if (text_eq(l->tag, "fr"))
		spelling_learn(out, "fr_CH");
	if (text_eq(l->tag, "pt"))
		spelling_learn(out, "pt_PT");
	if (out->len)
		qsort(out->at, out->len, sizeof *out->at, by_key);
	return out;
}

static int look_up(const struct spelt_list *list, const char *key)
{
	struct spelt want = { (char *)(uintptr_t)key, 0 }, *got;

	got = list->len ? bsearch(&want, list->at, list->len, sizeof *list->at,
				  by_key)
			: NULL;
	return got ? got->value : -1;
}

#define SPELT_LONGEST 80 /* bytes */
#define SPELT_FURTHEST 160

/* What stands before `to`, as numbers are compared. */
static void key_before(struct str *key, const char *text, size_t to,
		       size_t furthest)
{
	size_t from = to > furthest ? to - furthest : 0;

	while (from < to && ((unsigned char)text[from] & 0xC0) == 0x80)
		from++;
	spell_key(key, text + from, to - from);
}

/* The longest that ends the key's first `len` bytes, and where it begins. */
static int ending(const struct spelt_list *list, const struct str *key,
		  size_t len, size_t *from)
{
	CLEANUP(free_ptr) char *part = xstrndup(str_c(key), len);

	for (size_t i = len > SPELT_LONGEST ? len - SPELT_LONGEST : 0; i < len;
	     i++) {
		int value;

		if (((unsigned char)part[i] & 0xC0) == 0x80)
			continue;
		value = look_up(list, part + i);
		if (value >= 0) {
			*from = i;
			return value;
		}
	}
	return -1;
}

int spelt_before(const struct guard_lang *l, const char *text, size_t to)
{
	CLEANUP(str_release) struct str key = STR_INIT;
	size_t from;

	key_before(&key, text, to, SPELT_LONGEST);
	return ending(spelt_of(l), &key, key.len, &from);
}

int spelt_word(const struct guard_lang *l, const char *text, size_t len)
{
	CLEANUP(str_release) struct str key = STR_INIT;

	if (len > SPELT_LONGEST)
		return -1;
	spell_key(&key, text, len);
	return look_up(spelt_of(l), str_c(&key));
}

/* -- told piece by piece -- */

static int digits_in(int value)
{
	return value < 0 || value > 999 ? 0
	       : value < 10             ? 1
	       : value < 100            ? 2
					: 3;
}

/* The longest piece below a hundred that the key begins with. */
static int piece_digits(const struct spelt_list *list, char *key, size_t *len)
{
	int digits = 0;

	for (size_t i = strlen(key); i; i--) {
		char was = key[i];
		int value;

		key[i] = '\0';
		value = look_up(list, key);
		key[i] = was;
		if (value < 0 || value >= 100)
			continue;
		digits = digits_in(value);
		*len = i;
		break;
	}
	return digits;
}

int spelt_digits(const struct guard_lang *l, const char *text, size_t len)
{
	CLEANUP(str_release) struct str key = STR_INIT;
	const struct spelt_list *list = spelt_of(l);
	int value, digits = 0;

	if (len > SPELT_LONGEST)
		return 0;
	spell_key(&key, text, len);
	value = look_up(list, str_c(&key));
	if (value >= 0)
		return digits_in(value);
	for (char *at = key.at; at && *at;) {
		size_t used = 0;
		int more = piece_digits(list, at, &used);

		if (!more)
			return 0;
		digits += more;
		at += used;
	}
	return digits;
}

/* -- is it this one? -- */

bool spelt_is(const struct guard_lang *l, const char *text, size_t to,
	      int64_t value)
{
	CLEANUP(str_release) struct str key = STR_INIT;
	const struct spelt_list *list = spelt_of(l);
	size_t from = 0, before, longest = 0;
	int last, more;

	key_before(&key, text, to, SPELT_FURTHEST);
	last = ending(list, &key, key.len, &from);
	if (last >= 0) {
		longest = key.len - from;
		more = ending(list, &key, from, &before);
		if (last == value && more < 1000)
			return true;
		if (more > 0 && last + more == value &&
		    ((more % 1000 == 0 && last < 1000) ||
		     (more % 100 == 0 && last < 100)))
			return true;
		if (more > 10 && more < 100 && last >= 100 && last < 200 &&
		    100 * more + last - 100 == value)
			return true;
	}
	return spelling_is(l->tag, value, str_c(&key), longest) ||
	       (text_eq(l->tag, "fr") &&
		spelling_is("fr_CH", value, str_c(&key), longest));
}

#define SPELT_MAX 5 /* letters of a number to a hundred */

int spelt_from(const struct guard_lang *l, const char *text, size_t at,
	       size_t *end)
{
	int value = -1;
	size_t to = at;

	for (int i = 0; i < SPELT_MAX && text[to]; i++) {
		int one;

		for (to++; ((unsigned char)text[to] & 0xC0) == 0x80;)
			to++;
		one = spelt_word(l, text + at, to - at);
		if (one >= 0) {
			value = one;
			*end = to;
		}
	}
	return value;
}
