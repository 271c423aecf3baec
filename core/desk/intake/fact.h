/* fact.h - how a reported fact becomes rows.
 *
 * A fact has a natural key (account, kind, key fields), a source version and a
 * content hash. Equal hash: no command, only counted. Older version: nothing.
 * Equal version with another hash: the one seen later wins.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_FACT_H
#define HW_DESK_FACT_H

#include "desk/intake/evidence.h"
#include "desk/internal.h"
#include "hw_plugin.h"

/* The fact being taken: decoded by fact_check into the command's arena. */
struct fact {
	const struct kind *kind;
	void *rec;
	const char *key; /* natural key, parts joined by '|' */
	int64_t id;      /* of its row; set by apply when it is new */
	bool fresh;      /* it is new */
	int64_t version;
	struct hash hash;
	int64_t occurred; /* ms; 0 when nobody told */
	bool before_live; /* it happened before the shop's go-live line */
	struct message_matter *matter; /* of a text_in (message_find.h) */
	struct evidence_file stored;   /* of a file_in, just now (attached.h) */
};

/* Decodes it and says whether it is new, a newer version or UNCHANGED; ERR_DATA
 * when it cannot be. In replays, too. */
int fact_check(struct desk *d, struct err *err);
/* Writes its row and, with a list, those below it. */
int fact_apply(struct desk *d, struct err *err);

/* Refuses what no honest record says at that moment (ERR_DATA, one sentence for
 * people). */
int fact_sound(const struct kind *kind, const void *rec, int64_t at,
	       struct err *err) MUST_CHECK;

/* Is it a text that is known already or that we sent ourselves, or a text or
 * file from before its subject was erased? Then it is no news, whatever it
 * says. */
bool fact_is_old(struct desk *d, const struct kind *kind, const void *rec,
		 int64_t shop, const char *subject);

/* When a record was last taken, ms; 0 when it never was. */
int64_t fact_seen(struct desk *d, const struct kind *kind, const void *rec,
		  int64_t shop);

/* Which subject seals a record of this kind, in the arena; "" for none. */
const char *fact_subject(struct desk *d, const struct kind *kind,
			 const void *rec, int64_t shop);

#endif
