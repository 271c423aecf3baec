/* play_help.c - see play_help.h.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/play_help.h"
#include "desk/ticket/queue.h"
#include "help/fake_brain.h"
#include "help/place.h"

struct brain_of shipped;
bool shop_reships;
static struct brain fake;

static void bracketed(const struct brain *b, const char *text, const char *lang,
		      const char *usual, struct arena *arena,
		      struct classified *out)
{
	const char *at = strchr(text, '[');
	size_t issue, chosen;

	if (!at) {
		fake.classify(b, text, lang, usual, arena, out);
		return;
	}
	issue = strcspn(++at, ">]");
	chosen = strcspn(at + issue, "]");
	*out = (struct classified){
		.issue = arena_strndup(arena, at, issue),
		.also = "",
		.lang = lang ? lang : "en",
		.confidence = 90,
		.cues = "[]",
		.over = strchr(text, '!') != NULL,
		.chosen = chosen ? arena_strndup(arena, at + issue + 1,
						 chosen - 1)
				 : ""
	};
}

static bool verb(const struct brain *b, const char *instance, const char *name,
		 struct verb_facts *out)
{
	if (!text_eq(name, "reship"))
		return fake.verb(b, instance, name, out);
	*out = (struct verb_facts){ .effect_class = 'B' };
	return shop_reships;
}

/* Of the packs' templates only these have a code. */
static bool is_in_it(const char *template_id, const struct slot_value *slot)
{
	return !text_eq(slot->name, "coupon") ||
	       text_starts(template_id, "late.compensation") ||
	       text_starts(template_id, "gesture.coupon");
}

/* As the fake one, and with what it was given. */
static int render(const struct brain *b, const char *template_id,
		  const char *lang, const struct slot_value *slots,
		  size_t count, struct arena *arena, struct rendered *out,
		  struct err *err)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	if (fake.render(b, template_id, lang, slots, count, arena, out, err))
		return -1;
	str_puts(&s, out->text);
	for (size_t i = 0; i < count; i++)
		if (!is_in_it(template_id, &slots[i])) {
			continue;
		} else if (slots[i].type == SLOT_TEXT) {
			str_printf(&s, " %s=%s", slots[i].name, slots[i].text);
		} else if (slots[i].type == SLOT_MONEY) {
			str_printf(&s, " %s=", slots[i].name);
			money_put(&s, slots[i].money);
		}
	out->text = arena_strdup(arena, str_c(&s));
	return 0;
}

static const char *guide(const struct brain *b, const char *sku)
{
	(void)b;
	return text_eq(sku, "LAMP-7") ? "https://shop.example/7" : "";
}

int shipped_load(void **state)
{
	(void)state;
	fake = fake_brain();
	shipped.policy = policy_load("policy", &shipped.mistakes);
	shipped.brain = fake;
	answers_of_policy(&shipped.brain);
	shipped.brain.classify = bracketed;
	shipped.brain.verb = verb;
	shipped.brain.render = render;
	shipped.brain.guide = guide;
	shipped.brain.tracking_link = fake.tracking_link;
	shipped.brain.carrier_of = fake.carrier_of;
	shipped.brain.arg = &shipped;
	test_brain = shipped.brain;
	return shipped.mistakes.list.len ? -1 : 0;
}

int shipped_unload(void **state)
{
	(void)state;
	policy_free(shipped.policy);
	mistakes_release(&shipped.mistakes);
	return 0;
}

/* -- what happens -- */

#define PARCEL "3318810025"

struct playing {
	struct desk *d;
	const char *name;
	int turn, lines;
};

static void put_now(struct str *s)
{
	instant_put(s, now_ms);
}

static void order(struct playing *p, const char *total)
{
	CLEANUP(free_ptr)
	char *lines = xasprintf(
		"{\"kind\":\"order\",\"ref\":\"O1\",\"name\":\"#1001\","
		"\"status\":\"open\",\"placed\":\"2026-09-01T10:00:00Z\","
		"\"buyer_ref\":\"B1\",\"buyer_name\":\"Ann Smith\",\"email\":"
		"\"ann@example.com\",\"lang\":\"en\",\"total\":{\"amount\":"
		"\"%s\",\"currency\":\"USD\"}}\n"
		"{\"kind\":\"payment\",\"ref\":\"P1\",\"order_ref\":"
		"\"O1\",\"type\":\"sale\",\"status\":\"success\",\"amount\":"
		"{\"amount\":\"%s\",\"currency\":\"USD\"},\"at\":"
		"\"2026-09-01T10:00:00Z\"}\n"
		"{\"kind\":\"shipment\",\"ref\":\"S1\",\"order_ref\":\"O1\","
		"\"carrier\":\"DHL\",\"tracking\":\"" PARCEL "\",\"status\":"
		"\"shipped\",\"shipped\":\"2026-09-02T10:00:00Z\"}\n"
		"{\"kind\":\"scan\",\"carrier\":\"DHL\",\"tracking\":\"" PARCEL
		"\",\"code\":\"X\",\"status\":\"in_transit\",\"occurred\":"
		"\"2026-09-12T10:00:00Z\"}\n",
		total, total);

	must_hear(p->d, "shop", lines);
}

static void scan(struct playing *p, const char *status)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	str_printf(&s,
		   "{\"kind\":\"scan\",\"carrier\":\"DHL\",\"tracking\":"
		   "\"" PARCEL "\",\"code\":\"Y\",\"status\":\"%s\","
		   "\"occurred\":\"",
		   status);
	put_now(&s);
	str_puts(&s, "\"}\n");
	must_hear(p->d, "shop", str_c(&s));
}

static void mail(struct playing *p, const char *text)
{
	CLEANUP(str_release) struct str line = STR_INIT, at = STR_INIT;
	char ref[16];

	snprintf(ref, sizeof ref, "m%d", ++p->lines);
	put_now(&at);
	put_mail_line(&line, (struct mail_line){ .ref = ref,
						 .from = "ann@example.com",
						 .subject = "Order #1001",
						 .text = text,
						 .at = str_c(&at) });
	must_hear(p->d, "mail", str_c(&line));
}

/* What waits for approval, or was approved with what it goes with, goes, and is
 * done. */
static void make(struct playing *p, const char *verb_name)
{
	int64_t id = db_i64(desk_db(p->d), 0,
			    "SELECT id FROM actions WHERE verb = ?1 AND "
			    "state IN (2, 4)",
			    "s", verb_name);
	char json[160];

	if (!id)
		fail_msg("%s, turn %d: no %s waits", p->name, p->turn,
			 verb_name);
	snprintf(json, sizeof json, "{\"action\":%lld}", (long long)id);
	if (action_state(p->d, id) == ACTION_WAITING)
		must_do(p->d, "approve", "eva", json);
	snprintf(json, sizeof json,
		 "{\"action\":%lld,\"request_hash\":\"abc\"}", (long long)id);
	must_do(p->d, "sending", "desk", json);
	snprintf(json, sizeof json,
		 "{\"action\":%lld,\"outcome\":\"settled\",\"why\":\"test\","
		 "\"result\":\"TY-1\"}",
		 (long long)id);
	must_do(p->d, "result", "desk", json);
}

/* To the waiting one, and no more than that. */
static void say(struct playing *p, const char *word, const char *verb_name)
{
	CLEANUP(free_ptr)
	char *json = xasprintf(
		"{\"action\":%lld}",
		(long long)db_i64(desk_db(p->d), 0,
				  "SELECT id FROM actions WHERE verb = ?1 AND "
				  "state = 2",
				  "s", verb_name));

	must_do(p->d, word, "eva", json);
}

static void task_done(struct playing *p)
{
	char json[60];

	snprintf(json, sizeof json, "{\"alert\":%lld}",
		 (long long)one(p->d, "SELECT id FROM alerts WHERE cause GLOB "
				      "'task:*' AND acknowledged IS NULL"));
	must_do(p->d, "acknowledge", "mia", json);
}

static void let_pass(struct playing *p, const char *time)
{
	struct err err = { 0 };
	int64_t ms = 0;

	must(duration_parse(&ms, time, &err), &err);
	pass(p->d, ms);
}

static void must_be_stuck(struct playing *p, bool wanted)
{
	CLEANUP(rows_release) struct rows r = queue_stuck(desk_db(p->d));

	if (rows_next(&r) != wanted)
		fail_msg("%s, turn %d: T-1 is%s stuck", p->name, p->turn,
			 wanted ? " not" : "");
}

static void happens(struct playing *p, const struct turn *t)
{
	if (text_eq(t->what, "order"))
		order(p, t->arg);
	else if (text_eq(t->what, "scan"))
		scan(p, t->arg);
	else if (text_eq(t->what, "mail"))
		mail(p, t->arg);
	else if (text_eq(t->what, "shop"))
		must_hear(p->d, "shop", t->arg);
	else if (text_eq(t->what, "pass"))
		let_pass(p, t->arg);
	else if (text_eq(t->what, "send"))
		make(p, "reply");
	else if (text_eq(t->what, "make"))
		make(p, t->arg);
	else if (text_eq(t->what, "approve") || text_eq(t->what, "cancel"))
		say(p, t->what, t->arg);
	else if (text_eq(t->what, "yes"))
		must_do(p->d, "accept", "mia", "{\"ticket\":1}");
	else if (text_eq(t->what, "no"))
		must_do(p->d, "refuse", "mia", "{\"ticket\":1}");
	else if (text_eq(t->what, "task"))
		task_done(p);
	else if (text_eq(t->what, "stuck") || text_eq(t->what, "runs"))
		must_be_stuck(p, text_eq(t->what, "stuck"));
	else if (!text_eq(t->what, "is"))
		fail_msg("\"%s\" is no turn", t->what);
	else if (one(p->d, t->arg) != 1)
		fail_msg("%s, turn %d: not so: %s", p->name, p->turn, t->arg);
}

static void stands(struct playing *p, const char *what, const char *sql,
		   const char *wanted)
{
	struct arena arena = ARENA_INIT;
	const char *got = db_text(desk_db(p->d), &arena, sql, "");

	if (wanted && !text_eq(got, wanted))
		fail_msg("%s, turn %d: %s \"%s\" instead of \"%s\"", p->name,
			 p->turn, what, got, wanted);
	arena_release(&arena);
}

struct desk *play_on(const char *name, const struct turn *turns)
{
	struct playing p = { .name = name };

	now_ms = BEGIN_MS;
	p.d = open_desk_at(scratch_dir(), ":memory:");
	add_shops(p.d);
	for (const struct turn *t = turns; t->what; t++) {
		p.turn++;
		happens(&p, t);
		stands(&p, "step", "SELECT step FROM tickets WHERE id = 1",
		       t->step);
		stands(&p, "reply",
		       "SELECT template_id FROM actions WHERE verb = 'reply' "
		       "AND state = 2",
		       t->reply);
	}
	return p.d;
}

void rates_of(int64_t date)
{
	struct rate_list *rates = &shipped.policy->rates.list;

	for (size_t i = 0; i < rates->len; i++) {
		if (rates->at[i].date == INT64_MAX)
			continue; /* the base */
		rates->at[i].date = date;
		if (strcmp(rates->at[i].currency, "USD") == 0) {
			rates->at[i].num = 10389;
			rates->at[i].den = 10000;
		}
	}
}

void offer_with_money(void)
{
	struct playbook_list *all = &shipped.policy->playbooks;
	struct step *wait, *money;
	struct playbook *p = all->at;

	while (!text_eq(p->name, "not_received"))
		p++;
	if (playbook_step(p, "wait for the choice") < 0)
		return;
	wait = &p->steps.at[playbook_step(p, "wait for the choice")];
	money = &p->steps.at[playbook_step(p, "refund")];
	wait[1] = wait[0];
	wait[1].name = "wait for buyer";
	wait[1].for_buyer = wait[1].for_choice = false;
	wait[1].next_index++;
	wait[0] = (struct step){ .name = "refund",
				 .ask = "",
				 .reply = "",
				 .alert = "",
				 .tells_of = "",
				 .reship = "",
				 .back = "",
				 .task = "",
				 .gives = "",
				 .accept = "",
				 .promise = "",
				 .next = "",
				 .refund = money->refund,
				 .line = money->line,
				 .next_index = wait[1].next_index - 1 };
}

void play_all(const struct scenario *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		shop_reships = list[i].reships;
		ends_the_same(play_on(list[i].name, list[i].turns));
	}
}
