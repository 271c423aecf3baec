/* doctor_anchor.c - whether the journal's head leaves this machine.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "cli/doctor.h"
#include "desk/ledger/anchor.h"

#define ABOUT "anchors"
#define LATE_MS HOUR_MS /* a desk that was down, a clock that was set */

/* An alert that nobody acknowledged, of after the last that went well. */
static bool failed(struct doctor *d, const char *cause, int64_t since)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT text FROM alerts WHERE cause = ?1 "
				   "AND acknowledged IS NULL AND at >= ?2",
				   "si", cause, since);

	if (!rows_next(&r))
		return false;
	doctor_found(d, WARNING, ABOUT, "helloword alert list",
		     "the journal's anchor failed: %s", rows_text(&r, 0));
	return true;
}

static void look_at_way(struct doctor *d, enum anchor_way way, const char *to,
			const char *cause)
{
	CLEANUP(str_release) struct str ago = STR_INIT, every = STR_INIT;
	int64_t at = anchor_last(d->db, way);

	if (!*to || failed(d, cause, at))
		return;
	doctor_put_ago(&ago, at);
	duration_put(&every, d->m->anchor_every);
	if (!at)
		doctor_found(d, WARNING, ABOUT, "helloword serve makes it",
			     "no anchor of the journal went to %s yet", to);
	else if (clock_now() - at > d->m->anchor_every + LATE_MS)
		doctor_found(d, WARNING, ABOUT, "is the desk running?",
			     "the last anchor of the journal went to %s %s, "
			     "and one is due every %s",
			     to, str_c(&ago), str_c(&every));
	else
		doctor_found(d, FINE, ABOUT, NULL,
			     "the last anchor of the journal went to %s %s", to,
			     str_c(&ago));
}

/* What was handed to the mailbox and did not leave. */
static void look_at_mail(struct doctor *d)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT id, state FROM actions WHERE rule = "
				   "'anchor' ORDER BY id DESC LIMIT 1",
				   "");
	int64_t state = rows_next(&r) ? rows_i64(&r, 1) : 0;

	if (state == ACTION_REFUSED || state == ACTION_PARKED ||
	    state == ACTION_FAILED)
		doctor_found(d, WARNING, ABOUT,
			     "helloword action show tells why",
			     "the mail of the last anchor did not leave: "
			     "action %lld",
			     (long long)rows_i64(&r, 0));
}

void doctor_anchor(struct doctor *d)
{
	if (!d->m)
		return;
	if (!d->m->anchor_every) {
		doctor_found(d, WARNING, ABOUT,
			     "anchor = { folder = ...; mail = ...; } in the "
			     "manifest (docs/journal.md)",
			     "the journal's head is kept nowhere else: who "
			     "owns this disk could make the journal anew");
		return;
	}
	look_at_way(d, ANCHOR_FOLDER, d->m->anchor_folder, "anchor:anchor");
	look_at_way(d, ANCHOR_MAIL, d->m->anchor_mail, "anchor:mail");
	look_at_mail(d);
}
