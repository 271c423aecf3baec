/* policy_bench.c - what a question to the shipped policy costs.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <time.h>

#include "base/when.h"
#include "host/answers.h"

#define ROUNDS 20000

static double seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

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
	double from = seconds();

	for (int i = 0; i < ROUNDS; i++) {
		struct matter m = about(issues[i % COUNT_OF(issues)]);

		arena_clear(&arena);
		out = (struct advice){ .count = 0 };
		b->advise(b, &m, &arena, &out);
	}
	arena_release(&arena);
	return (seconds() - from) / ROUNDS * 1e6;
}

static double triage(const struct brain *b)
{
	struct arena arena = ARENA_INIT;
	struct triaged out = { 0 };
	double from = seconds();

	for (int i = 0; i < ROUNDS; i++) {
		struct matter m = about("quality");

		arena_clear(&arena);
		b->triage(b, &m, &arena, &out);
	}
	arena_release(&arena);
	return (seconds() - from) / ROUNDS * 1e6;
}

int main(void)
{
	struct brain_of mind = { .brain.arg = &mind };

	mind.policy = policy_load("policy", &mind.mistakes);
	if (mind.mistakes.list.len) {
		fprintf(stderr, "%s\n", mind.mistakes.list.at[0]);
		return 1;
	}
	answers_of_policy(&mind.brain);
	advise(&mind.brain);
	printf("{\"row\":\"policy.advise\",\"us\":%.1f,\"rules\":%zu}\n",
	       advise(&mind.brain), mind.policy->rules.len);
	printf("{\"row\":\"policy.triage\",\"us\":%.1f}\n",
	       triage(&mind.brain));
	policy_free(mind.policy);
	mistakes_release(&mind.mistakes);
	return 0;
}
