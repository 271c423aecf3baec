/* sign.h - the rows of signs of trouble: how risky an order or a message is.
 * SPDX-License-Identifier: MIT */
#ifndef HW_MODEL_SIGN_H
#define HW_MODEL_SIGN_H

#include "base/def.h"

/* Of an order (message 0), one row that follows its facts; of a message, one
 * that stays. */
struct scored {
	int64_t id, shop;
	const char *order_ref;
	int64_t message, ticket; /* ticket: of the message's, when it came */
	int64_t score;           /* 0..100 */
	const char *signs;       /* "late 20, very late 20" */
	const char *policy;      /* its version */
	int64_t at;              /* when it became so */
	int64_t told;            /* of an order: when people were told; once */
};

#endif
