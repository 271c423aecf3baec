/* beside.h - which issue decides what happens next, and which stands beside it
 * (the rules by which messages are labelled).
 * Issues by their number in issue_types.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_BESIDE_H
#define HW_POLICY_BESIDE_H

#include <stdbool.h>

/* A remedy or a threat: told beside a cause, and primary only where none is
 * told. */
bool issue_yields(int issue);

/* What a seller can grant: money back, a return, an exchange, a cancellation.
 */
bool issue_remedy(int issue);

/* A review, a claim at the bank, a lawyer: told, or threatened with. */
bool issue_threat(int issue);

/* `other` may be told beside `first`. */
bool issue_beside(int first, int other);

#endif
