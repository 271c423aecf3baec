/* report_carriers.c - the scorecard of carriers (A130).
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "base/when.h"
#include "cli/cli.h"
#include "cli/report.h"
#include "cli/show.h"
#include "desk/intake/carriers.h"
#include "policy/number/numbers.h"
#include "policy/scorecard.h"

struct scoring {
	struct cli *c;
	struct conf *conf;
	struct mistakes mistakes;
	struct scorecard card;
	struct numbers *numbers;
	struct carriers carriers;
};

/* -- a line's figures -- */

struct figures {
	const struct lane *lane;
	int64_t value[SCORE_FIGURES];
	bool bad[SCORE_FIGURES];
	int marks;
};

static int64_t share_of(int64_t part, int64_t all)
{
	return all ? (part * SHARE_ALL + all / 2) / all : SCORE_UNKNOWN;
}

static void figures_of(const struct scorecard *card, const struct lane *l,
		       struct figures *f)
{
	*f = (struct figures){ .lane = l };
	f->value[SCORE_ON_TIME] = share_of(l->on_time, l->promised);
	f->value[SCORE_SLOW] = lane_time(l, 90);
	f->value[SCORE_STALLED] = share_of(l->stalled, l->parcels);
	f->value[SCORE_MISSING] = share_of(l->missing, l->parcels);
	f->value[SCORE_DAMAGED] = share_of(l->damaged, l->parcels);
	for (int i = 0; i < SCORE_FIGURES; i++) {
		f->bad[i] =
			scorecard_bad(card, (enum score_figure)i, l->carrier,
				      l->country, l->parcels, f->value[i]);
		f->marks += f->bad[i];
	}
}

static const char *word_of(const struct scorecard *card,
			   const struct figures *f)
{
	if (f->lane->parcels < card->least)
		return "too few";
	return f->marks > 1 ? "poor" : f->marks ? "watch" : "good";
}

/* The countries by name, the sums of all before them; of each the best first,
 * and what says too little last. */
static const struct scorecard *sorted_by;

static int by_rank(const void *a, const void *b)
{
	const struct figures *x = a, *y = b;
	int country = strcmp(x->lane->country, y->lane->country);
	bool few_x = x->lane->parcels < sorted_by->least;
	bool few_y = y->lane->parcels < sorted_by->least;

	if (country)
		return country;
	if (few_x != few_y)
		return few_x ? 1 : -1;
	if (x->marks != y->marks)
		return x->marks - y->marks;
	if (x->value[SCORE_ON_TIME] != y->value[SCORE_ON_TIME])
		return x->value[SCORE_ON_TIME] > y->value[SCORE_ON_TIME] ? -1
									 : 1;
	return strcmp(x->lane->carrier, y->lane->carrier);
}

/* -- printing -- */

#define LINE "%-8s %-14s %8s %8s %9s %7s %7s %9s %9s %9s  %s\n"

/* What half a tenth is over is rounded up before. */
static void put_tenths(char out[40], int64_t tenths, const char *unit, bool bad)
{
	snprintf(out, 40, "%lld.%lld %s%s", (long long)(tenths / 10),
		 (long long)(tenths % 10), unit, bad ? "!" : "");
}

/* "97.5 %", "!" when it is bad, "-" when nobody knows. */
static const char *share_text(char out[40], int64_t points, bool bad)
{
	if (points == SCORE_UNKNOWN)
		snprintf(out, 40, "-");
	else
		put_tenths(out, (points + 5) / 10, "%", bad);
	return out;
}

static const char *days_text(char out[40], int64_t ms, bool bad)
{
	if (ms < 0)
		snprintf(out, 40, "-");
	else
		put_tenths(out, (ms * 10 + DAY_MS / 2) / DAY_MS, "d", bad);
	return out;
}

static void put_line(struct scoring *s, const struct figures *f)
{
	CLEANUP(str_release) struct str line = STR_INIT;
	const struct lane *l = f->lane;
	char parcels[40], arrived[40], half[40], texts[SCORE_FIGURES][40];

	snprintf(parcels, sizeof parcels, "%lld", (long long)l->parcels);
	snprintf(arrived, sizeof arrived, "%lld", (long long)l->arrived);
	for (int i = 0; i < SCORE_FIGURES; i++)
		if (i == SCORE_SLOW)
			days_text(texts[i], f->value[i], f->bad[i]);
		else
			share_text(texts[i], f->value[i], f->bad[i]);
	str_printf(&line, LINE, *l->country ? l->country : "all", l->carrier,
		   parcels, arrived, texts[SCORE_ON_TIME],
		   days_text(half, lane_time(l, 50), false), texts[SCORE_SLOW],
		   texts[SCORE_STALLED], texts[SCORE_MISSING],
		   texts[SCORE_DAMAGED], word_of(&s->card, f));
	show_safe(&s->c->out, str_c(&line));
}

static void put_share(struct jw *w, const char *key, int64_t points)
{
	char text[40];

	if (points != SCORE_UNKNOWN)
		jw_kv_text(w, key, share_text(text, points, false));
}

static void put_json(struct scoring *s, const struct figures *f)
{
	struct jw w = JW_INIT(&s->c->out);
	const struct lane *l = f->lane;

	jw_object(&w);
	jw_kv_text(&w, "country", l->country);
	jw_kv_text(&w, "carrier", l->carrier);
	jw_kv_i64(&w, "parcels", l->parcels);
	jw_kv_i64(&w, "arrived", l->arrived);
	put_share(&w, "on_time", f->value[SCORE_ON_TIME]);
	if (l->times.len) {
		jw_kv_i64(&w, "half_ms", lane_time(l, 50));
		jw_kv_i64(&w, "slow_ms", f->value[SCORE_SLOW]);
	}
	jw_kv_i64(&w, "stalled", l->stalled);
	jw_kv_i64(&w, "missing", l->missing);
	jw_kv_i64(&w, "damaged", l->damaged);
	jw_key(&w, "bad");
	jw_array(&w);
	for (int i = 0; i < SCORE_FIGURES; i++)
		if (f->bad[i])
			jw_text(&w, score_words[i]);
	jw_end(&w);
	jw_kv_text(&w, "is", word_of(&s->card, f));
	jw_end(&w);
	str_putc(&s->c->out, '\n');
}

static void put_all(struct scoring *s)
{
	size_t n = s->carriers.lanes.len;
	struct figures *list = xcalloc(n + 1, sizeof *list);

	for (size_t i = 0; i < n; i++)
		figures_of(&s->card, &s->carriers.lanes.at[i], &list[i]);
	sorted_by = &s->card;
	qsort(list, n, sizeof *list, by_rank);
	for (size_t i = 0; i < n; i++) {
		if (s->c->json) {
			put_json(s, &list[i]);
			continue;
		}
		if (!i)
			str_printf(&s->c->out, LINE, "country", "carrier",
				   "parcels", "arrived", "on time", "half in",
				   "90 % in", "stalled", "missing", "damaged",
				   "");
		else if (strcmp(list[i - 1].lane->country,
				list[i].lane->country) != 0)
			str_putc(&s->c->out, '\n');
		put_line(s, &list[i]);
	}
	free(list);
}

/* -- opening -- */

static const char *name(void *arg, const char *word, const char *number)
{
	return numbers_carrier(arg, word, number);
}

static int told(struct scoring *s, struct err *err)
{
	size_t n = s->mistakes.list.len;

	for (size_t i = 0; i < n; i++)
		fprintf(stderr, "%s\n", s->mistakes.list.at[i]);
	return n ? err_set(err, ERR_CONFIG, "the policy has %zu mistake%s", n,
			   n == 1 ? "" : "s")
		 : 0;
}

static int open_policy(struct scoring *s, struct err *err)
{
	CLEANUP(free_ptr) char *plugins = cli_plugins(s->c);
	struct manifest *m = cli_manifest(s->c, err);
	CLEANUP(free_ptr)
	char *path = m ? path_join(m->policy, "scorecard.conf") : NULL;

	if (!m)
		return -1;
	s->card.least = 1;
	if (file_exists(path))
		s->conf = conf_open(path, &s->mistakes);
	if (s->conf)
		scorecard_read(&s->card, s->conf);
	s->numbers = numbers_load(m->plugins ? m->plugins : plugins, m->policy,
				  &s->mistakes);
	manifest_close(m);
	return told(s, err);
}

static void close_policy(struct scoring *s)
{
	carriers_release(&s->carriers);
	numbers_free(s->numbers);
	scorecard_release(&s->card);
	conf_close(s->conf);
	mistakes_release(&s->mistakes);
}

int report_carriers(struct cli *c, struct err *err)
{
	struct scoring s = { .c = c };
	struct db *db = NULL;
	int64_t since;
	int rc = -1;

	if (report_since(c, &since, err) == 0 && open_policy(&s, err) == 0 &&
	    cli_db(c, &db, err) == 0) {
		if (!since && s.card.within_ms)
			since = clock_now() - s.card.within_ms;
		s.carriers.name = name;
		s.carriers.arg = s.numbers;
		rc = carriers_count(&s.carriers, db, since,
				    cli_option(c, "shop"), err);
	}
	if (rc == 0) {
		put_all(&s);
		show_nothing(c, "no parcel was sent in that time");
	}
	db_close(db);
	close_policy(&s);
	return rc;
}
