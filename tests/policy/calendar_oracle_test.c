/* calendar_oracle_test.c - calendars against an oracle that walks minute by
 * minute with the clock that ICU shows: random hours, closures, half days and
 * holidays in zones whose clocks are put forward and back.
 *
 * 3,000 cases in make test, 100,000 with HW_FULL. Days of holidays come from
 * country_days, which holiday_test.c holds against known dates.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include "base/file.h"
#include "base/when.h"
#include "help/draw.h"
#include "help/full.h"
#include "help/place.h"
#include "policy/time/calendar.h"

#define CASES_OF_A_WORLD 25
#define WINDOW_DAYS 24 /* how far the oracle walks */
#define DAY_MINUTES 1440
#define KEPT_DAYS 128

static const char *const zones[] = {
	"Europe/Berlin",  "America/New_York",  "Australia/Lord_Howe",
	"Asia/Kathmandu", "America/St_Johns",  "America/Santiago",
	"Asia/Tokyo",     "America/Sao_Paulo", "Pacific/Apia",
	"America/Havana", "Africa/Casablanca", "Asia/Tehran",
	"Europe/London",  "Pacific/Chatham",   "Asia/Beirut"
};
static const char *const places[] = { "DE", "DE-BY", "GB",     "US",
				      "CN", "BR",    "AU-QLD", "IS",
				      "JP", "HU",    "GB-SCT" };
static const char *const files[] = { "DE", "GB", "US", "CN", "BR",
				     "AU", "IS", "JP", "HU" };
static const char *const day_names[] = { "mon", "tue", "wed", "thu",
					 "fri", "sat", "sun" };

/* What one day shows: each minute of it and of the night after it. */
struct painted {
	int64_t day;
	bool known, open[2 * DAY_MINUTES];
};

struct world {
	uint64_t *chance;
	struct hours_list week[7];
	struct day_off_list off; /* unsorted, as drawn */
	UCalendar *clock;
	struct painted kept[KEPT_DAYS];
	int64_t block, block_offset; /* of 15 minutes */
	bool block_whole;
	struct str text;
	struct mistakes mistakes;
	struct arena arena;
	struct calendars all;
	const struct calendar *c;
	struct conf *conf[COUNT_OF(files) + 1];
};

static uint64_t below(struct world *w, uint64_t n)
{
	return draw(w->chance, n);
}

/* -- the oracle -- */

static int64_t icu_offset(struct world *w, int64_t at)
{
	UErrorCode ec = U_ZERO_ERROR;
	int64_t offset;

	ucal_setMillis(w->clock, (UDate)at, &ec);
	offset = ucal_get(w->clock, UCAL_ZONE_OFFSET, &ec) +
		 ucal_get(w->clock, UCAL_DST_OFFSET, &ec);
	assert_true(U_SUCCESS(ec));
	return offset;
}

/* ICU is asked for both ends of each quarter of an hour, and for each minute
 * where they differ. */
static int64_t civil(struct world *w, int64_t minute)
{
	int64_t quarter = 15 * MINUTE_MS, block = minute / quarter;

	if (block != w->block) {
		w->block = block;
		w->block_offset = icu_offset(w, block * quarter);
		w->block_whole = w->block_offset ==
				 icu_offset(w, (block + 1) * quarter - 1);
	}
	return minute +
	       (w->block_whole ? w->block_offset : icu_offset(w, minute));
}

/* Of all that was said of a day. */
static void paint(struct world *w, struct painted *p, int64_t day)
{
	int opens = 0, closes = 2 * DAY_MINUTES, weekday = (int)((day + 3) % 7);
	bool shut = false, worked = false;

	memset(p, 0, sizeof *p);
	p->day = day;
	p->known = true;
	for (size_t i = 0; i < w->off.len; i++) {
		const struct day_off *d = &w->off.at[i];

		if (d->day != day)
			continue;
		worked = worked || d->worked;
		shut = shut || (!d->worked && !d->closes);
		if (d->opens > opens)
			opens = d->opens;
		if (d->closes && d->closes < DAY_MINUTES && d->closes < closes)
			closes = d->closes;
	}
	if (worked)
		for (weekday = 0; !w->week[weekday].len;)
			weekday++;
	for (size_t i = 0; !shut && i < w->week[weekday].len; i++)
		for (int m = w->week[weekday].at[i].from;
		     m < w->week[weekday].at[i].until; m++)
			p->open[m] = m >= opens && m < closes;
}

static const struct painted *painted(struct world *w, int64_t day)
{
	struct painted *p = &w->kept[(uint64_t)day % KEPT_DAYS];

	if (!p->known || p->day != day)
		paint(w, p, day);
	return p;
}

/* Bit 0: by the hours of this day; bit 1: by those of the day before. */
static int shown(struct world *w, int64_t minute, int64_t *day)
{
	int64_t c = civil(w, minute);
	int m = (int)(c % DAY_MS / MINUTE_MS);

	*day = c / DAY_MS;
	return painted(w, *day)->open[m] +
	       2 * painted(w, *day - 1)->open[m + DAY_MINUTES];
}

static int64_t cell(int64_t at)
{
	return at - at % MINUTE_MS;
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t slow_worked(struct world *w, int64_t from, int64_t until)
{
	int64_t sum = 0, day;

	for (int64_t m = cell(from); m < until; m += MINUTE_MS) {
		int64_t end = m + MINUTE_MS < until ? m + MINUTE_MS : until;

		if (shown(w, m, &day))
			sum += end - later(m, from);
	}
	return sum;
}

/* -1: not within the window. */
static int64_t slow_add(struct world *w, int64_t at, int64_t ms)
{
	int64_t day;

	for (int64_t m = cell(at); m < at + WINDOW_DAYS * DAY_MS;
	     m += MINUTE_MS) {
		int64_t there = m + MINUTE_MS - later(m, at);

		if (!shown(w, m, &day))
			continue;
		if (there >= ms)
			return later(m, at) + ms;
		ms -= there;
	}
	return -1;
}

static int64_t slow_next(struct world *w, int64_t at)
{
	int64_t day;

	for (int64_t m = cell(at); m < at + WINDOW_DAYS * DAY_MS;
	     m += MINUTE_MS)
		if (shown(w, m, &day))
			return later(m, at);
	return -1;
}

static int64_t slow_days(struct world *w, int64_t at, int n)
{
	int64_t over[WINDOW_DAYS + 4] = { 0 }, day;
	int64_t first = civil(w, cell(at)) / DAY_MS - 1;

	for (int64_t m = cell(at); m < at + WINDOW_DAYS * DAY_MS;
	     m += MINUTE_MS) {
		int by = shown(w, m, &day);

		if (by & 1)
			over[day - first] = m + MINUTE_MS;
		if (by & 2)
			over[day - 1 - first] = m + MINUTE_MS;
	}
	/* Of the last days of the window not all was seen. */
	for (int i = n ? 2 : 0; i < WINDOW_DAYS - 2; i++)
		if (over[i] && (n == 0 || --n == 0))
			return over[i];
	return -1;
}

/* -- a world -- */

static void put_time(struct str *s, int minutes)
{
	str_printf(s, "%02d:%02d", minutes / 60, minutes % 60);
}

/* A few spans in order; the last may pass midnight. */
static void draw_hours(struct world *w, int d)
{
	int at = (int)below(w, 22 * 60), spans = (int)below(w, 4);

	if (below(w, 12) == 0) {
		hours_list_push(&w->week[d], (struct hours){ 0, DAY_MINUTES });
		return;
	}
	for (int i = 0; i < spans && at < DAY_MINUTES; i++) {
		int until = at + 1 + (int)below(w, 8 * 60);
		bool night = until > DAY_MINUTES;

		/* The next day may begin with the next minute. */
		if (night && below(w, 2))
			until = DAY_MINUTES;
		hours_list_push(&w->week[d], (struct hours){ at, until });
		at = until + (int)below(w, 3) * 45;
	}
}

/* No night may reach into the hours of the next day. */
static void cut_nights(struct world *w)
{
	for (int d = 0; d < 7; d++) {
		struct hours_list *a = &w->week[d];
		const struct hours_list *b = &w->week[(d + 1) % 7];
		struct hours *last = a->len ? &a->at[a->len - 1] : NULL;

		if (last && b->len && last->until - DAY_MINUTES > b->at[0].from)
			last->until = DAY_MINUTES;
	}
}

static void write_hours(struct world *w)
{
	bool any = false;

	for (int d = 0; d < 7; d++) {
		if (!w->week[d].len)
			continue;
		str_printf(&w->text, "%s{ days = \"%s\"; open = \"",
			   any ? ", " : "", day_names[d]);
		for (size_t i = 0; i < w->week[d].len; i++) {
			const struct hours *h = &w->week[d].at[i];

			str_puts(&w->text, i ? " " : "");
			put_time(&w->text, h->from);
			str_putc(&w->text, '-');
			put_time(&w->text, h->until > DAY_MINUTES
						   ? h->until - DAY_MINUTES
						   : h->until);
		}
		str_puts(&w->text, "\"; }");
		any = true;
	}
}

static void write_closure(struct world *w, int64_t around, bool first)
{
	struct day_off off = {
		.day = around / DAY_MS - 3 + (int64_t)below(w, 24), .name = ""
	};
	int y, m, d;

	day_civil(off.day, &y, &m, &d);
	str_printf(&w->text, "%s{ on = \"%04d-%02d-%02d\"; ", first ? "" : ", ",
		   y, m, d);
	if (below(w, 2)) {
		off.opens = (int)below(w, 12) * 60;
		off.closes = off.opens + 1 + (int)below(w, 12 * 60);
		str_puts(&w->text, "opens = \"");
		put_time(&w->text, off.opens);
		str_puts(&w->text, "\"; closes = \"");
		put_time(&w->text, off.closes);
		str_puts(&w->text, "\"; ");
	}
	str_puts(&w->text, "}");
	day_off_list_push(&w->off, off);
}

static void put_holidays(struct world *w, const char *place)
{
	for (size_t i = 0; i < w->all.read.len; i++) {
		const struct country *c = w->all.read.at[i];

		if (text_starts(place, c->code))
			country_days(c, place[2] ? place + 3 : "", &w->off);
	}
}

static void read_countries(struct world *w)
{
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		CLEANUP(free_ptr)
		char *path = xasprintf("policy/holidays/%s.conf", files[i]);

		w->conf[i] = conf_open(path, &w->mistakes);
		assert_non_null(w->conf[i]);
		calendars_country(&w->all, w->conf[i], &w->arena);
	}
}

static void read_calendar(struct world *w)
{
	CLEANUP(free_ptr) char *path = in_scratch("calendars.conf");
	struct err err = { 0 };
	struct conf *c;

	if (file_write(path, str_c(&w->text), w->text.len, 0600, &err))
		fail_msg("%s", err.text);
	c = w->conf[COUNT_OF(files)] = conf_open(path, &w->mistakes);
	if (c)
		calendars_read(&w->all, c, &w->arena);
	if (w->mistakes.list.len)
		fail_msg("%s in %s", w->mistakes.list.at[0], str_c(&w->text));
	w->c = calendars_find(&w->all, "shop");
	assert_non_null(w->c);
}

static void open_clock(struct world *w, const char *zone)
{
	UErrorCode ec = U_ZERO_ERROR;
	UChar id[64];

	u_uastrcpy(id, zone);
	w->clock = ucal_open(id, -1, "", UCAL_GREGORIAN, &ec);
	assert_true(U_SUCCESS(ec));
	w->block = -1;
}

/* A moment near which the clock is changed, or any. */
static int64_t draw_moment(struct world *w, const struct zone *z)
{
	const struct shift_list *s = &z->shifts;
	int64_t at = civil_day(2024, 1, 1) * DAY_MS +
		     (int64_t)below(w, 4380) * DAY_MS;

	if (s->len > 1 && below(w, 2))
		at = s->at[1 + below(w, s->len - 1)].from;
	return at;
}

static void make_world(struct world *w, uint64_t *chance)
{
	const char *zone = zones[draw(chance, COUNT_OF(zones))];
	const char *place = places[draw(chance, COUNT_OF(places))];
	struct zone *z = zone_open(zone);
	int closures;

	*w = (struct world){ .chance = chance };
	w->text = (struct str)STR_INIT;
	assert_non_null(z);
	open_clock(w, zone);
	for (int d = 0; d < 7; d++)
		draw_hours(w, d);
	if (!w->week[2].len)
		hours_list_push(&w->week[2], (struct hours){ 540, 1020 });
	cut_nights(w);
	str_printf(&w->text,
		   "calendars = ( { name = \"shop\"; zone = \"%s\"; "
		   "holidays = \"%s\";\nhours = ( ",
		   zone, place);
	write_hours(w);
	str_puts(&w->text, " );\nclosed = ( ");
	closures = (int)below(w, 8);
	*w->kept = (struct painted){ 0 };
	for (int i = 0; i < closures; i++)
		write_closure(w, draw_moment(w, z), i == 0);
	str_puts(&w->text, " ); } );\n");
	zone_close(z);
	read_countries(w);
	put_holidays(w, place);
	read_calendar(w);
}

static void end_world(struct world *w)
{
	for (int d = 0; d < 7; d++)
		hours_list_release(&w->week[d]);
	day_off_list_release(&w->off);
	ucal_close(w->clock);
	str_release(&w->text);
	calendars_release(&w->all);
	for (size_t i = 0; i < COUNT_OF(w->conf); i++)
		conf_close(w->conf[i]);
	mistakes_release(&w->mistakes);
	arena_release(&w->arena);
}

/* -- cases -- */

struct tally {
	int64_t cases, wrong, far, shifted;
};

/* Told: what the oracle found, -1 where it walked for nothing. */
static void compare(struct world *w, struct tally *t, const char *what,
		    int64_t at, int64_t n, int64_t slow, bool found,
		    int64_t fast)
{
	int64_t end = at + (WINDOW_DAYS - 4) * DAY_MS;

	t->cases++;
	t->far += slow < 0;
	if (slow < 0 ? !found || fast >= end : found && slow == fast)
		return;
	if (t->wrong++ < 3)
		print_message("# %s of %lld, %lld: %lld, the oracle %lld in\n"
			      "# %s",
			      what, (long long)at, (long long)n,
			      (long long)fast, (long long)slow,
			      str_c(&w->text));
}

static int64_t draw_at(struct world *w, struct tally *t)
{
	int64_t at = draw_moment(w, w->c->zone), before;

	at += (int64_t)below(w, 3 * 1440) * MINUTE_MS - 2 * DAY_MS;
	if (below(w, 2))
		at += (int64_t)below(w, MINUTE_MS);
	before = icu_offset(w, at);
	t->shifted += before != icu_offset(w, at + 3 * DAY_MS);
	return at;
}

static void ask(struct world *w, struct tally *t)
{
	int64_t at = draw_at(w, t), fast = 0, day;
	int64_t ms = (int64_t)below(w, 50 * (uint64_t)HOUR_MS);
	int days = (int)below(w, 5);
	bool found;

	if (below(w, 2))
		ms = cell(ms);
	switch (below(w, 5)) {
	case 0:
		fast = calendar_is_open(w->c, at);
		compare(w, t, "open", at, 0, shown(w, cell(at), &day) != 0,
			true, fast);
		break;
	case 1:
		fast = calendar_worked(w->c, at, at + 2 * ms);
		compare(w, t, "worked", at, 2 * ms,
			slow_worked(w, at, at + 2 * ms), true, fast);
		break;
	case 2:
		found = calendar_next_open(w->c, at, &fast);
		compare(w, t, "next open", at, 0, slow_next(w, at), found,
			fast);
		break;
	case 3:
		found = calendar_add(w->c, at, ms + 1, &fast);
		compare(w, t, "add", at, ms + 1, slow_add(w, at, ms + 1), found,
			fast);
		break;
	default:
		found = calendar_add_days(w->c, at, days, &fast);
		compare(w, t, "add days", at, days, slow_days(w, at, days),
			found, fast);
	}
}

static void a_calendar_says_what_walking_each_minute_says(void **state)
{
	int64_t all = full_or_quick(100000, 3000);
	uint64_t seed = full_seed(20261128), chance = seed;
	static struct world w;
	struct tally t = { 0 };

	(void)state;
	while (t.cases < all) {
		make_world(&w, &chance);
		for (int i = 0; i < CASES_OF_A_WORLD; i++)
			ask(&w, &t);
		end_world(&w);
	}
	print_message("# seed %llu: %lld cases, %lld wrong; a clock was "
		      "changed within %lld, %lld reached beyond the window\n",
		      (unsigned long long)seed, (long long)t.cases,
		      (long long)t.wrong, (long long)t.shifted,
		      (long long)t.far);
	assert_int_equal(t.wrong, 0);
	assert_true(t.far < t.cases / 20);
	assert_true(t.shifted > t.cases / 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_calendar_says_what_walking_each_minute_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
