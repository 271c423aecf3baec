/* outgoing.h - words that are about to leave, as the desk and the policy hand
 * them to each other: what a template may use, what came of it, and what a
 * guard is asked. Texts are borrowed.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_OUTGOING_H
#define HW_DESK_OUTGOING_H

#include "base/money.h"

/* One value a template may use. */
struct slot_value {
	const char *name;
	enum { SLOT_TEXT, SLOT_MONEY, SLOT_DATE, SLOT_MOMENT } type;
	const char *text; /* MOMENT: of which zone, IANA */
	struct money money;
	int64_t number; /* DATE, MOMENT: instant ms */
};

#define OUTGOING_SHARES_MAX 12
#define OUTGOING_OTHERS_MAX 60

enum outgoing_other_kind { OUTGOING_NAME, OUTGOING_STREET, OUTGOING_NUMBER };

/* What is somebody else's: a person's name, a street, the number of a parcel,
 * the code of a coupon. Never the number of an order: the reply may name one,
 * to say that it is not theirs. */
struct outgoing_other {
	enum outgoing_other_kind kind;
	const char *value, *whose; /* whose: for people, behind "that is" */
};

/* A text that is about to leave, and what its order says; NULL where nothing
 * is known. */
struct outgoing {
	const char *text, *lang, *channel;
	const char *instance; /* its shop's, "" if none */
	const char *order, *name, *tracking;
	const char *address, *city, *postcode;
	struct money amount; /* that the text may speak of; none: unknown */
	const char *percent; /* the same of a coupon: "10 %", by commas where
				there are several, */
	struct money coupon; /* or what it is worth */
	bool alone;          /* the amount is all the money that is given */
	/* Of that amount: its share of the order, and by commas of what else
	 * of it may be meant, as "10 %, 12.5 %", OUTGOING_SHARES_MAX at most;
	 * NULL: unknown. */
	const char *refund_percent;
	/* A person's: what it may promise (backing.h); NULL: not judged */
	const char *may_promise;
	/* A person's: more numbers of the order, and what may be told beside
	 * it, by lines; a contact that does not stand there is somebody else's.
	 * NULL: not judged. */
	const char *numbers, *known;
	struct outgoing_other *others; /* that it must not tell */
	size_t other_count;
};

struct rendered {
	const char *subject, *text;
};

#endif
