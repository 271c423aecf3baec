/* doctor.h - what `helloword doctor` looks at, and what it found.
 *
 * A finding is one line: what is so, and what to do about it. WRONG makes the
 * verb end with 3; a WARNING is for somebody to decide; FINE is said so that it
 * is known what was looked at.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_DOCTOR_H
#define HW_CLI_DOCTOR_H

#include "cli/cli.h"

enum finding_level { FINE, WARNING, WRONG };

struct finding {
	enum finding_level level;
	const char *about; /* a word for programs: "clock" */
	char *text;
	const char *todo; /* "" nothing */
};
VEC(finding_list, struct finding);

struct doctor {
	struct cli *cli;
	struct manifest *m;     /* NULL: it has mistakes */
	struct brain_of *brain; /* NULL: it or the policy has */
	struct db *db;
	struct finding_list found;
};

void doctor_found(struct doctor *d, enum finding_level level, const char *about,
		  const char *todo, const char *fmt, ...) HW_PRINTF_LIKE(5, 6);

/* "3 hours ago", "2 days ago". */
void doctor_put_ago(struct str *s, int64_t at);

/* Rows that want somebody: missed deadlines, stuck and parked actions,
 * differences, alerts, the quarantine. */
void doctor_wanted(struct doctor *d);
/* What the desk works with: instances and what they may send, quotas, rates. */
void doctor_work(struct doctor *d);
/* The state folder, its files, secrets, backups. */
void doctor_state(struct doctor *d);
/* Whether the journal's head leaves the machine, by each way that the manifest
 * names: when last, and whether the last failed. */
void doctor_anchor(struct doctor *d);
/* Clock, disk, kernel, versions. */
void doctor_machine(struct doctor *d);
/* Is what lies at path on an encrypted disk? 1, 0, or -1: it cannot be told. */
int disk_encrypted(const char *path);

#endif
