/* sentences.c - see sentences.h.
 * SPDX-License-Identifier: MIT */
#include "sentences.h"

#include <string.h>

#include "base/file.h"
#include "tsv.h"

static uint64_t bit(int n)
{
	return UINT64_C(1) << n;
}

void sentences_add(struct sentences *s, enum guard_set set, const char *text,
		   const char *platform, struct sample one)
{
	const struct guard_text t = { .text = text,
				      .lang = s->lang,
				      .platform = platform,
				      .channel = "message" };

	if (s->words)
		guard_meanings(s->guard, &t, s->words, &one.grams);
	else
		guard_letters(s->guard, &t, &one.grams);
	sample_list_push(&s->of[set], one);
}

void sentences_add_template(struct sentences *s, const char *text)
{
	CLEANUP(free_ptr) char *copy = xstrdup(text);
	char *save = NULL;

	for (char *line = strtok_r(copy, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		if (!text_blank(line))
			sentences_add(s, GUARD_RULES, line, "amazon",
				      (struct sample){ .has = 0 });
}

/* -- guard.tsv -- */

/* What passes where its rule does not apply, as advertising in the shop's own
 * mail, might break it elsewhere. */
static uint64_t not_judged(const struct sentences *s, const char *name,
			   const char *platform, int rule)
{
	return rule >= 0 && !guard_rule_is_of(s->guard, name, platform)
		       ? bit(rule)
		       : 0;
}

/* A breach of one rule says nothing of the others. */
static struct sample sample_of(const struct sentences *s, char *const *part,
			       int rule, bool breach)
{
	if (rule < 0)
		return (struct sample){ .has = 0 };
	if (breach)
		return (struct sample){ .has = bit(rule), .also = UINT64_MAX };
	return (struct sample){ .also = not_judged(s, part[0], part[2], rule),
				.near = bit(rule) };
}

static bool read_breach(void *arg, const struct tsv *t, char **part)
{
	struct sentences *s = arg;
	bool breach = text_eq(part[1], "breach");
	int rule = guard_set_index(GUARD_RULES, part[0]);

	(void)t;
	if (text_blank(part[3]) || (!breach && !text_eq(part[1], "near")) ||
	    (rule < 0 && (breach || !text_eq(part[0], "-"))))
		return false;
	sentences_add(s, GUARD_RULES, part[3], part[2],
		      sample_of(s, part, rule, breach));
	return true;
}

/* -- told.tsv -- */

/* What tells of a remedy is neither rude nor about reviews, and promises no
 * more than that; in the shop's own mail it may speak of codes. */
static void add_polite(struct sentences *s, const char *text)
{
	const int ad = guard_set_index(GUARD_RULES, "marketing");

	if (!s->words)
		sentences_add(s, GUARD_RULES, text, "shopify",
			      (struct sample){ .also = bit(ad) });
}

static bool read_told(void *arg, const struct tsv *t, char **part)
{
	bool told = text_eq(part[1], "told");
	int kind = guard_set_index(GUARD_REMEDIES, part[0]);
	struct sample one = { .has = told ? bit(GUARD_TOLD) : 0 };

	(void)t;
	if (kind < 0 || kind == GUARD_TOLD || text_blank(part[2]) ||
	    (!told && !text_eq(part[1], "near")))
		return false;
	one.has |= bit(kind);
	sentences_add(arg, GUARD_REMEDIES, part[2], "", one);
	add_polite(arg, part[2]);
	return true;
}

/* -- files -- */

static const struct source {
	const char *file;
	size_t columns;
	const char *form;
	bool (*line)(void *arg, const struct tsv *t, char **part);
} sources[GUARD_SETS] = {
	[GUARD_RULES] = { "guard.tsv", 4,
			  "a line has four columns parted by tabs: a rule that "
			  "is learnt or -, breach or near, platform, text",
			  read_breach },
	[GUARD_REMEDIES] = { "told.tsv", 3,
			     "a line has three columns parted by tabs: money, "
			     "goods, credit or return, told or near, text",
			     read_told },
};

bool sentences_here(const char *folder, enum guard_set set)
{
	CLEANUP(free_ptr) char *path = path_join(folder, sources[set].file);

	return file_exists(path);
}

void sentences_read(struct sentences *s, enum guard_set set, const char *folder)
{
	const struct source *from = &sources[set];
	CLEANUP(free_ptr) char *path = path_join(folder, from->file);
	struct tsv t = { .path = path,
			 .mistakes = s->mistakes,
			 .columns = from->columns,
			 .form = from->form };

	if (file_exists(path))
		tsv_read(&t, from->line, s);
}

static void free_samples(struct sample_list *l)
{
	for (size_t i = 0; i < l->len; i++)
		gram_list_release(&l->at[i].grams);
	sample_list_release(l);
}

void sentences_release(struct sentences *s)
{
	for (int i = 0; i < GUARD_SETS; i++)
		free_samples(&s->of[i]);
}
