/* issue.c - see issue.h.
 * SPDX-License-Identifier: MIT */
#include "policy/pack/issue.h"

#include <string.h>

/* [source: the outside contract, "Issue types"] */
const char *const issue_types[] = { "not_received",
				    "delivered_not_received",
				    "order_status",
				    "late",
				    "stalled",
				    "customs",
				    "damaged",
				    "wrong_item",
				    "missing_part",
				    "quality",
				    "not_as_described",
				    "size",
				    "changed_mind",
				    "return_request",
				    "exchange_request",
				    "refund_request",
				    "refund_status",
				    "cancel_request",
				    "address_change",
				    "payment_failed",
				    "overcharged",
				    "review_bad",
				    "review_threat",
				    "claim_announced",
				    "legal_threat",
				    "fraud",
				    "invoice",
				    "product_question",
				    "software_fault",
				    "account_access",
				    "service_complaint",
				    "human_wanted",
				    "abuse",
				    "thanks",
				    "machine_mail",
				    "other",
				    NULL };

int issue_index(const char *issue)
{
	for (int i = 0; issue_types[i]; i++)
		if (text_eq(issue_types[i], issue))
			return i;
	return -1;
}

void issues_check(const struct conf_node *g, const char *name,
		  const char *words)
{
	CLEANUP(free_ptr) char *copy = xstrdup(words);
	char *save = NULL;

	for (char *w = strtok_r(copy, " ", &save); w;
	     w = strtok_r(NULL, " ", &save))
		if (issue_index(w) < 0)
			conf_mistake(conf_get(g, name),
				     "\"%s\" is no issue type", w);
}
