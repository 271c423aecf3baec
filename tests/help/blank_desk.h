/* blank_desk.h - the desk that a worker is given by tests which have none: it
 * knows nothing of the instance, and counts what it is asked to keep.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_BLANK_DESK_H
#define HW_TESTS_BLANK_DESK_H

#include "host/worker.h"

extern const struct worker_desk blank_desk;
extern int64_t blank_kept;

#endif
