/* intake_own.h - what the files of a delivery share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_INTAKE_OWN_H
#define HW_DESK_INTAKE_OWN_H

#include "desk/intake.h"

VEC(command_list, struct command);

struct intake {
	struct desk *d;
	struct delivery *delivery;
	struct arena arena; /* payloads live until the batch is taken */
	struct command_list cmds;
};

/* Makes of a line, cmd->json, the command that it is: its kind, and the payload
 * without what is not journaled. -1 and err: it must be refused. */
int intake_line(struct intake *in, struct command *cmd,
		struct err *err) MUST_CHECK;

#endif
