/* fact_sound.c - what no honest record says, whoever reported it.
 *
 * A record of the right shape can still be wrong: an adapter turned a sign
 * around, a carrier's clock is in another year, a shop named two lines alike.
 * Such a record would be counted, compared and waited for like any other, so
 * it goes to the quarantine, where a person sees it.
 * SPDX-License-Identifier: MIT */
#include "base/money.h"
#include "desk/fact.h"

/* Refunds are given as what is paid back: a negative one would make an order
 * look as if more were left to refund than was paid. Orders for nothing are
 * paid with zero. */
static int sound_payment(const struct hw_payment *p, struct err *err)
{
	bool refund = p->kind == HW_REFUND;
	struct money amount;
	CLEANUP(str_release) struct str text = STR_INIT;

	memcpy(&amount, &p->amount, sizeof amount);
	if (amount.minor > 0 || (amount.minor == 0 && !refund))
		return 0;
	money_put(&text, amount);
	return err_set(err, ERR_DATA,
		       "payment.amount: a %s of %s %s cannot be; give what was "
		       "%s, above zero",
		       refund ? "refund" : "payment", str_c(&text),
		       amount.currency, refund ? "paid back" : "paid");
}

int fact_sound(const struct kind *kind, const void *rec, struct err *err)
{
	return kind == &payment_kind ? sound_payment(rec, err) : 0;
}
