/* drill.h - a restore for practice: a backup that was never restored is a hope.
 *
 * The backup is restored into a folder of its own, its journal is replayed from
 * nothing and compared, and the desk in it is started as after a disaster: on
 * hold. The real state folder is not touched, nothing is sent, and the folder
 * is removed again; it held buyers' data.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_DRILL_H
#define HW_DESK_DRILL_H

#include "desk/ledger/backup.h"

struct drill {
	struct backup backup; /* dir and keys are given, the rest is found */
	const char *scratch;  /* a folder that is there, empty and ours alone */
	const struct brain *brain;

	/* What was found. */
	int64_t entries; /* of the journal */
	int64_t last;    /* moment of the newest, ms */
	bool compared;   /* the replay gave the same state; false: it could not
			  * be compared, because keys are missing */
	int64_t left; /* actions that would be looked up before any is sent */
};

/* -1: this backup does not bring the desk back; as backup_restore, ERR_FOUND
 * when its replay gives another state or its desk would not start on hold. What
 * it made in `scratch` is left to the caller. */
int drill_run(struct drill *d, struct err *err) MUST_CHECK;

#endif
