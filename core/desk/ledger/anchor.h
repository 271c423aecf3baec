/* anchor.h - the head of the journal, to be kept where the desk cannot reach.
 *
 * A chain of hashes shows what somebody changed who does not know of it. Who
 * owns the disk can make the whole chain anew; then only a head that was handed
 * to somebody else before shows it. An anchor is such a head as a few words of
 * text, for a folder elsewhere, a mail, a printer:
 *
 *	helloword-anchor 1 SEQ MOMENT JOURNAL HASH SIGNATURE SIGNATURE
 *
 * JOURNAL is the hash of the first entry, HASH that of entry SEQ, SIGNATURE (in
 * two halves) an Ed25519 over what stands before it, by a key derived from the
 * install secret: it tells an anchor of ours from one that somebody made up.
 *
 * What an anchor proves: every entry up to SEQ is as it was at MOMENT. What it
 * does not: anything about the entries after the last one.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ANCHOR_H
#define HW_DESK_ANCHOR_H

#include "desk/internal.h"

#define ANCHOR_MARK "helloword-anchor 1 "

struct anchor {
	struct hash journal, head;
	int64_t seq, at; /* at: ms */
	struct hash signature[2];
};

/* The head as it is, signed. ERR_DATA while there is no entry. */
int anchor_make(struct db *db, const struct keys *keys, int64_t now,
		struct anchor *out, struct err *err) MUST_CHECK;
void anchor_put(struct str *s, const struct anchor *a); /* in lines */

/* Compares anchors with a journal whose chain was verified: of a file, or of
 * every file of a folder. keys may be NULL: signatures are not looked at.
 * ERR_FOUND about the earliest that does not fit. */
struct anchor_check {
	struct db *db;
	const struct keys *keys;

	int64_t count; /* anchors that fit */
	int64_t last;  /* the newest entry that one names */
	struct anchor bad;
	bool any_bad;
};
int anchors_verify(struct anchor_check *c, const char *path,
		   struct err *err) MUST_CHECK;

/* The command "anchor": {"seq", "text", "folder", "mail"?}: one was handed
 * over. folder: it stands there. Mails it when there is an address. */
int anchor_check(struct desk *d, struct err *err);
int anchor_decide(struct desk *d, struct err *err);

/* When the last one went that way, ms; 0: never, or the database failed. Each
 * way has its own time: where one fails the other goes on. */
enum anchor_way { ANCHOR_FOLDER, ANCHOR_MAIL };
int64_t anchor_last(struct db *db, enum anchor_way way);

#endif
