/* guard_days.c - the day that a text says something for: "by 5 December", "by
 * Friday", "tomorrow".
 * SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdio.h>

#include "base/die.h"
#include "base/utf8.h"
#include "base/when.h"
#include "policy/guard/guard_day.h"
#include "policy/guard/guard_learnt_own.h"
#include "policy/time/holiday.h"

#define FAR_DAYS 45 /* what is told for later is no word of ours */
#define LOOKED_AT 4096
#define RANGE_FAR 24 /* bytes: "from Monday to Friday" */

/* Where in the heard view a byte of another view stands. */
static size_t heard_at(const struct judging *j, const struct view *v, size_t at)
{
	const struct view *heard = &j->views.heard;
	size_t i = 0;

	if (v == heard)
		return at;
	while (i < heard->text.len && heard->from.at[i] < v->from.at[at])
		i++;
	return i;
}

VEC(byte_spans, size_t); /* from and to, in turn */

static void find(const struct judging *j, pcre2_code *code,
		 struct byte_spans *out)
{
	const struct str *text = &j->views.heard.text;
	pcre2_match_data *m = pcre2_match_data_create(1, NULL);
	size_t at = 0;

	if (!m)
		die_of_memory();
	while (code && at < text->len &&
	       pcre2_match(code, (PCRE2_SPTR)str_c(text), text->len, at,
			   PCRE2_NO_UTF_CHECK, m, j->g->limits) >= 0) {
		const PCRE2_SIZE *span = pcre2_get_ovector_pointer(m);

		byte_spans_push(out, span[0]);
		byte_spans_push(out, span[1]);
		at = span[1] > at ? span[1] : at + 1;
	}
	pcre2_match_data_free(m);
}

/* A carrier by its name. What it is called stands in words of its own. */
static bool names_carrier(const struct judging *j, size_t from, size_t to)
{
	const char *text = str_c(&j->views.heard.text);
	char word[24];

	for (size_t at = from, len; at < to; at += len + 1) {
		len = 0;
		while (at + len < to && isalnum((unsigned char)text[at + len]))
			len++;
		if (len < 2 || len >= sizeof word)
			continue;
		snprintf(word, sizeof word, "%.*s", (int)len, text + at);
		for (char *c = word; *c; c++)
			*c = (char)tolower((unsigned char)*c);
		if (words_have(j->g->carriers, word) ||
		    (j->g->numbers &&
		     *numbers_carrier(j->g->numbers, word, "")))
			return true;
	}
	return false;
}

/* The carrier's day, whoever passes it on. */
static bool of_carrier(const struct judging *j, int sentence)
{
	CLEANUP(byte_spans_release) struct byte_spans said = { 0 };
	size_t from, to;

	judging_span(j, sentence, sentence, &from, &to);
	find(j, j->lang->carrier_said, &said);
	for (size_t i = 0; i + 1 < said.len; i += 2)
		if (said.at[i] >= from && said.at[i] < to)
			return true;
	return names_carrier(j, from, to);
}

/* Nobody says it for themselves there: a question, a quotation, or what the
 * buyer or a carrier has said. */
static bool is_ours(const struct judging *j, size_t from, size_t to)
{
	int sentence = judging_sentence(j, from);
	uint64_t others =
		j->g->reported >= 0 ? UINT64_C(1) << j->g->reported : 0;

	if ((size_t)sentence < j->marks.len &&
	    (j->marks.at[sentence] & 1U << MARK_ASKS))
		return false;
	return !judging_quoted(j, from, to) && !of_carrier(j, sentence) &&
	       !(judging_concepts(j, sentence, true) & others);
}

static bool tells_date(struct judging *j, int64_t day)
{
	struct day numbers = { 0 }, months;

	day_civil(day, &numbers.y, &numbers.m, &numbers.d);
	months = numbers;
	numbers.view = &j->views.narrow;
	months.view = &j->views.heard;
	look_for_numbers(j, &numbers);
	look_for_months(j, &months);
	for (const struct day *one = &numbers; one;
	     one = one == &numbers ? &months : NULL)
		if (one->right && one->right_to &&
		    is_ours(j, heard_at(j, one->view, one->right_from),
			    heard_at(j, one->view, one->right_to - 1) + 1))
			return true;
	return false;
}

/* -- without a date -- */

static bool is_weekday(const struct found *f)
{
	return f->word.kind == WORD_WEEKDAY && !f->quoted && !f->denied;
}

/* "From Monday to Friday" is when somebody is there. */
static bool ends_range(const struct judging *j, size_t at)
{
	for (size_t i = 0; i < j->found.len; i++)
		if (j->found.at[i].word.kind == WORD_WEEKDAY &&
		    j->found.at[i].to <= at &&
		    j->found.at[i].to + RANGE_FAR > at)
			return true;
	return false;
}

/* The word that says "until then" stands right before, or right behind. */
static bool is_until(const struct byte_spans *until, const struct found *f)
{
	for (size_t i = 0; i + 1 < until->len; i += 2) {
		size_t from = until->at[i], to = until->at[i + 1];

		if ((to <= f->from && f->from - to <= 1) || from == f->to)
			return true;
	}
	return false;
}

static int64_t by_weekday(const struct judging *j, int64_t today)
{
	CLEANUP(byte_spans_release) struct byte_spans until = { 0 };
	int64_t best = -1;

	find(j, j->lang->until, &until);
	for (size_t i = 0; until.len && i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];
		int64_t day = today + 1;

		if (!is_weekday(f) || !is_until(&until, f) ||
		    ends_range(j, f->from) || !is_ours(j, f->from, f->to))
			continue;
		while ((weekday_of(day) + 1) % 7 != f->word.value)
			day++;
		if (best < 0 || day < best)
			best = day;
	}
	return best;
}

static bool is_tomorrow(const struct judging *j)
{
	CLEANUP(byte_spans_release) struct byte_spans all = { 0 };

	find(j, j->lang->tomorrow, &all);
	for (size_t i = 0; i + 1 < all.len; i += 2)
		if (is_ours(j, all.at[i], all.at[i + 1]))
			return true;
	return false;
}

static int64_t earliest(struct judging *j, int64_t today)
{
	int64_t by = is_tomorrow(j) ? today + 1 : by_weekday(j, today);

	for (int64_t day = today + 1; day <= today + FAR_DAYS; day++)
		if (day == by || tells_date(j, day))
			return day;
	return -1;
}

int64_t guard_day_told(const struct guard_policy *g, const char *text,
		       const char *lang, int64_t today)
{
	CLEANUP(str_release) struct str sound = STR_INIT;
	struct guard_text t = { .text = text, .lang = lang };
	struct judging j = { .g = g, .t = &t, .views = VIEWS_INIT };
	const char *spoken;
	int64_t day;

	utf8_repair(&sound, text, strlen(text));
	spoken = guard_spoken(g, lang, &sound);
	if (spoken)
		t.lang = spoken;
	j.lang = guard_lang_of(g, t.lang);
	if (!j.lang)
		return -1;
	guard_look(&j, str_c(&sound),
		   utf8_prefix(str_c(&sound), sound.len,
			       sound.len > LOOKED_AT ? LOOKED_AT : sound.len));
	day = earliest(&j, today);
	guard_looked(&j);
	return day;
}
