/* brain.h - what the desk asks of the policy, as plain values.
 *
 * The desk decides nothing about the trade itself: it asks, and records what
 * was answered with the rule and version that answered. The real answers come
 * from core/policy (host/brain.c); tests give their own. Every
 * function is pure: same arguments, same answer, no clock, no database.
 * Texts in answers live in the arena that is passed.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_BRAIN_H
#define HW_DESK_BRAIN_H

#include "base/err.h"
#include "base/mem.h"
#include "desk/after.h"
#include "desk/alert/alarm.h"
#include "desk/answer.h"
#include "desk/reply/outgoing.h"
#include "desk/senses.h"
#include "desk/terms.h"
#include "desk/ticket/matter.h"
#include "desk/work.h"

struct brain {
	void *arg;
	/* usual: languages by blanks in which its writer may write, asked where
	 * the text itself does not tell; "und-SE" is that of a country. */
	void (*classify)(const struct brain *b, const char *text,
			 const char *lang, const char *usual,
			 struct arena *arena, struct classified *out);
	void (*triage)(const struct brain *b, const struct matter *m,
		       struct arena *arena, struct triaged *out);
	/* [nullable] The same when people say the tier, whatever the rules
	 * say. */
	void (*retier)(const struct brain *b, const struct matter *m, int tier,
		       struct triaged *out);
	/* [nullable] The next reminder after the matter's "now" of a response
	 * that began and is due then; false when there is none. */
	bool (*remind)(const struct brain *b, const struct matter *m, int tier,
		       int64_t began, int64_t due, struct reminder *out);
	void (*advise)(const struct brain *b, const struct matter *m,
		       struct arena *arena, struct advice *out);
	/* [nullable] Both in one, for who asks about very many. */
	void (*judge)(const struct brain *b, const struct matter *m,
		      struct arena *arena, struct triaged *tier,
		      struct advice *out);
	/* [nullable] Does any rule want to hear of it? A parcel that just goes
	 * is no matter unless one does. */
	bool (*listens)(const struct brain *b, const char *trigger);
	/* Goes on after a step ("" starts); waits(): of a step that waits, as
	 * if it began at `from`. False when there is none. */
	bool (*play)(const struct brain *b, const char *playbook,
		     const char *after, const struct matter *m,
		     struct arena *arena, struct play *out);
	bool (*waits)(const struct brain *b, const char *playbook,
		      const char *step, const struct matter *m, int64_t from,
		      struct play *out);
	/* Why a playbook ends now, whatever its step; "" when it goes on, and
	 * of one that is not there any more: that is told at its next step. */
	const char *(*play_ends)(const struct brain *b, const char *playbook,
				 const struct matter *m);
	/* [nullable] Does the seller name this buyer as a VIP? Others may be
	 * one by what is known of them. */
	bool (*vip)(const struct brain *b, const char *buyer_ref);
	/* [nullable] False where the policy has no matrix. */
	bool (*compensate)(const struct brain *b, const struct matter *m,
			   struct arena *arena, struct compensation *out);
	/* To compare with a limit. ERR_DATA: the rate is missing or old. */
	int (*convert)(const struct brain *b, struct money m,
		       const char *currency, int64_t now, struct money *out,
		       struct err *err);
	/* -1 with ERR_DATA listing what is missing or unknown. */
	int (*render)(const struct brain *b, const char *template_id,
		      const char *lang, const struct slot_value *slots,
		      size_t count, struct arena *arena, struct rendered *out,
		      struct err *err);
	/* [nullable] Why a text must not leave, in one sentence (in the arena);
	 * NULL when it may. */
	const char *(*guard)(const struct brain *b, const struct outgoing *o,
			     struct arena *arena);
	/* [nullable] The language of a text that the guard has no words of, in
	 * the arena; NULL: it has, or nobody can tell. */
	const char *(*unjudged)(const struct brain *b, const char *text,
				struct arena *arena);
	/* How long a parcel may stand still before it is stalled, ms. country:
	 * where it goes, "" when unknown. */
	int64_t (*still_limit)(const struct brain *b, const char *carrier,
			       const char *scan_status, const char *country);
	/* The id of a carrier by what a shop calls it, or by the number; ""
	 * when neither tells. Lives as long as the brain. */
	const char *(*carrier_of)(const struct brain *b, const char *word,
				  const char *number);
	/* Is an instance enabled that can be asked about its parcels? */
	bool (*tracks)(const struct brain *b, const char *carrier);
	/* A tracking page for a number, "" when none is known. */
	const char *(*tracking_link)(const struct brain *b, const char *carrier,
				     const char *number, struct arena *arena);
	/* [nullable] The seller's page about an item, "" when there is none. */
	const char *(*guide)(const struct brain *b, const char *sku);
	/* The role and limits of an agent; false when there is no such one. */
	bool (*agent)(const struct brain *b, const char *name,
		      const char **role, struct limits *limits);
	/* Of money that rules move without a person: of all together (NULL), or
	 * of one, by its name; false when it has none of its own. */
	bool (*rule_limits)(const struct brain *b, const char *rule,
			    struct limits *limits);
	/* [nullable] Of all money of an instance; zeroes: none. */
	void (*shop_limits)(const struct brain *b, const char *instance,
			    struct shop_limits *limits);
	int64_t (*undo_window)(const struct brain *b, const char *verb);
	/* What the instance may do: "off", "propose" or "auto". */
	const char *(*effects)(const struct brain *b, const char *instance);
	/* The first instance that sends on a channel, "" when none is enabled.
	 */
	const char *(*channel_instance)(const struct brain *b,
					const char *channel);
	/* [nullable] The one that speaks for a shop (its instance) there: the
	 * first that says so in the manifest, else the first that speaks for
	 * no shop in particular, else the first. */
	const char *(*speaks_for)(const struct brain *b, const char *channel,
				  const char *shop);
	/* [nullable] Is that instance enabled, and does it send on the channel?
	 */
	bool (*sends)(const struct brain *b, const char *instance,
		      const char *channel);
	/* [nullable] Can it carry a file of that media type and so many bytes
	 * with a text? */
	bool (*carries)(const struct brain *b, const char *instance,
			const char *mime, int64_t size);
	/* [nullable] The i-th instance that tells of shops or buyers (a
	 * marketplace, a channel); NULL: there are no more. */
	const char *(*tells)(const struct brain *b, size_t i);
	/* False when the instance cannot perform it. */
	bool (*verb)(const struct brain *b, const char *instance,
		     const char *verb, struct verb_facts *out);
	/* ERR_DATA: a member of the JSON object is no argument of the verb. */
	int (*check_args)(const struct brain *b, const char *instance,
			  const char *verb, const char *object,
			  struct err *err);
	/* [nullable] Who is told of alerts. */
	const struct alarms *alarms;
	/* [nullable] What buyers may send; false: nothing. Of a plugin: may a
	 * reply of its shops have a link to send files with? "": of any. */
	bool (*uploads)(const struct brain *b, const char *platform,
			struct upload_terms *out);
	struct work_brain work;    /* who works when, and how long is that */
	struct after_brain after;  /* what follows, and how it ends */
	struct sense_brain senses; /* signs of trouble */
	/* What counts for an effect whose worth nobody can tell (worth.h); no
	 * currency: 100.00 USD. */
	struct money untold_worth;
	const char *mail_domain, *shop_name;
	/* Replies without a person's approval: to one address in 24 h, and in
	 * all in an hour. */
	int64_t auto_replies_a_day, auto_replies_an_hour;
};

#endif
