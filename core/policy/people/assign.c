/* assign.c - see assign.h.
 * SPDX-License-Identifier: MIT */
#include "policy/people/assign.h"

#include <strings.h>

#include "policy/rule/fact.h"

/* Of one of the three: 0 is not theirs, 1 is anybody's, 2 they name it. Nobody
 * can name what is not known. */
static int grade(const char *named, bool has, const char *wanted)
{
	return !*named || !*wanted ? 1 : has ? 2 : 0;
}

/* "pt" is spoken by who speaks pt-BR, and the other way round. */
static bool speaks(const char *languages, const char *lang)
{
	size_t len = strcspn(lang, "-");

	for (const char *at = languages; *at; at += strspn(at, " ")) {
		size_t word = strcspn(at, " "), head = strcspn(at, "- ");

		if (len && head == len && strncasecmp(at, lang, len) == 0)
			return true;
		at += word;
	}
	return false;
}

struct fit {
	bool may;
	int able;  /* how many of the three they can, by weight */
	int named; /* the same of those they name */
};

static struct fit fit_of(const struct staff *s, const struct colleague *c,
			 const struct errand *e)
{
	const int grades[] = {
		grade(c->skills, staff_skill(s, c->skills, e->issue) != NULL,
		      e->issue),
		grade(c->languages, speaks(c->languages, e->lang), e->lang),
		grade(c->countries, words_have(c->countries, e->country),
		      e->country),
	};
	struct fit f = { .may = c->there &&
				(!*c->shops || words_have(c->shops, e->shop)) };

	for (size_t i = 0; i < COUNT_OF(grades); i++) {
		f.able = f.able * 2 + (grades[i] > 0);
		f.named = f.named * 2 + (grades[i] > 1);
	}
	return f;
}

/* Above 0: a comes before b. */
static int better(const struct fit *a, int64_t a_open, const struct fit *b,
		  int64_t b_open, bool key)
{
	int load = (b_open > a_open) - (b_open < a_open);

	if (a->able != b->able)
		return a->able - b->able;
	if (key)
		return a->named != b->named ? a->named - b->named : load;
	return load ? load : a->named - b->named;
}

int assign_pick(const struct staff *s, const struct colleague *list,
		size_t count, const struct errand *e)
{
	struct fit best = { 0 };
	int who = -1;

	for (size_t i = 0; i < count; i++) {
		struct fit f = fit_of(s, &list[i], e);

		if (!f.may || (who >= 0 && better(&f, list[i].open, &best,
						  list[who].open, e->key) <= 0))
			continue;
		best = f;
		who = (int)i;
	}
	return who;
}

/* Those among whom the load decided. */
static int equals(const struct staff *s, const struct colleague *list,
		  size_t count, const struct fit *f, const struct errand *e)
{
	int n = 0;

	for (size_t i = 0; i < count; i++) {
		struct fit other = fit_of(s, &list[i], e);

		n += other.may && other.able == f->able &&
		     (!e->key || other.named == f->named);
	}
	return n;
}

static void put_named(struct str *s, const char *label, const char *word)
{
	str_printf(s, "%s%s %s", s->len ? ", " : "", label, word);
}

const char *assign_why(const struct staff *s, const struct colleague *list,
		       size_t count, int picked, const struct errand *e,
		       struct arena *arena)
{
	CLEANUP(str_release) struct str why = STR_INIT;
	const struct colleague *c = &list[picked];
	const char *skill = staff_skill(s, c->skills, e->issue);
	struct fit f = fit_of(s, c, e);
	int n = equals(s, list, count, &f, e);

	if (e->key)
		str_puts(&why, "a key matter");
	if (skill)
		put_named(&why, "skill", skill);
	else if (*c->skills)
		put_named(&why, "nobody there has the skill for", e->issue);
	if (*e->lang && speaks(c->languages, e->lang))
		put_named(&why, "speaks", e->lang);
	if (*e->country && words_have(c->countries, e->country))
		put_named(&why, "serves", e->country);
	str_printf(&why, "%s%lld open", why.len ? ", " : "",
		   (long long)c->open);
	if (n > 1)
		str_printf(&why, ", least of %d equals", n);
	else
		str_puts(&why, ", nobody else there is as suited");
	return arena_strdup(arena, str_c(&why));
}
