/* guard.h - what a text must not say before it leaves.
 *
 * The rules are data: policy/guard/rules.conf (each rule with its source, what
 * breaks it as patterns and as signs, words that stand together in a sentence)
 * and policy/guard/LANG.conf (the words of a language, for translators). Before
 * anything is looked for, what hides words is undone: full width, look-alike
 * letters, spaced letters, digits as words. Spans are bytes of the text as it
 * was given. Pure: no clock, no database; a text of 600 bytes costs well under
 * a millisecond.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_H
#define HW_POLICY_GUARD_H

#include "policy/conf/conf.h"
#include "policy/number/numbers.h"
#include "policy/pack/pack.h"

struct guard_policy;

#define GUARD_SHARES_MAX 12 /* of a refund that a text may mean */

struct guard_rule {
	const char *name;      /* of the contract: "off_platform" */
	const char *platforms; /* by blanks; "*" for all */
	const char *source, *date;
	const char *urls; /* where the source stands, by blanks */
	const char *blocks, *lets_through; /* for people */
	bool public_only;
};

enum guard_other_kind {
	OTHER_NAME,   /* of a person: "Anna Berg" */
	OTHER_STREET, /* lines of an address, split by line feeds */
	OTHER_NUMBER, /* of a parcel, a coupon */
};

/* What is somebody else's, and must not be told this buyer, unless the order
 * has the same or it stands in `known`. */
struct guard_other {
	enum guard_other_kind kind;
	const char *value, *whose; /* whose: for people, behind "that is" */
};

/* What is known of the order; NULL where it is not. */
struct guard_facts {
	const char *order, *name, *tracking;
	const char *amount, *currency; /* "12.50" "USD" */
	/* Off, by the coupon; of several by commas any of which a text may
	 * mean: "5 %, 10 %". GUARD_SHARES_MAX at most. */
	const char *percent;
	/* What the refund is of the order; by commas also of its lines, any of
	 * which a text may mean: "10 %, 12.5 %". GUARD_SHARES_MAX at most, of
	 * more the first: put the likely ones there. */
	const char *refund_percent;
	const char *coupon, *coupon_currency; /* what one is worth: "10.00" */
	bool alone;       /* the refund is all the money that is given */
	const char *date; /* "2026-12-01" */
	/* Where the order goes; lines of the street are split by line feeds. */
	const char *address, *city, *postcode;
	const char *may_promise; /* by blanks; NULL: not judged */
	/* Numbers of the order beside these, of its parcels, by line feeds. */
	const char *numbers;
	/* What may be told beside the order, by lines: names, mail addresses,
	 * telephone numbers, streets, and whole texts that have them, such as
	 * the buyer's own. A contact that stands in neither, nor in `ours` of
	 * rules.conf, is somebody else's. NULL: that is not judged. */
	const char *known;
	const struct guard_other *others;
	size_t other_count;
};

struct guard_text {
	const char *text;
	/* BCP 47; no file of it: only what is no word. A text that is clearly
	 * in the language of another pack is judged in that, and here by signs
	 * and patterns alone. */
	const char *lang;
	const char *platform; /* "amazon", "" if none */
	const char *channel;
	bool is_public;
	/* NULL: of wrong_fact only the number of a payment card is judged. */
	const struct guard_facts *facts;
};

struct guard_hit {
	const struct guard_rule *rule; /* lives as long as the guard */
	size_t from, to;
	/* What would allow it in `may_promise`, by blanks, as long as the
	 * guard; NULL: nothing would. */
	const char *may;
	/* What it is that stands there, for people, where the rule alone does
	 * not say: as long as the guard and the facts. NULL: nothing to add. */
	const char *why;
};
VEC(guard_hits, struct guard_hit);

/* Of the policy folder; never NULL. What is wrong stands in m, which must
 * outlive it. A folder without guard/ is a guard that lets everything pass.
 * numbers: whose tracking numbers are known; borrowed, may be NULL. */
struct guard_policy *guard_load(const char *policy,
				const struct numbers *numbers,
				struct mistakes *m);
void guard_free(struct guard_policy *g);

/* What the packs have learnt of the rules and of remedies (guard_learnt.h)
 * counts from now on; borrowed. Without it only words and patterns do. */
void guard_learn(struct guard_policy *g, const struct pack_list *packs);

/* Appends what is wrong with the text, in the order of the rules. Text that is
 * no UTF-8 is judged as if repaired. */
void guard_judge(const struct guard_policy *g, const struct guard_text *t,
		 struct guard_hits *out);

/* Does the text call that number an order's, in any language that has a file?
 * Only its first 4096 bytes are looked at. */
bool guard_calls_order(const struct guard_policy *g, const char *text,
		       const char *number);

/* The earliest day after `today` (day_of() of base/when.h) that the text tells
 * as one that is to come, six weeks at most; -1 when it surely tells none: a
 * date with its month; a day of the week behind a word of `until`, such as "by
 * Friday"; what `tomorrow` of the language lists. None that is asked, quoted or
 * denied, and none in a sentence that names a carrier, or has a word of
 * `carrier_said` or `reported` ("you wrote"). Read in the language that the
 * text is in, where that is clearly another than lang; only in one that has a
 * file, and in the first 4096 bytes. */
int64_t guard_day_told(const struct guard_policy *g, const char *text,
		       const char *lang, int64_t today);

/* The files that were read, for the configuration's hash. */
size_t guard_files(const struct guard_policy *g);
struct conf *guard_file(const struct guard_policy *g, size_t i,
			const char **name);

#endif
