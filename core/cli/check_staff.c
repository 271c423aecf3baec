/* check_staff.c - skills that nobody has, and hours in which nobody works
 * (check_warn.h). SPDX-License-Identifier: MIT */
#include "cli/check_warn.h"

struct staffing {
	const struct manifest *m;
	const struct policy *p;
	struct mistakes *warnings;
};

static bool works_at_all(const struct agent_entry *a)
{
	return !text_eq(a->role, "auditor");
}

static const struct calendar *hours_of(const struct staffing *s,
				       const struct agent_entry *a)
{
	return *a->calendar ? calendars_find(&s->p->calendars, a->calendar)
			    : NULL;
}

/* -- skills -- */

static bool somebody_can(const struct staffing *s, const char *issue)
{
	for (size_t i = 0; i < s->m->agents.len; i++) {
		const struct agent_entry *a = &s->m->agents.at[i];

		if (works_at_all(a) &&
		    (!*a->skills ||
		     staff_skill(&s->p->staff, a->skills, issue)))
			return true;
	}
	return false;
}

/* The line of "agents": what is missing stands at none of them. */
static void warn_at_agents(const struct staffing *s, const char *text)
{
	const struct conf_node *at = conf_get(conf_root(s->m->conf), "agents");

	if (at)
		mistake(s->warnings, conf_file(at), conf_line(at), "%s", text);
}

static void warn_of_skills(const struct staffing *s)
{
	const struct skill_list *skills = &s->p->staff.skills;
	CLEANUP(str_release) struct str lacks = STR_INIT;
	CLEANUP(str_release) struct str text = STR_INIT;

	for (size_t i = 0; i < skills->len; i++)
		if (!*skills->at[i].issues)
			str_printf(&text,
				   "the skill \"%s\" of staff.conf has "
				   "no issues: it decides nothing",
				   skills->at[i].name);
	if (text.len)
		warn_at_agents(s, str_c(&text));
	for (size_t i = 0; s->m->agents.len && issue_types[i]; i++)
		if (!text_eq(issue_types[i], "machine_mail") &&
		    !text_eq(issue_types[i], "other") &&
		    !somebody_can(s, issue_types[i]))
			str_printf(&lacks, "%s%s", lacks.len ? ", " : "",
				   issue_types[i]);
	if (!lacks.len)
		return;
	str_clear(&text);
	str_printf(&text,
		   "nobody has a skill for %s: such tickets go to whoever has "
		   "least to do",
		   str_c(&lacks));
	warn_at_agents(s, str_c(&text));
}

/* -- hours -- */

static bool somebody_works(const struct staffing *s, size_t weekday)
{
	for (size_t i = 0; i < s->m->agents.len; i++) {
		const struct agent_entry *a = &s->m->agents.at[i];
		const struct calendar *c = hours_of(s, a);

		if (works_at_all(a) && (!c || c->week[weekday].len))
			return true;
	}
	return false;
}

/* On a weekday on which the desk is open; without hours it always is. */
static void warn_of_weekdays(const struct staffing *s)
{
	static const char *const days[] = { "Monday",   "Tuesday", "Wednesday",
					    "Thursday", "Friday",  "Saturday",
					    "Sunday" };
	const struct calendar *open = s->p->staff.hours;
	CLEANUP(str_release) struct str none = STR_INIT;
	CLEANUP(str_release) struct str text = STR_INIT;

	for (size_t i = 0; s->m->agents.len && i < COUNT_OF(days); i++)
		if ((!open || open->week[i].len) && !somebody_works(s, i))
			str_printf(&none, "%s%s", none.len ? ", " : "",
				   days[i]);
	if (!none.len)
		return;
	str_printf(&text,
		   "the desk is open and no agent's calendar is: %s; what "
		   "comes then waits for who comes next",
		   str_c(&none));
	warn_at_agents(s, str_c(&text));
}

/* Who has no calendar is always there; beside colleagues who have one that was
 * hardly meant. */
static void warn_of_shifts(const struct staffing *s)
{
	bool some = false;

	for (size_t i = 0; i < s->m->agents.len; i++)
		some = some || *s->m->agents.at[i].calendar;
	for (size_t i = 0; some && i < s->m->agents.len; i++) {
		const struct agent_entry *a = &s->m->agents.at[i];

		if (works_at_all(a) && !*a->calendar)
			mistake(s->warnings, conf_file(a->node),
				conf_line(a->node),
				"\"%s\" has no calendar and counts as there "
				"day and night; write calendar = \"...\"",
				a->name);
	}
}

void check_warn_staff(const struct manifest *m, struct brain_of *b,
		      struct mistakes *warnings)
{
	struct staffing s = { m, brain_policy(b), warnings };

	warn_of_skills(&s);
	warn_of_weekdays(&s);
	warn_of_shifts(&s);
}
