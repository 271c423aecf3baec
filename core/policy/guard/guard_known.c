/* guard_known.c - see guard_known.h.
 * SPDX-License-Identifier: MIT */
#include "policy/guard/guard_known.h"

#include <ctype.h>
#include <unicode/uchar.h>

#include "base/utf8.h"
#include "policy/guard/guard_place.h"

/* -- mail -- */

/* "anna (at) web.de" as "anna@web.de". Without what goes on behind it: another
 * script, or, where `whole` is false, a blank. */
static char *plain_mail(const char *mail, size_t len, bool whole)
{
	static const char *const signs[] = { "(at)", "[at]", "(a)" };
	CLEANUP(str_release) struct str s = STR_INIT;
	bool at = false;
	size_t used;

	for (size_t i = 0; i < len; i += used) {
		used = 1;
		if ((unsigned char)mail[i] & 0x80) {
			if (at)
				break;
			str_clear(&s);
			continue;
		}
		if (at && !whole && mail[i] == ' ')
			break;
		for (size_t k = 0; k < COUNT_OF(signs) && used == 1; k++)
			if (strncasecmp(mail + i, signs[k], strlen(signs[k])) ==
			    0)
				used = strlen(signs[k]);
		if (used > 1)
			str_putc(&s, '@');
		else if (mail[i] != ' ')
			str_putc(&s, mail[i]);
		at |= used > 1 || mail[i] == '@';
	}
	return xstrdup(str_c(&s));
}

static bool goes_on(char c, const char *marks)
{
	return isalnum((unsigned char)c) || (c && strchr(marks, c));
}

/* Not within a longer one: behind it a full stop ends a sentence. */
static bool stands_whole(const char *list, const char *what)
{
	size_t len = strlen(what);

	for (const char *at = list; len && (at = strcasestr(at, what)); at++) {
		const char *end = at + len;

		if ((at == list || !goes_on(at[-1], "._+-@")) &&
		    !goes_on(*end, "-@") &&
		    !(*end == '.' && isalnum((unsigned char)end[1])))
			return true;
	}
	return false;
}

static bool is_shared(const char *shared, const char *domain)
{
	CLEANUP(free_ptr) char *copy = xstrdup(shared ? shared : "");
	char *save = NULL;

	for (char *one = strtok_r(copy, " ", &save); one;
	     one = strtok_r(NULL, " ", &save))
		if (strcasecmp(one, domain) == 0)
			return true;
	return false;
}

static bool stands(const char *list, char *mail, const char *shared)
{
	CLEANUP(free_ptr) char *plain = mail;
	const char *domain;
	size_t len = strlen(plain);

	while (len && plain[len - 1] == '.')
		plain[--len] = '\0';
	domain = strchr(plain, '@');
	return stands_whole(list, plain) ||
	       (domain && !is_shared(shared, domain + 1) &&
		stands_whole(list, domain));
}

bool known_mail(const char *list, const char *mail, size_t len,
		const char *shared)
{
	return list && (stands(list, plain_mail(mail, len, true), shared) ||
			stands(list, plain_mail(mail, len, false), shared));
}

/* -- telephone -- */

#define DIGITS_MAX 40
#define SAME 8       /* last digits that make one number */
#define SAME_LEAST 6 /* of a shorter one: all of it */
#define GAP_MAX 3

/* The next number of a text, across what people part digits with. */
static const char *next_digits(const char *at, const char *end,
			       char out[DIGITS_MAX + 1])
{
	size_t n = 0, gap = 0;

	while (at < end && !isdigit((unsigned char)*at))
		at++;
	for (; at < end && gap <= GAP_MAX; at++)
		if (isdigit((unsigned char)*at)) {
			gap = 0;
			if (n < DIGITS_MAX)
				out[n++] = *at;
		} else if (*at && strchr(" ()./+-", *at)) {
			gap++;
		} else {
			break;
		}
	out[n] = '\0';
	return n ? at : NULL;
}

/* Its last digits: what stands before may be a country's. */
static const char *last_digits(const char *digits)
{
	size_t len = strlen(digits);

	return digits + (len > SAME ? len - SAME : 0);
}

bool known_phone(const char *list, const char *phone, size_t len)
{
	char want[DIGITS_MAX + 1], got[DIGITS_MAX + 1];
	const char *at = list, *end = list ? list + strlen(list) : NULL;

	if (!list || !next_digits(phone, phone + len, want))
		return false;
	while ((at = next_digits(at, end, got)))
		if (strlen(got) >= SAME_LEAST &&
		    (strstr(got, last_digits(want)) ||
		     strstr(want, last_digits(got))))
			return true;
	return false;
}

/* -- street -- */

#define WORD_LEAST 4 /* letters of a word that tells a street */

/* A language that declines puts other letters at its end: "Dlugiej" is Dluga.
 * The number is the same as well. */
static bool begins_like(const struct place *p, const char *word, size_t len)
{
	struct name_list got = { 0 };
	bool like = false;

	name_put(&got, word, len);
	for (size_t i = 0; got.len && i < p->street.len; i++)
		like |= got.at[0].len >= WORD_LEAST &&
			p->street.at[i].len >= WORD_LEAST &&
			memcmp(got.at[0].at, p->street.at[i].at,
			       WORD_LEAST * sizeof *got.at[0].at) == 0;
	names_free(&got);
	return like;
}

/* In small letters it says what it is: "ulica", "rue". */
static bool is_name(const char *word, size_t len)
{
	const char *at = word;

	return len >= WORD_LEAST &&
	       !u_islower((UChar32)utf8_next(&at, word + len));
}

/* All words of its name, and the first number: a postcode may stand behind it.
 */
static bool is_in(const struct place *p, const char *text,
		  const struct token_list *tokens)
{
	bool house = false;

	for (size_t i = 0; i < tokens->len; i++) {
		const struct token *t = &tokens->at[i];
		const char *at = text + t->from;
		size_t len = t->to - t->from;

		if (t->number && !house)
			house = place_has_number(p, at, len);
		if (t->number ? !house
			      : is_name(at, len) &&
					!place_has_street(p, at, len) &&
					!begins_like(p, at, len))
			return false;
	}
	return house;
}

/* The digits that its number begins with; a line without them has another
 * house, and to read it costs. */
static char *house_of(const char *street, const struct token_list *tokens)
{
	for (size_t i = 0; i < tokens->len; i++) {
		const char *at = street + tokens->at[i].from;

		if (tokens->at[i].number)
			return xstrndup(at, strspn(at, "0123456789"));
	}
	return xstrdup("");
}

bool known_street(const char *list, const char *street, size_t len)
{
	CLEANUP(token_list_release) struct token_list tokens = { 0 };
	CLEANUP(free_ptr) char *copy = list ? xstrdup(list) : NULL;
	CLEANUP(free_ptr) char *house = NULL;
	char *save = NULL;
	bool known = false;

	tokens_of(street, len, &tokens);
	house = house_of(street, &tokens);
	for (char *line = copy ? strtok_r(copy, "\n", &save) : NULL;
	     line && !known; line = strtok_r(NULL, "\n", &save)) {
		const struct guard_facts facts = { .address = line };
		struct place p;

		if (!strstr(line, house))
			continue;
		place_of(&p, &facts);
		known = is_in(&p, street, &tokens);
		place_release(&p);
	}
	return known;
}
