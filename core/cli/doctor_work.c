/* doctor_work.c - what the desk works with: its instances and its rates.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "base/when.h"
#include "cli/doctor.h"
#include "host/control.h"
#include "policy/policy.h"

#define QUOTA_TIGHT 90        /* per cent of the calls of a day */
#define SAYS_MAX ((size_t)24) /* bytes of a request's text that are shown */

/* -- as they are declared -- */

static void put_verbs(struct str *s, const struct instance *in)
{
	static const char *const classes[] = { "A", "B", "C", "D" };

	for (size_t i = 0; i < in->verbs.len; i++) {
		const struct verb_info *v = &in->verbs.at[i];
		int class = v->effect_class >= 'A' && v->effect_class <= 'D'
				    ? v->effect_class - 'A'
				    : 3;

		str_printf(s, "%s%s (%s%s)", i ? ", " : "; effects: ", v->name,
			   classes[class], v->money ? ", money" : "");
	}
}

static void put_request(struct str *s, const cJSON *r, const char *verb)
{
	const char *method = json_text(r, "method");
	const char *path = json_text(r, "path");
	const char *says = json_text(r, "says");

	str_printf(s, "%s %s", method ? method : "any", path ? path : "");
	if (says && *says)
		str_printf(s, " \"%.*s...\"",
			   (int)utf8_prefix(says, strlen(says), SAYS_MAX),
			   says);
	str_printf(s, " for %s", verb);
}

/* Whoever reviews a plugin looks here: what is no plain read and is not
 * declared does not leave. */
static void put_requests(struct str *s, const struct instance *in)
{
	const cJSON *list = json_get(in->descriptor, "requests"), *r;
	const char *lead = "; sends ";
	int reads = 0;

	cJSON_ArrayForEach (r, list) {
		const char *verb = json_text(r, "verb");

		if (!verb || !*verb) {
			reads++;
			continue;
		}
		str_puts(s, lead);
		put_request(s, r, verb);
		lead = ", ";
	}
	if (reads)
		str_printf(s, "; %d more declared as reading only", reads);
}

static void look_at_declared(struct doctor *d)
{
	for (size_t i = 0; d->m && i < d->m->count; i++) {
		const struct instance *in = d->m->instances[i];
		const char *version = json_text(in->descriptor, "version");
		CLEANUP(str_release) struct str s = STR_INIT;

		str_printf(&s, "%s: plugin %s %s, effects = %s", in->name,
			   in->plugin, version ? version : "", in->effects);
		if (in->domains && *in->domains)
			str_printf(&s, "; reaches %s", in->domains);
		put_verbs(&s, in);
		put_requests(&s, in);
		doctor_found(d, FINE, "plugins", NULL, "%s", str_c(&s));
		if (in->loopback)
			doctor_found(d, WARNING, "plugins",
				     "that is for trials: remove loopback",
				     "%s may reach this machine", in->name);
	}
}

/* -- as they are doing -- */

static void look_at_one(struct doctor *d, const cJSON *p)
{
	const char *name = json_text(p, "name"), *state = json_text(p, "state");
	const char *why = json_text(p, "why");
	const char *missing = json_text(p, "missing_scopes");
	int64_t quota = json_i64(p, "quota", 0);
	int64_t used = json_i64(p, "quota_used", 0);

	if (text_eq(state, "failing") || text_eq(state, "paused"))
		doctor_found(d, WARNING, "plugins", "helloword plugins",
			     "%s is %s: %s", name, state, why ? why : "");
	if (missing && *missing)
		doctor_found(d, WARNING, "plugins",
			     "grant them on the platform",
			     "%s lacks permissions: %s", name, missing);
	if (quota && used * 100 >= quota * QUOTA_TIGHT)
		doctor_found(d, WARNING, "quota",
			     "until midnight UTC it asks no more than the rest",
			     "%s used %lld of %lld calls of this day", name,
			     (long long)used, (long long)quota);
	if (json_get(p, "coverage") && json_i64(p, "parcels", 0) &&
	    json_i64(p, "coverage", 100) < 50)
		doctor_found(d, WARNING, "coverage",
			     "a stall is only claimed of what was looked at; "
			     "raise the quota",
			     "%s looked at %lld %% of the parcels under way "
			     "within a day",
			     name, (long long)json_i64(p, "coverage", 0));
}

static void look_at_running(struct doctor *d)
{
	CLEANUP(str_release) struct str request = STR_INIT;
	CLEANUP(json_free_ptr) cJSON *reply = NULL;
	struct err err = { 0 };
	const cJSON *p;

	str_puts(&request, "{\"do\":\"plugins\",\"args\":{}}");
	if (control_ask(d->cli->state, &request, &reply, &err)) {
		if (err.code != ERR_NO_DESK) {
			doctor_found(d, WARNING, "desk", NULL, "%s", err.text);
			return;
		}
		doctor_found(d, WARNING, "desk", "start it: helloword serve",
			     "no desk runs: nothing is watched and nothing "
			     "leaves");
		return;
	}
	cJSON_ArrayForEach (p, json_get(reply, "plugins"))
		look_at_one(d, p);
}

static void look_at_rates(struct doctor *d)
{
	const struct rates *r = &brain_policy(d->brain)->rates;
	CLEANUP(str_release) struct str date = STR_INIT;
	int64_t oldest = INT64_MAX;

	for (size_t i = 0; i < r->list.len; i++)
		if (r->list.at[i].date < oldest)
			oldest = r->list.at[i].date;
	if (oldest >= clock_now() - RATE_AGE_DAYS * DAY_MS)
		return;
	instant_put(&date, oldest);
	doctor_found(d, WARNING, "rates",
		     "write newer ones (docs/policy.md, Other currencies)",
		     "rates.conf is of %.10s, older than %d days: what it "
		     "compares is left to a person",
		     str_c(&date), RATE_AGE_DAYS);
}

static void look_at_people(struct doctor *d)
{
	if (d->m && !d->m->agents.len)
		doctor_found(d, WARNING, "agents",
			     "agents = ( ... ) names them",
			     "there is no agent: nobody can approve money");
}

void doctor_work(struct doctor *d)
{
	look_at_people(d);
	look_at_declared(d);
	look_at_running(d);
	if (d->brain)
		look_at_rates(d);
}
