/* policy_bench.c - what the shipped policy and packs cost.
 *
 *	policy.advise   one question to the rules, policy.triage to the tiers
 *	classify        a message of 500 bytes, in each language of the packs by
 *			turns, which language it is included
 *	guard           a reply of 600 bytes, in three languages by turns, with
 *			facts, what the buyer wrote and what is another
 *			buyer's; the goal is 1 ms
 *	guard.most      the same with as much as the desk ever tells: 60 that
 *			are other buyers', 32 KB of what may be told, and a
 *			street in it
 *	render          a reply of 600 bytes with 8 texts, against snprintf of
 *			the same
 *	render.icu      the same with an amount and two dates
 *
 * In processor time.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "base/when.h"
#include "bench/house.h"
#include "bench/report.h"
#include "host/answers.h"

#define GROUPS 11
#define ROUNDS 2000 /* a group */

static struct matter about(const char *issue)
{
	return (struct matter){ .trigger = "message",
				.issue = issue,
				.also = "refund_request",
				.channel = "email",
				.platform = "shopify",
				.country = "DE",
				.lang = "de",
				.carrier = "dhl",
				.scan_status = "in_transit",
				.order_total = { 1250, "USD" },
				.refunded_amount = { 0, "USD" },
				.refund_open = { 1250, "USD" },
				.confidence = 75,
				.buyer_orders = 2,
				.messages = 1,
				.parcel_still_ms = 3 * DAY_MS,
				.age_ms = 9 * DAY_MS,
				.late_by_ms = 0,
				.placed = 1,
				.has_order = FLAG_YES,
				.has_tracking = FLAG_YES,
				.shipped = FLAG_YES,
				.delivered = FLAG_NO,
				.refunded = FLAG_NO,
				.cancelled = FLAG_NO,
				.disputed = FLAG_NO,
				.now = INT64_C(1795000000000) };
}

/* us a call, over issues that end early, late and nowhere in the rules. */
static double advise(const struct brain *b)
{
	static const char *const issues[] = { "quality", "not_received",
					      "thanks", "abuse" };
	struct arena arena = ARENA_INIT;
	struct advice out;
	double from = cpu_seconds();

	for (int i = 0; i < ROUNDS; i++) {
		struct matter m = about(issues[i % COUNT_OF(issues)]);

		arena_clear(&arena);
		out = (struct advice){ .count = 0 };
		b->advise(b, &m, &arena, &out);
	}
	arena_release(&arena);
	return (cpu_seconds() - from) / ROUNDS * 1e6;
}

static double triage(const struct brain *b)
{
	struct arena arena = ARENA_INIT;
	struct triaged out = { 0 };
	double from = cpu_seconds();

	for (int i = 0; i < ROUNDS; i++) {
		struct matter m = about("quality");

		arena_clear(&arena);
		b->triage(b, &m, &arena, &out);
	}
	arena_release(&arena);
	return (cpu_seconds() - from) / ROUNDS * 1e6;
}

/* -- packs -- */

static const char *const letters[] = {
	"Hello, I ordered the reading lamp with the brass foot two weeks ago "
	"for my mother's birthday and the parcel has not arrived yet. The "
	"tracking page has not changed since Monday, it still says that the "
	"shipment is being prepared. I have written to you twice and nobody "
	"has answered me. Where is my order? Please tell me when it will be "
	"here, or send me another one by express. If it does not come this "
	"week I would like to have my money back. Kind regards, Ann Smith, "
	"Springfield, with thanks for your help.",
	"Guten Tag, ich habe vor zwei Wochen die Leselampe mit dem "
	"Messingfuss zum Geburtstag meiner Mutter bestellt, und das Paket ist "
	"noch nicht angekommen. Die Sendungsverfolgung hat sich seit Montag "
	"nicht bewegt. Ich habe Ihnen schon zweimal geschrieben und keine "
	"Antwort bekommen. Wo ist meine Bestellung? Bitte sagen Sie mir, wann "
	"sie kommt, oder schicken Sie mir eine neue. Wenn sie diese Woche "
	"nicht da ist, moechte ich mein Geld zurueck. Mit freundlichen "
	"Gruessen, Anna Schmidt, Musterstadt, und vielen Dank.",
	"\xe6\x82\xa8\xe5\xa5\xbd\xef\xbc\x8c\xe6\x88\x91\xe4\xb8\xa4"
	"\xe5\x91\xa8\xe5\x89\x8d\xe4\xb9\xb0\xe7\x9a\x84\xe7\x81\xaf"
	"\xe8\xbf\x98\xe6\xb2\xa1\xe6\x9c\x89\xe6\x94\xb6\xe5\x88\xb0"
	"\xef\xbc\x8c\xe5\xbf\xab\xe9\x80\x92\xe4\xbf\xa1\xe6\x81\xaf"
	"\xe4\xb8\x80\xe7\x9b\xb4\xe6\xb2\xa1\xe6\x9c\x89\xe6\x9b\xb4"
	"\xe6\x96\xb0\xe3\x80\x82\xe8\xaf\xb7\xe9\x97\xae\xe6\x88\x91"
	"\xe7\x9a\x84\xe5\x8c\x85\xe8\xa3\xb9\xe5\x9c\xa8\xe5\x93\xaa"
	"\xe9\x87\x8c\xef\xbc\x9f\xe5\xa6\x82\xe6\x9e\x9c\xe8\xbf\x99"
	"\xe5\x91\xa8\xe8\xbf\x98\xe4\xb8\x8d\xe5\x88\xb0\xef\xbc\x8c"
	"\xe6\x88\x91\xe8\xa6\x81\xe9\x80\x80\xe6\xac\xbe\xe3\x80\x82",
};

static double classify_all(const struct pack_list *packs)
{
	struct arena arena = ARENA_INIT;
	struct guess g;
	double from = cpu_seconds();

	for (int i = 0; i < ROUNDS; i++) {
		arena_clear(&arena);
		classify(packs, letters[i % COUNT_OF(letters)], NULL, &arena,
			 &g);
	}
	from = cpu_seconds() - from;
	arena_release(&arena);
	return from / ROUNDS * 1e6;
}

/* What a buyer wrote, as far as it may be told back. */
#define KNOWN                                                                 \
	"Ann Smith\nann@example.com\n+44 7700 900123\n12 High Street\n"       \
	"Hello, where is my order? It should have been here last week, and "  \
	"you may ring me at 07700 900123 at any time. If nobody is at home, " \
	"my neighbour at 14 High Street takes it in.\nAnn\n"

/* us a text, replies that break nothing, as most do. */
static double judge_all(const struct guard_policy *g,
			const struct guard_facts *facts,
			const char *const *texts)
{
	static const char *const langs[] = { "en", "de", "zh-CN" };
	struct guard_hits hits = { 0 };
	double from = cpu_seconds();

	for (int i = 0; i < ROUNDS; i++) {
		struct guard_text t = { .text = texts[i % 3],
					.lang = langs[i % 3],
					.platform = "amazon",
					.channel = "message",
					.is_public = i % 2,
					.facts = facts };

		guard_hits_clear(&hits);
		guard_judge(g, &t, &hits);
	}
	guard_hits_release(&hits);
	return (cpu_seconds() - from) / ROUNDS * 1e6;
}

static const struct guard_facts an_order = { .order = "#100234",
					     .name = "Ann Smith",
					     .amount = "42.00",
					     .currency = "USD",
					     .date = "2026-11-19",
					     .may_promise = "refund reship",
					     .address = "12 High Street",
					     .city = "Leeds",
					     .postcode = "LS1 1AA",
					     .known = KNOWN };

static double guard_all(const struct guard_policy *g)
{
	static const struct guard_other others[] = {
		{ OTHER_NAME, "Anna Berg", "another buyer's name" },
		{ OTHER_STREET, "Lindenallee 7", "another buyer's address" },
		{ OTHER_NUMBER, "JD014600003", "another buyer's parcel" },
	};
	struct guard_facts facts = an_order;

	facts.others = others;
	facts.other_count = COUNT_OF(others);
	return judge_all(g, &facts, letters);
}

#define OTHERS 60
#define KNOWN_BYTES (32 << 10)

/* A third of each kind, each another one. */
static const char *other_of(enum guard_other_kind kind, int i,
			    struct arena *arena)
{
	switch (kind) {
	case OTHER_NAME:
		return arena_printf(arena, "Anna Berg%d", i);
	case OTHER_STREET:
		return arena_printf(arena, "Lindenallee %d", i);
	default:
		return arena_printf(arena, "JD0146%05d", i);
	}
}

static void put_others(struct guard_other *out, struct arena *arena)
{
	for (int i = 0; i < OTHERS; i++) {
		enum guard_other_kind kind = (enum guard_other_kind)(i % 3);

		out[i] = (struct guard_other){ kind, other_of(kind, i, arena),
					       "another buyer's" };
	}
}

static double guard_most(const struct guard_policy *g)
{
	static const char end[] = " We deliver to 14 High Street.";
	CLEANUP(str_release) struct str known = STR_INIT;
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct guard_other others[OTHERS];
	const char *texts[3];
	struct guard_facts facts = an_order;

	while (known.len < KNOWN_BYTES)
		str_puts(&known, letters[known.len % 2]);
	str_puts(&known, "\n" KNOWN);
	put_others(others, &arena);
	for (int i = 0; i < 3; i++)
		texts[i] = arena_printf(&arena, "%s%s", letters[i], end);
	facts.known = str_c(&known);
	facts.others = others;
	facts.other_count = OTHERS;
	return judge_all(g, &facts, texts);
}

/* A reply, its values, and the same text for printf. */
#define REPLY(a, b, c, d, e, f, g, h)                                         \
	"Dear " a ",\\n\\nthank you for your patience about order " b ". We " \
	"looked into it with " c " today. Your parcel " d " left our "        \
	"warehouse and was last seen in " e "; it should be with you soon, "  \
	"and you can follow it at any time here: " f "\\n\\nIf it has not "   \
	"reached you by then, write to us and we send another one at once "   \
	"or give you " g " back, whatever you like better. We are sorry "     \
	"that you had to wait, and that nobody told you before you had to "   \
	"ask. It should not be so, and we have asked the carrier how it "     \
	"came about.\\n\\nKind regards\\n" h
#define TEMPLATE                                                         \
	REPLY("{buyer_name}", "{order_name}", "{carrier}", "{tracking}", \
	      "{place}", "{tracking_link}", "{total}", "{shop_name}")
#define ICU                                                                \
	REPLY("{buyer_name}", "{order_name}", "{carrier}", "{first_date}", \
	      "{place}", "{second_date}", "{amount}", "{shop_name}")

static const struct value values[] = {
	{ .name = "buyer_name", .text = "Ann Smith" },
	{ .name = "order_name", .text = "#100234" },
	{ .name = "carrier", .text = "DHL" },
	{ .name = "tracking", .text = "00340434161094042557" },
	{ .name = "place", .text = "Leipzig, Germany" },
	{ .name = "tracking_link",
	  .text = "https://www.dhl.com/?id=00340434161094042557" },
	{ .name = "total", .text = "42.00 USD" },
	{ .name = "shop_name", .text = "The Lamp Shop" },
	{ .name = "amount", .type = VALUE_MONEY, .money = { 4200, "USD" } },
	{ .name = "first_date",
	  .type = VALUE_DATE,
	  .instant = INT64_C(1795000000000) },
	{ .name = "second_date",
	  .type = VALUE_DATE,
	  .instant = INT64_C(1796000000000) },
};

static struct pack *open_reply(void)
{
	static const char blob[] =
		"{\"tag\":\"en\",\"name\":\"English\",\"cjk\":false,\"words\":["
		"],"
		"\"negations\":[],\"history\":[],\"cues\":[],\"templates\":{"
		"\"bench.reply\":\"" TEMPLATE "\",\"bench.icu\":\"" ICU "\"}}";
	/* Behind the JSON and its NUL, what the language costs: nothing. */
	static char whole[sizeof blob + TONGUE_SIZE];
	struct err err = { 0 };
	struct pack *p;

	memcpy(whole, blob, sizeof blob);
	p = pack_open(whole, sizeof blob + TONGUE_SIZE, &err);

	must(p != NULL, err.text);
	return p;
}

static double render(const struct pack *p, const char *id)
{
	struct arena arena = ARENA_INIT;
	const char *subject, *text = "";
	struct err err = { 0 };
	double from = cpu_seconds();

	for (int i = 0; i < ROUNDS; i++) {
		arena_clear(&arena);
		must(pack_render(p, id, values, COUNT_OF(values), &arena,
				 &subject, &text, &err) == 0,
		     err.text);
	}
	from = cpu_seconds() - from;
	must(strlen(text) > 550, "the reply is too short");
	arena_release(&arena);
	return from / ROUNDS * 1e6;
}

static double print(void)
{
	static char out[2000];
	double from = cpu_seconds();

	for (int i = 0; i < ROUNDS; i++) {
		snprintf(out, sizeof out,
			 REPLY("%s", "%s", "%s", "%s", "%s", "%s", "%s", "%s"),
			 values[0].text, values[1].text, values[2].text,
			 values[3].text, values[4].text, values[5].text,
			 values[6].text, values[7].text);
		__asm__ volatile("" ::"r"(out) : "memory");
	}
	return (cpu_seconds() - from) / ROUNDS * 1e6;
}

static void packs(void)
{
	static struct samples classes = { .alone = true }, plain,
			      icu = { .alone = true };
	struct pack *p = open_reply();

	for (int g = 0; g < GROUPS; g++) {
		double bare = print(), us = render(p, "bench.reply");

		sample(&classes, classify_all(brain_packs(house_brain())), 0);
		sample(&plain, 1e6 / us, 1e6 / bare);
		sample(&icu, render(p, "bench.icu"), 0);
	}
	report("classify", "us", &classes, 50, false);
	report("render", "renders/s", &plain, 0.35, true);
	report("render.icu", "us", &icu, 8, false);
	pack_free(p);
}

static void rules(void)
{
	static struct samples advice = { .alone = true },
			      tiers = { .alone = true };
	struct brain_of mind = { .brain.arg = &mind };

	mind.policy = policy_load("policy", &mind.mistakes);
	must(!mind.mistakes.list.len, "the policy is wrong");
	answers_of_policy(&mind.brain);
	for (int g = 0; g < GROUPS; g++) {
		sample(&advice, advise(&mind.brain), 0);
		sample(&tiers, triage(&mind.brain), 0);
	}
	report("policy.advise", "us", &advice, 50, false);
	report("policy.triage", "us", &tiers, 50, false);
	policy_free(mind.policy);
	mistakes_release(&mind.mistakes);
}

static void guards(void)
{
	static struct samples all = { .alone = true }, most = { .alone = true };
	struct mistakes m = { 0 };
	struct guard_policy *g = guard_load("policy", NULL, &m);

	must(!m.list.len, "the guard is wrong");
	guard_learn(g, brain_packs(house_brain()));
	guard_all(g);
	for (int i = 0; i < GROUPS; i++) {
		sample(&all, guard_all(g), 0);
		sample(&most, guard_most(g), 0);
	}
	report("guard", "us", &all, 1000, false);
	report("guard.most", "us", &most, 1000, false);
	guard_free(g);
	mistakes_release(&m);
}

int main(void)
{
	rules();
	guards();
	packs();
	return 0;
}
