/* program.h - `helloword` as a program, on a scratch desk, for tests of whole
 * files. Helpers fail the test.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_PROGRAM_H
#define HW_TESTS_PROGRAM_H

#include <sys/resource.h>

#include "base/str.h"
#include "help/must.h"

/* A scratch folder, and shared data beside the repository ($HW_SHARED). */
extern char *scratch, *shared;

/* False, after a word on standard output, when the shared folder is not here.
 */
bool program_begin(const char *what, const char *folder);
void program_end(void);

/* Exit status of /bin/sh -c COMMAND. */
int shell(const char *command, struct rusage *used);

/* scratch/NAME/helloword.conf with the policy of the repository. */
void make_manifest(const char *name);

/* `helloword ARGS -c scratch/DESK/helloword.conf`, its output in scratch/out
 * and what it says in scratch/err; desk "" gives no manifest. The exit code. */
int helloword(const char *desk, const char *args, struct rusage *used);

/* A number of the last output, which is one JSON object. */
int64_t told(const char *word);

void read_file(struct str *out, const char *folder, const char *name);
void write_file(const char *name, const struct str *s);

#endif
