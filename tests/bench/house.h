/* house.h - where a bench program stands: the build it belongs to, a folder to
 * work in, and a desk with the real policy and packs.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_BENCH_HOUSE_H
#define HW_TESTS_BENCH_HOUSE_H

#include "desk/desk.h"
#include "host/brain.h"

const char *house_build(void);   /* the build folder, absolute */
const char *house_scratch(void); /* $HW_SCRATCH */

/* Policy and packs as a manifest with one shop and the agent mia loads them.
 * One for the program's life. */
struct brain_of *house_brain(void);

/* A desk in a state folder (made when missing), with house_brain. */
struct desk *house_desk(const char *state);

/* Copies a file; ends the program when it cannot. */
void house_copy(const char *from_dir, const char *to_dir, const char *name);

#endif
