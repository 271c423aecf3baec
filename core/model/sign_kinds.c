/* sign_kinds.c - the tables of sign.h.
 * SPDX-License-Identifier: MIT */
#include "model/sign.h"

#include "model/kinds.h"
#include "model/tables.h"

#define S scored
static const struct field risk_fields[] = {
	INT(id, FIELD_KEY, "row id"),
	INT(shop, 0, "shop id"),
	TEXT(order_ref, 0, "the order"),
	INT(message, 0, "the message; none: it is the order's own"),
	INT(ticket, 0, "the message's ticket"),
	INT(score, 0, "0 to 100"),
	TEXT(signs, FIELD_PII, "what it is made of"),
	TEXT(policy, 0, "version of the policy that scored it"),
	INSTANT(at, 0, "when it became so"),
	INSTANT(told, 0, "when people were told of the order"),
};
#undef S
KIND(risk, "risks", scored, 0,
     "how likely an order or a message becomes trouble");
