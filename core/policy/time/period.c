/* period.c - see period.h.
 * SPDX-License-Identifier: MIT */
#include "policy/time/period.h"

#include "base/when.h"

#define WORKING_DAYS_MAX 365

/* -- reading -- */

/* "4 h", "3 working days", "1 working day" */
static int span_parse(struct span *s, const char *text, struct err *err)
{
	int64_t n = 0;
	const char *at = text;

	while (*at >= '0' && *at <= '9' && n <= WORKING_DAYS_MAX)
		n = n * 10 + (*at++ - '0');
	if (text_starts(at, " working day")) {
		if (n < 1 || n > WORKING_DAYS_MAX ||
		    !(text_eq(at, " working days") ||
		      text_eq(at, " working day")))
			return err_set(err, ERR_DATA,
				       "\"%.40s\" is none from 1 to %d working "
				       "days",
				       text, WORKING_DAYS_MAX);
		*s = (struct span){ .days = (int)n };
		return 0;
	}
	*s = (struct span){ 0 };
	return duration_parse(&s->ms, text, err);
}

static void read_span(const struct conf_node *g, const char *name,
		      struct span *s)
{
	const char *text = conf_text(g, name, NULL);
	struct err err = { 0 };

	if (text && span_parse(s, text, &err))
		conf_mistake(conf_get(g, name), "\"%s\": %s", name, err.text);
	else if (text && !s->ms && !s->days)
		conf_mistake(conf_get(g, name), "\"%s\" takes no time", name);
}

static bool known_calendar(const struct calendars *all, const char *name)
{
	return text_eq(name, "buyer") || calendars_find(all, name);
}

static void read_period(struct periods *p, const struct conf_node *g,
			const struct calendars *all)
{
	struct period one = {
		.name = conf_required(g, "name"),
		.calendar = conf_text(g, "calendar", "always"),
		.pauses = conf_flag(g, "pauses", false),
	};

	conf_required(g, "within");
	read_span(g, "within", &one.within);
	read_span(g, "aim", &one.aim);
	if (!known_calendar(all, one.calendar)) {
		conf_mistake(conf_get(g, "calendar"),
			     "\"%s\" is no calendar of calendars.conf, nor "
			     "\"always\" or \"buyer\"",
			     one.calendar);
		one.calendar = "always";
	}
	if (conf_get(g, "aim") &&
	    (!one.aim.days != !one.within.days || one.aim.ms > one.within.ms ||
	     one.aim.days > one.within.days))
		conf_mistake(conf_get(g, "aim"),
			     "\"aim\" is in the unit of \"within\" and not "
			     "longer");
	if (periods_find(p, one.name))
		conf_mistake(conf_get(g, "name"),
			     "there is a period \"%s\" already", one.name);
	conf_unknown(g, NULL);
	period_list_push(&p->list, one);
}

/* "50 % 80 %", of a list of such texts. */
static bool shares_parse(struct periods *p, const char *text)
{
	int last = 0;

	while (*text) {
		int n = 0;

		while (*text >= '0' && *text <= '9' && n < 100)
			n = n * 10 + (*text++ - '0');
		text += *text == ' ';
		if (*text++ != '%' || n <= last || n >= 100 ||
		    p->reminders == REMINDERS_MAX)
			return false;
		p->remind[p->reminders++] = last = n;
		text += strspn(text, " ");
	}
	return true;
}

void periods_read(struct periods *p, const struct conf_node *root,
		  const struct calendars *all, struct arena *arena)
{
	const struct conf_node *list = conf_get(root, "periods");

	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *g = conf_at(list, i);

		if (conf_is_group(g))
			read_period(p, g, all);
		else
			conf_mistake(g, "a period is { name = \"red\"; within "
					"= \"4 h\"; }");
	}
	if (!shares_parse(p, conf_words(root, "remind", arena)))
		conf_mistake(conf_get(root, "remind"),
			     "\"remind\" is a list of up to %d rising shares "
			     "under 100 %%: remind = [ \"50 %%\", \"80 %%\" ];",
			     REMINDERS_MAX);
}

void periods_release(struct periods *p)
{
	period_list_release(&p->list);
}

const struct period *periods_find(const struct periods *p, const char *name)
{
	for (size_t i = 0; i < p->list.len; i++)
		if (text_eq(p->list.at[i].name, name))
			return &p->list.at[i];
	return NULL;
}

/* -- deciding -- */

bool period_at(const struct conf_node *g, const char *key,
	       const struct periods *p, struct period *out)
{
	const char *text = conf_text(g, key, NULL);
	const struct period *named = text ? periods_find(p, text) : NULL;
	struct err err = { 0 };

	*out = (struct period){ .calendar = "always" };
	if (named)
		*out = *named;
	if (!text || named)
		return named;
	if (span_parse(&out->within, text, &err)) {
		conf_mistake(conf_get(g, key),
			     "\"%s\" is a time (\"48 h\"), working days "
			     "(\"2 working days\") or a period of triage.conf; "
			     "\"%.40s\" is none",
			     key, text);
		return false;
	}
	if (!out->within.ms && !out->within.days)
		conf_mistake(conf_get(g, key), "\"%s\" takes no time", key);
	if (out->within.days)
		out->calendar = "buyer";
	return true;
}

const struct calendar *period_calendar(const struct period *p,
				       const struct calendars *all,
				       const char *country)
{
	const struct calendar *c;

	if (!text_eq(p->calendar, "buyer"))
		return calendars_find(all, p->calendar);
	c = calendars_of_country(all, country);
	return c ? c : calendars_find(all, "weekdays");
}

bool span_end(const struct span *s, const struct calendar *c, int64_t from,
	      int64_t *end)
{
	return s->days ? calendar_add_days(c, from, s->days, end)
		       : calendar_add(c, from, s->ms, end);
}

bool period_share(const struct calendar *c, int64_t from, int64_t due,
		  int percent, int64_t *at)
{
	int64_t whole = calendar_worked(c, from, due);

	return calendar_add(c, from,
			    whole / 100 * percent + whole % 100 * percent / 100,
			    at);
}

bool period_resume(const struct calendar *c, int64_t due, int64_t paused,
		   int64_t resumed, int64_t *moved)
{
	if (due <= paused || resumed <= paused) {
		*moved = due;
		return true;
	}
	return calendar_add(c, resumed, calendar_worked(c, paused, due), moved);
}
