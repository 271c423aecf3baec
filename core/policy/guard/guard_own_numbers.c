/* guard_own_numbers.c - a number that is known, wherever and however it stands.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>

#include "policy/guard/guard_ideas.h"
#include "policy/guard/guard_number.h"

/* A number as it is looked for. */
struct wanted {
	char at[NUMBER_MAX + 1];
	size_t len; /* 0: too short to be one */
};

static struct wanted want(const char *number)
{
	struct wanted w = { .len = 0 };

	number_squeeze(number ? number : "", w.at);
	w.len = strlen(w.at);
	if (w.len < NUMBER_LEAST)
		w.len = 0;
	return w;
}

/* Where it stands from `at` on, however it is written, and its bytes; NULL:
 * nowhere. */
static const char *find(const struct wanted *w, const char *start,
			const char *at, size_t *used)
{
	char got[NUMBER_MAX + 1];

	for (; w->len && *at; at++)
		if (toupper((unsigned char)*at) == *w->at &&
		    !(at > start && isalnum((unsigned char)at[-1])) &&
		    number_take(at, w->len, got, used) &&
		    memcmp(got, w->at, w->len) == 0)
			return at;
	return NULL;
}

static void hit_each(struct judging *j, int rule, const struct wanted *w,
		     const char *why)
{
	const struct view *v = &j->views.plain;
	const char *start = str_c(&v->text), *at = start;
	size_t used;

	for (; (at = find(w, start, at, &used)); at++)
		judging_hit_why(j, rule, v, (size_t)(at - start),
				(size_t)(at - start) + used, why);
}

static bool stands_in(const struct wanted *w, const char *text)
{
	size_t used;

	return text && find(w, text, text, &used);
}

/* It is the order's own as well, or this buyer wrote it. */
static bool may_be_told(const struct judging *j, const struct wanted *w)
{
	const struct guard_facts *f = j->t->facts;
	struct views v = VIEWS_INIT;
	bool known = stands_in(w, f->order) || stands_in(w, f->tracking) ||
		     stands_in(w, f->numbers) || stands_in(w, f->known);

	if (known || !f->known)
		return known;
	views_of(&v, f->known, strlen(f->known));
	known = stands_in(w, str_c(&v.plain.text));
	views_release(&v);
	return known;
}

void guard_other_number_judge(struct judging *j, int rule,
			      const struct guard_other *o)
{
	const struct wanted w = want(o->value);

	if (stands_in(&w, str_c(&j->views.plain.text)) && !may_be_told(j, &w))
		hit_each(j, rule, &w, o->whose);
}

static void judge_own(struct judging *j, int rule, const char *number)
{
	const struct wanted w = want(number);

	hit_each(j, rule, &w, NULL);
}

/* Where everybody reads the order's own is the buyer's. */
void guard_own_numbers_judge(struct judging *j, int rule)
{
	if (!j->t->facts)
		return;
	judge_own(j, rule, j->t->facts->order);
	judge_own(j, rule, j->t->facts->tracking);
}

static bool is_within(const char *got, const char *number)
{
	char all[NUMBER_MAX + 1];

	number_squeeze(number, all);
	return strstr(all, got) != NULL;
}

/* The same of those that stand in a list by line feeds. */
static bool is_within_list(const char *got, const char *numbers)
{
	CLEANUP(free_ptr) char *copy = xstrdup(numbers);
	char *save = NULL;

	for (char *one = strtok_r(copy, "\n", &save); one;
	     one = strtok_r(NULL, "\n", &save))
		if (is_within(got, one))
			return true;
	return false;
}

/* Are these digits in a number of the order? Then they are no way to reach
 * anybody. */
bool guard_is_own_number(const struct judging *j, const char *at, size_t len)
{
	const struct guard_facts *f = j->t->facts;
	CLEANUP(free_ptr) char *text = xstrndup(at, len);
	char got[NUMBER_MAX + 1];

	number_squeeze(text, got);
	return f && strlen(got) >= NUMBER_LEAST &&
	       ((f->order && is_within(got, f->order)) ||
		(f->tracking && is_within(got, f->tracking)) ||
		(f->numbers && is_within_list(got, f->numbers)));
}
