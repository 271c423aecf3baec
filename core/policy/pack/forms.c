/* forms.c - see forms.h.
 * SPDX-License-Identifier: MIT */
#include "policy/pack/forms.h"

#include <ctype.h>
#include <unicode/uchar.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "base/when.h"
#include "policy/pack/icu.h"

void forms_fold(struct str *out, const char *text)
{
	const char *end = text + strlen(text);

	while (text < end) {
		uint32_t c = utf8_next(&text, end);

		utf8_put(out,
			 (uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT));
	}
}

/* Letters that an address may have, whole: "こちらhttps://..." begins one. */
static bool of_address(char c)
{
	return c > ' ' && c < 0x7f && !strchr("<>\"", c);
}

static bool is_address(const char *run)
{
	const char *at = strchr(run, '@');

	return strstr(run, "://") || text_starts(run, "www.") ||
	       (at && strchr(at, '.'));
}

/* "TY-1D84E0": in capitals, begun by one, with a figure. "24-NOVEMBER-2026" is
 * a day. */
static bool is_code(const char *word, size_t len)
{
	bool figure = false, joined = false;

	for (size_t i = 0; i < len; i++) {
		if (islower((unsigned char)word[i]))
			return false;
		figure |= isdigit((unsigned char)word[i]) != 0;
		joined |= word[i] == '-';
	}
	return figure && joined && isupper((unsigned char)*word);
}

static void put_words(struct str *out, const char *run)
{
	while (*run) {
		size_t n = 0;

		while (isalnum((unsigned char)run[n]) || run[n] == '-')
			n++;
		if (is_code(run, n))
			str_putc(out, ' ');
		else
			str_add(out, run, n ? n : 1);
		run += n ? n : 1;
	}
}

void forms_fold_words(struct str *out, const char *text)
{
	CLEANUP(str_release) struct str words = STR_INIT;

	while (*text) {
		CLEANUP(free_ptr) char *run = NULL;
		size_t n = 0;

		while (of_address(text[n]))
			n++;
		run = xstrndup(text, n);
		if (!is_address(run))
			put_words(&words, run);
		text += n;
		if (*text)
			str_putc(&words, *text++);
	}
	forms_fold(out, str_c(&words));
}

/* -- words -- */

static bool letter_before(const char *text, const char *at)
{
	const char *start = at, *next;

	if (at == text)
		return false;
	do
		start--;
	while (start > text && ((unsigned char)*start & 0xc0) == 0x80);
	next = start;
	return u_isalnum((UChar32)utf8_next(&next, at));
}

static bool letter_at(const char *at)
{
	return *at && u_isalnum((UChar32)utf8_next(&at, at + strlen(at)));
}

bool forms_has(const char *folded, const char *form)
{
	CLEANUP(str_release) struct str plain = STR_INIT;
	bool open = text_ends(form, "*");
	const char *at = folded, *first, *word;
	bool cjk;

	forms_fold(&plain, form);
	if (open)
		str_cut(&plain, plain.len - 1);
	if (!plain.len)
		return false;
	first = word = str_c(&plain);
	cjk = utf8_is_cjk(utf8_next(&first, word + plain.len));
	for (; (at = strstr(at, word)); at++)
		if (cjk || (!letter_before(folded, at) &&
			    (open || !letter_at(at + plain.len))))
			return true;
	return false;
}

/* -- dates -- */

static int number(const char **at)
{
	int n = 0, digits = 0;

	for (; isdigit((unsigned char)**at); (*at)++, digits++)
		n = digits < 4 ? n * 10 + (**at - '0') : 10000;
	return digits ? n : -1;
}

static bool is_day(int n)
{
	return n >= 1 && n <= 31;
}

/* "24.11.", "11/24", "2026-11-24", and what stands before the characters for
 * year, month and day. */
static bool day_in_figures(const char *at, int first)
{
	static const char *const marks[] = { "月", "日", "월", "일" };
	int second;

	while (*at == ' ')
		at++;
	for (size_t i = 0; i < COUNT_OF(marks); i++)
		if (is_day(first) && text_starts(at, marks[i]))
			return true;
	if (!strchr("./-", *at) || !*at)
		return false;
	at++;
	second = number(&at);
	if (!is_day(second) || (first > 31 && first < 1900))
		return false;
	return first >= 1900 ||
	       (is_day(first) && (first <= 12 || second <= 12));
}

static bool in_figures(const char *text)
{
	while (*text) {
		int first;

		text += strcspn(text, "0123456789");
		first = number(&text);
		if (first > 0 && day_in_figures(text, first))
			return true;
	}
	return false;
}

/* The longest run of letters in a date is its month. */
static void put_month(struct str *out, const char *date)
{
	const char *end = date + strlen(date), *best = date, *from = date;
	size_t longest = 0;

	while (from < end) {
		const char *at = from, *next = from;

		while (next < end && u_isalpha((UChar32)utf8_next(&next, end)))
			at = next;
		if ((size_t)(at - from) > longest)
			longest = (size_t)(at - from), best = from;
		from = next > from ? next : end;
	}
	str_add(out, best, longest);
}

static bool has_month(const char *folded, struct icu *icu, int month)
{
	CLEANUP(str_release) struct str date = STR_INIT, name = STR_INIT;
	CLEANUP(str_release) struct str plain = STR_INIT;
	const char *first;

	/* The middle of each month of 2026, far from any zone's edge. */
	if (!icu_put_date(icu, &date,
			  (20454 + (int64_t)month * 30 + 14) * DAY_MS))
		return false;
	put_month(&name, str_c(&date));
	forms_fold(&plain, str_c(&name));
	first = str_c(&plain);
	return plain.len > 2 &&
	       !utf8_is_cjk(utf8_next(&first, first + plain.len)) &&
	       forms_has(folded, str_c(&plain));
}

bool forms_has_date(const char *folded, const char *lang)
{
	struct icu *icu;
	bool found = in_figures(folded);

	if (found)
		return true;
	icu = icu_open(lang && *lang ? lang : "en");
	for (int month = 0; !found && month < 12; month++)
		found = has_month(folded, icu, month);
	icu_close(icu);
	return found;
}
