/* place.h - where a test finds what was built, and where it may write.
 *
 * tests/run sets HW_BUILD and HW_SCRATCH; by hand it is build/ and a new folder
 * in /tmp, which stays.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_PLACE_H
#define HW_TESTS_PLACE_H

/* Of the build: "helloword-sender", "tests/puppet" (free). */
char *built(const char *name);
/* As built, from the root, for who changes folders (free); the program ends
 * when it is not there. */
char *built_whole(const char *name);

/* Of this run; kept. */
const char *scratch_dir(void);
/* A path in it (free). */
char *in_scratch(const char *name);

#endif
