/* reference.h - what is kept of the note on a payment.
 *
 * A plugin writes our key into the note of a refund, and finds it again there.
 * People write into that field too, of a buyer by name perhaps, and payments
 * are not sealed: so of a note nothing is taken in but keys.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_REFERENCE_H
#define HW_DESK_REFERENCE_H

#include "base/mem.h"

/* The UUIDs in a note, by blanks; "" when there are none. */
const char *reference_of(const char *note, struct arena *arena);

#endif
