/* guard_blanks.c - brackets around what somebody should have filled in.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "policy/guard/guard_ideas.h"

#define INSIDE_MAX 64 /* bytes between the brackets */
#define MOSTLY 60     /* per cent of what stands in brackets of a text */
#define SHOWN_FAR 40  /* bytes to what tells of a button or a field */

/* What they are for beside what is to be filled in: nothing, or they stand in
 * any text (round ones), or they quote, too. */
enum use { USE_NONE, USE_TEXT, USE_QUOTE };

struct brackets {
	char open[8], close[8];
	enum use use;
};

struct inside {
	size_t from, to;   /* with the brackets */
	size_t begin, end; /* without */
};

/* What was filled in often has one: [Order 1001]. */
static bool has_digit(const char *text, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (text[i] >= '0' && text[i] <= '9')
			return true;
	return false;
}

/* The brackets around from..to; false if none stand there. */
static bool around(const char *text, size_t from, size_t to,
		   const struct brackets *b, struct inside *in)
{
	const char *at = strstr(text + to, b->close);
	size_t least = from > INSIDE_MAX ? from - INSIDE_MAX : 0;

	if (!at || (size_t)(at - text) > to + INSIDE_MAX)
		return false;
	in->end = (size_t)(at - text);
	in->to = in->end + strlen(b->close);
	for (size_t i = from; i > least; i--) {
		if (text_starts(text + i - 1, b->close))
			return false;
		if (text_starts(text + i - 1, b->open)) {
			in->from = i - 1;
			in->begin = in->from + strlen(b->open);
			return in->to - in->from <= INSIDE_MAX &&
			       !has_digit(text, in->from, in->to);
		}
	}
	return false;
}

static bool is_form_word(const struct found *f, int form)
{
	return f->word.kind == WORD_FORM && form >= 0 && f->word.value == form;
}

/* "the field [Name]": it is a name on something that the buyer sees. */
static bool tells_of_one(const struct judging *j, const struct inside *in,
			 int sentence)
{
	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];

		if (is_form_word(f, j->g->shown) && f->sentence == sentence &&
		    f->to + SHOWN_FAR >= in->from &&
		    f->from <= in->to + SHOWN_FAR)
			return true;
	}
	return false;
}

/* Do such words fill the brackets, or does one say "insert" or "here"? What is
 * quoted may have "here" in it: there they have to fill them. */
static bool is_form(const struct judging *j, const struct inside *in,
		    enum use use)
{
	size_t covered = 0, last = in->begin;

	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];
		bool fill = is_form_word(f, j->g->fill);

		if (f->from < in->begin || f->to > in->end + 1 ||
		    (!fill && !is_form_word(f, j->g->blank)))
			continue;
		if (fill && use == USE_TEXT)
			return true;
		if (f->to > last) {
			covered += f->to - (f->from > last ? f->from : last);
			last = f->to;
		}
	}
	return covered * 100 >= (in->end - in->begin) * MOSTLY;
}

static void judge_pair(struct judging *j, int rule, const struct brackets *b)
{
	const char *text = str_c(&j->views.heard.text);
	struct inside in;

	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];

		if ((is_form_word(f, j->g->blank) ||
		     is_form_word(f, j->g->fill)) &&
		    around(text, f->from, f->to, b, &in) &&
		    !tells_of_one(j, &in, f->sentence) &&
		    (!b->use || is_form(j, &in, b->use)))
			judging_hit(j, rule, &j->views.heard, in.from, in.to);
	}
}

static void judge_list(struct judging *j, int rule, const char *list,
		       enum use use)
{
	CLEANUP(free_ptr) char *pairs = xstrdup(list);
	char *save = NULL;

	for (char *pair = strtok_r(pairs, " ", &save); pair;
	     pair = strtok_r(NULL, " ", &save)) {
		struct brackets b = { .use = use };
		const char *at = pair;
		size_t len;

		utf8_next(&at, pair + strlen(pair));
		len = (size_t)(at - pair);
		if (len >= sizeof b.open || strlen(at) >= sizeof b.close)
			continue;
		memcpy(b.open, pair, len);
		memcpy(b.close, at, strlen(at));
		judge_pair(j, rule, &b);
	}
}

void guard_blanks_judge(struct judging *j, int rule)
{
	judge_list(j, rule, j->g->brackets, USE_NONE);
	judge_list(j, rule, j->g->text_brackets, USE_TEXT);
	judge_list(j, rule, j->g->quote_brackets, USE_QUOTE);
}
