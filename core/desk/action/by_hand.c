/* by_hand.c - see by_hand.h.
 * SPDX-License-Identifier: MIT */
#include "desk/action/by_hand.h"

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

/* " --amount 5.00 --currency USD" of what pays. */
static void put_sum(struct str *out, const struct action *a)
{
	if (!by_hand_pays(a->verb))
		return;
	if (!money_given(a->amount)) {
		str_puts(out, " --amount SUM --currency CODE");
		return;
	}
	str_puts(out, " --amount ");
	money_put(out, a->amount);
	str_printf(out, " --currency %s", a->amount.currency);
}

int by_hand_instead(const struct action *a, struct err *err)
{
	CLEANUP(str_release) struct str sum = STR_INIT;
	const char *role = by_hand_role(a->verb);
	char ticket[24] = "T-N";

	if (a->ticket)
		snprintf(ticket, sizeof ticket, "T-%lld", (long long)a->ticket);
	put_sum(&sum, a);
	return role ? err_set(err, ERR_DATA,
			      "instance \"%s\" cannot perform \"%s\"; have it "
			      "done by hand: `helloword task add %s TEXT "
			      "--role %s --gives %s%s --within 48h`",
			      a->instance, a->verb, ticket, role, a->verb,
			      str_c(&sum))
		    : err_set(err, ERR_DATA,
			      "instance \"%s\" cannot perform \"%s\"; "
			      "`helloword action -h` lists what each can",
			      a->instance, a->verb);
}
