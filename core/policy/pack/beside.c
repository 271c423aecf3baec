/* beside.c - see beside.h.
 * SPDX-License-Identifier: MIT */
#include "policy/pack/beside.h"

#include "base/str.h"
#include "policy/rule/fact.h"

static bool among(const char *const *list, size_t n, int issue)
{
	for (size_t i = 0; i < n; i++)
		if (text_eq(list[i], issue_types[issue]))
			return true;
	return false;
}

bool issue_yields(int issue)
{
	static const char *const yielding[] = {
		"refund_request",  "return_request", "exchange_request",
		"cancel_request",  "review_bad",     "review_threat",
		"claim_announced", "legal_threat",   "service_complaint",
		"human_wanted"
	};

	return among(yielding, COUNT_OF(yielding), issue);
}

/* Beside these nothing is told: what sounds like a remedy or a threat is
 * another word for them ("where is my refund", "my bank refused the payment").
 */
static bool stands_alone(int issue)
{
	static const char *const alone[] = {
		"refund_status",  "thanks",         "product_question",
		"payment_failed", "account_access", "machine_mail",
		"order_status",   "invoice",        "other",
		"address_change",
	};

	return among(alone, COUNT_OF(alone), issue);
}

bool issue_remedy(int issue)
{
	static const char *const remedies[] = { "refund_request",
						"return_request",
						"exchange_request",
						"cancel_request" };

	return among(remedies, COUNT_OF(remedies), issue);
}

/* "Money back, or I ask my bank." */
bool issue_threat(int issue)
{
	static const char *const threats[] = { "review_bad", "review_threat",
					       "claim_announced",
					       "legal_threat" };

	return among(threats, COUNT_OF(threats), issue);
}

/* What stands alone, or yields itself, has beside it only these. */
static bool go_together(int first, int other)
{
	static const char *const pairs[][2] = {
		{ "refund_status", "claim_announced" },
		{ "refund_status", "legal_threat" },
		{ "cancel_request", "refund_request" },
		{ "return_request", "refund_request" },
		{ "exchange_request", "refund_request" },
		{ "payment_failed", "cancel_request" },
		{ "address_change", "cancel_request" },
	};

	for (size_t i = 0; i < COUNT_OF(pairs); i++)
		if (text_eq(pairs[i][0], issue_types[first]) &&
		    text_eq(pairs[i][1], issue_types[other]))
			return true;
	return issue_threat(first) && issue_remedy(other);
}

bool issue_beside(int first, int other)
{
	if (!issue_yields(other))
		return false;
	return (!issue_yields(first) && !stands_alone(first)) ||
	       go_together(first, other);
}
