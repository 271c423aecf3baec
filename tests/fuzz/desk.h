/* desk.h - a desk in memory for fuzz targets: tests/help/fake_brain.h decides,
 * the shop is "shop" and the mailbox is "mail".
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_FUZZ_DESK_H
#define HW_TESTS_FUZZ_DESK_H

#include "desk/config.h"
#include "desk/intake/intake.h"

struct desk *fuzz_desk(void);

/* Takes records in as a poll would. */
void fuzz_deliver(struct desk *d, const char *instance, const char *records,
		  size_t len, struct delivery *out);
/* The same with the bytes of files. */
void fuzz_deliver_files(struct desk *d, const char *instance,
			const struct str *records, const struct str *files,
			struct delivery *out);
int64_t fuzz_count(struct desk *d, const char *sql);
struct hash fuzz_state(struct desk *d);

/* What holds of every desk: the journal's chain, and that taking the journal
 * again gives the same state. erased: something was forgotten, so it does not.
 */
void fuzz_desk_holds(struct desk *d, bool erased);

/* O1, "#1001", paid with 12.00 USD by ann@example.com. */
extern const char fuzz_order[];

#endif
