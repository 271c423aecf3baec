/* fail_reads.h - a disk that fails under chosen statements.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_FAIL_READS_H
#define HW_TESTS_FAIL_READS_H

#include "db/db.h"

/* From now on every statement whose SQL contains `part` fails with an error of
 * the database, as on a bad sector; NULL: none does. */
void fail_reads(struct db *db, const char *part);

#endif
