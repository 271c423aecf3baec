/* alarm_help.c - see alarm_help.h.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/alarm_help.h"

#include "base/when.h"

struct quiet fake_quiet;
struct alarm_budget fake_mail, fake_sms;
bool fake_open, stuck, no_phone;
const char *fake_away;
int64_t fake_times;

static const struct {
	const char *ladder;
	struct alarm_level level;
} levels[] = {
	{ "red", { "email", "assigned manager", 5 * MINUTE_MS } },
	{ "red", { "push sms", "on_call", 10 * MINUTE_MS } },
	{ "usual", { "email", "assigned manager", 30 * MINUTE_MS } },
	{ "usual", { "email", "owner", 4 * HOUR_MS } },
	{ "vip", { "sms", "on_call", 0 } },
	{ "vip", { "sms", "manager", 10 * MINUTE_MS } },
};

static bool ladder(const struct brain *b, const char *cause, const char *tier,
		   const char *weight, struct alarm_ladder *out)
{
	(void)b;
	if (text_eq(cause, "vip"))
		*out = (struct alarm_ladder){ "vip", true, 3, 0, 0 };
	else if (text_eq(cause, "breach") || text_eq(tier, "red"))
		*out = (struct alarm_ladder){ "red", true, 3, 30 * MINUTE_MS,
					      fake_times };
	else if (text_eq(tier, "yellow") || text_eq(weight, "error"))
		*out = (struct alarm_ladder){ "usual", false, 3, 0, 0 };
	else
		*out = (struct alarm_ladder){ "rest", false, 1, 0, 0 };
	return true;
}

static bool level(const struct brain *b, const char *name, int64_t n,
		  struct alarm_level *out)
{
	(void)b;
	for (size_t i = 0; i < COUNT_OF(levels); i++)
		if (text_eq(levels[i].ladder, name) && n-- == 2) {
			*out = levels[i].level;
			return true;
		}
	return false;
}

static const char *who(const struct brain *b, const char *word, int64_t at,
		       size_t i, struct arena *arena)
{
	static const char *const on_call[] = { "eva", "tom" };

	(void)b, (void)at, (void)arena;
	if (text_eq(word, "on_call"))
		return i < COUNT_OF(on_call) ? on_call[i] : NULL;
	if (i)
		return NULL;
	return text_eq(word, "manager") ? "tom"
	       : text_eq(word, "owner") ? "eva"
					: NULL;
}

static bool person(const struct brain *b, const char *name, const char *channel,
		   int64_t at, struct alarm_person *out)
{
	static const char *const addresses[][3] = {
		{ "mia", "mia@desk.example", "" },
		{ "tom", "tom@desk.example", "+491510000001" },
		{ "eva", "eva@desk.example", "+491510000002" },
	};
	static struct zone *berlin; /* opening costs more than all the rest */

	(void)b;
	if (!berlin)
		berlin = zone_open("Europe/Berlin");
	assert_non_null(berlin);
	*out = (struct alarm_person){
		.address = "",
		.quiet_until = quiet_until(&fake_quiet, berlin, at),
		.day_ends = quiet_day_ends(berlin, at),
	};
	if (no_phone && !text_eq(channel, "email"))
		return true;
	for (size_t i = 0; i < COUNT_OF(addresses); i++)
		if (text_eq(addresses[i][0], name) && !text_eq(fake_away, name))
			out->address =
				addresses[i][text_eq(channel, "email") ? 1 : 2];
	return true;
}

static void budget(const struct brain *b, const char *channel,
		   struct alarm_budget *out)
{
	(void)b;
	*out = text_eq(channel, "email") ? fake_mail : fake_sms;
}

static bool arrives(const struct brain *b, const char *tier, const char *issue)
{
	(void)b, (void)issue;
	return text_eq(tier, "red");
}

static bool is_vip(const struct brain *b, const struct matter *m)
{
	(void)b;
	return m->vip == FLAG_YES;
}

static bool named(const struct brain *b, const char *buyer_ref)
{
	(void)b;
	return text_eq(buyer_ref, "B1");
}

static bool is_open(const struct brain *b, int64_t at)
{
	(void)b, (void)at;
	return fake_open;
}

static const char *link_of(const struct brain *b)
{
	(void)b;
	return "https://desk.example/";
}

const struct alarms *fake_alarms(void)
{
	static const struct alarms alarms = { ladder, level,   who,
					      person, budget,  arrives,
					      is_vip, is_open, link_of };

	fake_quiet = (struct quiet){ 0 };
	fake_mail = (struct alarm_budget){ .gather_ms = 2 * MINUTE_MS,
					   .between_ms = 15 * MINUTE_MS,
					   .a_day = 50 };
	fake_sms = (struct alarm_budget){ .between_ms = 5 * MINUTE_MS,
					  .a_day = 20,
					  .urgent = 15 };
	fake_open = true;
	stuck = false;
	fake_away = "";
	fake_times = 0;
	no_phone = false;
	return &alarms;
}

struct desk *open_alarm_desk(void)
{
	struct desk *d = open_desk();

	test_brain.alarms = fake_alarms();
	test_brain.vip = named;
	must_do(d, "config", "desk",
		"{\"fingerprint\":\"f\",\"agents\":[{\"name\":\"mia\",\"role\":"
		"\"agent\"},{\"name\":\"tom\",\"role\":\"manager\"},{\"name\":"
		"\"eva\",\"role\":\"owner\"}]}");
	return d;
}

struct desk *desk_with_a_red_ticket(void)
{
	struct desk *d = open_alarm_desk();

	must_hear(d, "shop", ORDER);
	must_hear(d, "mail", MAIL("m1", "claim announced, says Ann"));
	return d;
}

void raise(struct desk *d, const char *weight, const char *cause)
{
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"level\":\"%s\",\"cause\":\"%s\",\"text\":"
			       "\"it is so\"}",
			       weight, cause);

	must_do(d, "alert", "desk", json);
}

void mail_about(struct desk *d, int n, const char *text)
{
	CLEANUP(str_release) struct str line = STR_INIT;
	char ref[16], from[40];

	snprintf(ref, sizeof ref, "x%d", n);
	snprintf(from, sizeof from, "b%d@example.com", n);
	put_mail_line(&line, (struct mail_line){ .ref = ref,
						 .from = from,
						 .subject = "Hello",
						 .text = text });
	deliver_line(d, "mail", &line);
}

int64_t told(struct desk *d, const char *person_name, const char *channel)
{
	struct alarm_person p;

	if (!person(NULL, person_name, channel, 0, &p))
		return -1;
	return db_i64(desk_db(d), -1,
		      "SELECT count(*) FROM actions WHERE rule = 'alert' AND "
		      "to_addr = ?1 AND state <> 11",
		      "s", p.address);
}

const char *last_notice(struct desk *d)
{
	return one_text(d, "SELECT \"text\" FROM actions WHERE rule = 'alert' "
			   "ORDER BY id DESC LIMIT 1");
}

static void let_leave(struct desk *d)
{
	int64_t id;

	while (!stuck && (id = one(d, "SELECT id FROM actions WHERE rule = "
				      "'alert' AND state = 4 LIMIT 1")) > 0) {
		settles(d, id);
	}
}

void step(struct desk *d, int64_t minutes)
{
	for (int64_t i = 0; i < minutes; i++) {
		pass(d, MINUTE_MS);
		let_leave(d);
	}
}

int64_t open_alerts(struct desk *d)
{
	return one(d, "SELECT count(*) FROM alerts WHERE acknowledged IS NULL");
}

int64_t moment(const char *text)
{
	struct when w;
	struct err err = { 0 };

	must(when_parse(&w, text, &err), &err);
	return w.ms;
}

void pass_until(struct desk *d, const char *text)
{
	while (now_ms < moment(text)) {
		int64_t due = desk_next_due(d);

		now_ms =
			due > now_ms && due < moment(text) ? due : moment(text);
		must_tick(d);
		let_leave(d);
	}
}
