/* scorecard.c - see scorecard.h.
 * SPDX-License-Identifier: MIT */
#include "policy/scorecard.h"

const char *const score_words[SCORE_FIGURES + 1] = { "on_time", "slow",
						     "stalled", "missing",
						     "damaged", NULL };

/* -- reading -- */

/* What is the more the better has a least, what is the less a most. */
static int64_t read_at(const struct conf_node *g, enum score_figure figure)
{
	const char *key = figure == SCORE_ON_TIME ? "least" : "most";
	int64_t at = figure == SCORE_SLOW ? conf_duration(g, key, 0)
					  : share_percent(g, key);

	if (!conf_get(g, key))
		conf_mistake(g, "\"%s\" is missing; add %s = \"%s\";", key, key,
			     figure == SCORE_SLOW ? "15 d" : "5 %");
	return at;
}

static void read_limit(struct scorecard *s, const struct conf_node *g)
{
	struct score_limit one = {
		.figure = (enum score_figure)conf_choice(g, "figure",
							 score_words, 0),
		.carrier = conf_text(g, "carrier", "*"),
		.country = conf_text(g, "country", "*"),
	};

	if (!conf_get(g, "figure"))
		conf_mistake(g, "\"figure\" is missing; add figure = "
				"\"stalled\";");
	one.at = read_at(g, one.figure);
	score_limits_push(&s->limits, one);
	conf_unknown(g, NULL);
}

#define LEAST_MAX 1000000

void scorecard_read(struct scorecard *s, struct conf *c)
{
	const struct conf_node *root = conf_root(c);
	const struct conf_node *list = conf_get(root, "limits");

	s->within_ms = conf_duration(root, "within", 0);
	s->least = conf_int(root, "least", 1, 1, LEAST_MAX);
	for (int i = 0; i < conf_count(list); i++)
		if (conf_is_group(conf_at(list, i)))
			read_limit(s, conf_at(list, i));
		else
			conf_mistake(conf_at(list, i),
				     "a limit is { figure = \"stalled\"; most "
				     "= \"5 %%\"; }");
	conf_unknown(root, NULL);
}

void scorecard_release(struct scorecard *s)
{
	score_limits_release(&s->limits);
}

/* -- asking -- */

static bool fits(const char *rule, const char *word)
{
	return text_eq(rule, "*") || text_eq(rule, word);
}

bool scorecard_bad(const struct scorecard *s, enum score_figure figure,
		   const char *carrier, const char *country, int64_t parcels,
		   int64_t value)
{
	if (value == SCORE_UNKNOWN || parcels < s->least)
		return false;
	for (size_t i = 0; i < s->limits.len; i++) {
		const struct score_limit *l = &s->limits.at[i];

		if (l->figure == figure && fits(l->carrier, carrier) &&
		    fits(l->country, country))
			return figure == SCORE_ON_TIME ? value < l->at
						       : value > l->at;
	}
	return false;
}
