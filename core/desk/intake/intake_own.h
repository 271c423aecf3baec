/* intake_own.h - what the files of a delivery share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_INTAKE_OWN_H
#define HW_DESK_INTAKE_OWN_H

#include "desk/intake/intake.h"

VEC(command_list, struct command);

/* The text that files may follow. */
struct text_before {
	const char *ref; /* NULL: there is none */
	size_t at;       /* which command it is */
	bool old;        /* it says nothing new */
	int64_t shown;   /* photos and videos so far that came with it */
};

/* What stands beside the record of a line. */
struct beside {
	const void *bytes; /* borrowed from the delivery; NULL: nothing does */
	size_t from, len;
	int unclean; /* of a file_in: FILE_UNSEEN, FILE_FOUND; 0 is clean */
};

struct intake {
	struct desk *d;
	struct delivery *delivery;
	struct arena arena; /* payloads live until the batch is taken */
	struct command_list cmds;
	size_t beside;     /* bytes of delivery->beside that had their record */
	size_t files;      /* letters of delivery->scanned */
	struct beside its; /* of the line that is read */
	/* Bytes that stood in the lines of an import, or in one that came back
	 * from the quarantine: those have none beside. */
	struct str within;
	struct text_before text;
};

/* Makes of a line, cmd->json, the command that it is: its kind, and the payload
 * without what is not journaled. 1: it is no news, and no command. -1 and err:
 * it must be refused. */
int intake_line(struct intake *in, struct command *cmd,
		struct err *err) MUST_CHECK;

/* -- intake_file.c -- */

/* Sets in->its. Before anything else is read of a line: one that is refused, or
 * is no news, takes its bytes and its letter along, and the next has its own.
 * ERR_DATA when they did not come; then none of those after it are there. */
int intake_beside(struct intake *in, const cJSON *json,
		  struct err *err) MUST_CHECK;
/* A file that came with a text: judged by its bytes. As intake_line(). */
int intake_file(struct intake *in, const cJSON *json, struct command *cmd,
		struct err *err) MUST_CHECK;
/* Its files are all there: tells the text how many are to be looked at. */
void intake_text_end(struct intake *in);

#endif
