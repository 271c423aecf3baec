/* by_hand.c - see by_hand.h.
 * SPDX-License-Identifier: MIT */
#include "desk/by_hand.h"

#include "base/str.h"

#define FINANCE "finance"

static const struct by_hand {
	const char *verb, *role;
} by_hand[] = {
	{ "refund", FINANCE },       { "store_credit", FINANCE },
	{ "coupon", FINANCE },       { "reship", "warehouse" },
	{ "exchange", "warehouse" }, { "return", "warehouse" },
};

const char *by_hand_role(const char *verb)
{
	for (size_t i = 0; i < COUNT_OF(by_hand); i++)
		if (text_eq(by_hand[i].verb, verb))
			return by_hand[i].role;
	return NULL;
}

bool by_hand_pays(const char *verb)
{
	return text_eq(by_hand_role(verb), FINANCE);
}

bool by_hand_may(const char *role, const char *verb)
{
	const char *whose = by_hand_role(verb);

	if (!whose || text_eq(role, whose))
		return true;
	for (size_t i = 0; i < COUNT_OF(by_hand); i++)
		if (text_eq(by_hand[i].role, role))
			return false;
	return true;
}

int by_hand_instead(const struct action *a, struct err *err)
{
	const char *role = by_hand_role(a->verb);
	char ticket[24] = "T-N";

	if (a->ticket)
		snprintf(ticket, sizeof ticket, "T-%lld", (long long)a->ticket);
	return role ? err_set(err, ERR_DATA,
			      "instance \"%s\" cannot perform \"%s\"; have it "
			      "done by hand: `helloword task add %s TEXT "
			      "--role %s --gives %s --within 48h`",
			      a->instance, a->verb, ticket, role, a->verb)
		    : err_set(err, ERR_DATA,
			      "instance \"%s\" cannot perform \"%s\"; "
			      "`helloword action -h` lists what each can",
			      a->instance, a->verb);
}
