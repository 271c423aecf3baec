/* doctor.c - whether all is as it should be.
 * SPDX-License-Identifier: MIT */
#include "cli/doctor.h"

#include <stdarg.h>

#include "base/when.h"
#include "cli/alarm_reach.h"
#include "cli/show.h"
#include "cli/verbs.h"
#include "desk/ledger/invariants.h"

void doctor_found(struct doctor *d, enum finding_level level, const char *about,
		  const char *todo, const char *fmt, ...)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_vprintf(&s, fmt, ap);
	va_end(ap);
	finding_list_push(&d->found,
			  (struct finding){ level, about, xstrdup(str_c(&s)),
					    todo ? todo : "" });
}

void doctor_put_ago(struct str *s, int64_t at)
{
	int64_t age = clock_now() - at;
	int64_t days = age / DAY_MS, hours = age > 0 ? age / HOUR_MS : 0;
	int64_t n = days > 0 ? days : hours;

	str_printf(s, "%lld %s%s ago", (long long)n, days > 0 ? "day" : "hour",
		   n == 1 ? "" : "s");
}

/* Rows that stand in no legal state. */
static void look_at_rows(struct doctor *d)
{
	CLEANUP(str_release) struct str wrong = STR_INIT;
	struct err err = { 0 };
	int n = invariants_look(d->db, &wrong, &err);
	char *save = NULL, *text = str_take(&wrong);

	for (char *line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		doctor_found(d, WRONG, "rows", NULL, "%s", line);
	if (n < 0)
		doctor_found(d, WRONG, "rows", NULL, "%s", err.text);
	if (!n)
		doctor_found(d, FINE, "rows", NULL,
			     "every row is in a legal state");
	free(text);
}

static void look_at_database(struct doctor *d)
{
	struct err err = { 0 };

	if (db_integrity(d->db, &err))
		doctor_found(d, WRONG, "database",
			     "stop the desk and restore a backup", "%s",
			     err.text);
}

/* -- telling -- */

static const char *const levels[] = { "ok", "warning", "wrong" };

static int count(const struct doctor *d, enum finding_level level)
{
	int n = 0;

	for (size_t i = 0; i < d->found.len; i++)
		n += d->found.at[i].level == level;
	return n;
}

static void put_json(const struct doctor *d, struct str *out)
{
	struct jw w = JW_INIT(out);

	jw_object(&w);
	jw_kv_i64(&w, "wrong", count(d, WRONG));
	jw_kv_i64(&w, "warnings", count(d, WARNING));
	jw_key(&w, "findings");
	jw_array(&w);
	for (size_t i = 0; i < d->found.len; i++) {
		const struct finding *f = &d->found.at[i];

		jw_object(&w);
		jw_kv_text(&w, "level", levels[f->level]);
		jw_kv_text(&w, "about", f->about);
		jw_kv_text(&w, "text", f->text);
		if (*f->todo)
			jw_kv_text(&w, "todo", f->todo);
		jw_end(&w);
	}
	jw_end(&w);
	jw_end(&w);
	str_putc(out, '\n');
}

/* The worst last: it stands where the eye is. */
static void put_text(const struct doctor *d, struct str *out)
{
	for (int level = FINE; level <= WRONG; level++)
		for (size_t i = 0; i < d->found.len; i++) {
			const struct finding *f = &d->found.at[i];

			if (f->level != (enum finding_level)level)
				continue;
			str_printf(out, "%s: ", levels[level]);
			show_safe(out, f->text);
			str_printf(out, "%s%s\n", *f->todo ? "; " : "",
				   f->todo);
		}
}

static int tell(const struct doctor *d, struct err *err)
{
	int wrong = count(d, WRONG);

	if (d->cli->json)
		put_json(d, &d->cli->out);
	else
		put_text(d, &d->cli->out);
	return wrong ? err_set(err, ERR_FOUND, "%d thing%s wrong", wrong,
			       wrong == 1 ? " is" : "s are")
		     : 0;
}

/* What is wrong in them stands on standard error; the rest is looked at all the
 * same. */
static void look_at_settings(struct doctor *d)
{
	struct err err = { 0 };

	d->m = cli_manifest(d->cli, &err);
	d->brain = d->m ? cli_brain(d->cli, d->m, &err) : NULL;
	if (!d->brain)
		doctor_found(d, WRONG, d->m ? "policy" : "manifest",
			     "mend it; helloword check tells all of it",
			     "%s: a desk that runs goes on with what stood "
			     "there before, and none can be started",
			     err.text);
}

static void look_at_all(struct doctor *d)
{
	look_at_settings(d);
	doctor_wanted(d);
	doctor_work(d);
	doctor_state(d);
	doctor_anchor(d);
	doctor_alarms(d);
	doctor_machine(d);
}

static void doctor_release(struct doctor *d)
{
	for (size_t i = 0; i < d->found.len; i++)
		free(d->found.at[i].text);
	finding_list_release(&d->found);
	brain_close(d->brain);
	manifest_close(d->m);
	db_close(d->db);
}

int verb_doctor(struct cli *c, struct err *err)
{
	struct doctor d = { .cli = c };
	int rc;

	if (cli_db(c, &d.db, err))
		return -1;
	look_at_rows(&d);
	look_at_database(&d);
	if (!cli_flag(c, "invariants"))
		look_at_all(&d);
	show_hold(d.db);
	rc = tell(&d, err);
	doctor_release(&d);
	return rc;
}
