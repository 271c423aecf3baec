/* cli.h - one command line, verb first, then words and options: what was given,
 * and what it is about, a manifest, its folders, its database, its desk.
 *
 * Data goes to standard output, talk to standard error; --json everywhere.
 * Which verbs there are is said in verbs.h.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_CLI_H
#define HW_CLI_CLI_H

#include <stdio.h>

#include "base/json.h"
#include "base/str.h"
#include "base/vec.h"
#include "db/db.h"
#include "host/brain.h"
#include "host/manifest.h"

VEC(word_list, const char *);

struct option_given {
	const char *name, *value; /* value "" for a flag */
};
VEC(option_list, struct option_given);

struct cli {
	const char *program; /* argv[0] */
	const char *manifest_path;
	bool json;
	bool alone;             /* no desk runs: cli_do was the desk */
	bool stays;             /* cli_stay */
	struct lone *lone;      /* [nullable] the desk that it was, and is */
	char *packs;            /* [nullable] where a desk keeps its packs */
	bool serving;           /* a desk that runs: talk goes to the log */
	bool warned;            /* the manifest's mistakes were told */
	char *state;            /* of cli_state, NULL before */
	char *policy;           /* its policy folder; NULL when not told */
	struct word_list words; /* after the verb */
	struct option_list options;
	struct str out; /* printed when the verb succeeds or finds something */
};

const char *cli_word(const struct cli *c, size_t i);           /* "" if none */
const char *cli_option(const struct cli *c, const char *name); /* NULL */
bool cli_flag(const struct cli *c, const char *name);
/* A word that is a text: "-" stands for standard input. */
int cli_text(const struct cli *c, size_t i, struct str *out,
	     struct err *err) MUST_CHECK;
/* A word that is a number above 0, or -1 with a sentence about `what`. */
int64_t cli_number(const struct cli *c, size_t i, const char *what,
		   struct err *err);
/* An option that is a number above 0, behind a prefix such as "task:" or "".
 * *number is 0 when it is not given, or not with the prefix; ERR_USAGE for
 * anything else, as a check that nobody makes must not seem to be one. */
int cli_option_number(const struct cli *c, const char *option,
		      const char *prefix, int64_t *number,
		      struct err *err) MUST_CHECK;
/* The same of one of several that an option takes; NULL is none. */
int cli_given_number(const char *option, const char *given, const char *prefix,
		     int64_t *number, struct err *err) MUST_CHECK;

/* Of -c or the default; NULL with ERR_CONFIG when it is not there. */
const char *cli_manifest_path(const struct cli *c, struct err *err);
/* The manifest, checked: any mistake is ERR_CONFIG with all of them on
 * standard error. */
struct manifest *cli_manifest(struct cli *c, struct err *err);
/* The state folder, which is all that most verbs need of the manifest. Its
 * mistakes are warnings then: whoever holds an action back, or looks at the
 * queue, must not wait for somebody to mend another line. NULL with ERR_CONFIG
 * when even the folder is not told. Lives as long as c. */
const char *cli_state(struct cli *c, struct err *err);
/* Folder of this program, for what lies beside it. */
char *cli_home(const struct cli *c);
/* A program of ours: beside this one, or in ../lib/helloword. */
char *cli_program(const struct cli *c, const char *name);
/* Folder of the plugins: beside this program, or installed. */
char *cli_plugins(const struct cli *c);
/* Policy and packs for this manifest. */
struct brain_of *cli_brain(struct cli *c, const struct manifest *m,
			   struct err *err);
/* Opens the database for reading. */
int cli_db(struct cli *c, struct db **out, struct err *err) MUST_CHECK;
/* Sends a command to the running desk, or is the desk for this one command. */
int cli_do(struct cli *c, const char *what, const struct str *args,
	   cJSON **reply, struct err *err) MUST_CHECK;
/* What was the desk for one command keeps policy and packs for the next ones
 * until cli_end(). Between commands a desk may start, and is asked then. */
void cli_stay(struct cli *c);
void cli_end(struct cli *c);
/* As cli_do, of the desk that runs with that state folder, and of no other:
 * ERR_NO_DESK when none does. */
int cli_ask(const char *state, const char *what, cJSON **reply,
	    struct err *err) MUST_CHECK;

#endif
