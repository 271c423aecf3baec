/* import.h - facts from a file: whose they are, and what was made of them.
 *
 * With --shop all lines are of that shop. Without it each line names its own,
 * as `export` writes it, and the lines of each shop are handed in together.
 *
 * The file is read twice. Of one fact that it tells with several contents only
 * the newest version is handed in, of versions alike the last line (of a text
 * the first, since nobody's second text takes the place of a first): so the
 * same file again says nothing new.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_IMPORT_H
#define HW_CLI_IMPORT_H

#include "cli/cli.h"
#include "model/codec.h"

#define CHUNK_MAX ((size_t)1 << 20)

struct shop_lines {
	char *shop;
	bool refused; /* there is no such shop */
	struct str chunk;
};
VEC(shop_lines_list, struct shop_lines);

/* A fact that a line told, and what it told of it: heads of hashes, since files
 * are long and this is for counting only. */
struct told_fact {
	uint64_t which, what;
	int64_t version, line;
};
VEC(told_list, struct told_fact);

/* A line that is not handed in, and the one that counts instead. */
struct outdone {
	int64_t line, by;
};
VEC(outdone_list, struct outdone);

/* Members of lines that are no field of their kind. */
struct stray {
	const struct kind *kind;
	char *name;
	int64_t count, line; /* the last that was counted */
};
VEC(stray_list, struct stray);

struct importing {
	struct cli *cli;
	struct str chunk; /* of --shop */
	int64_t line, taken, unchanged, refused, kept;
	int64_t lines;    /* that were not empty */
	int64_t versions; /* lines that another one outdid */
	bool looking;     /* the first reading: nothing is said or taken */
	struct shop_lines_list shops;
	struct told_list told;
	struct outdone_list outdone; /* by line */
	size_t passed;               /* of those */
	struct stray_list strays;
};

void import_release(struct importing *in);

/* Hands the lines in and empties the chunk. */
int import_flush(struct importing *in, const char *shop, struct str *chunk,
		 struct err *err) MUST_CHECK;
/* ERR_USAGE when there is no such shop and --new-shop was not given, or the
 * name can be none. */
int import_shop(struct cli *c, const char *shop, struct err *err) MUST_CHECK;
/* Tells that the line cannot be taken, and counts it. */
void import_refuse(struct importing *in, const struct err *err);

/* -- lines of JSON (import_lines.c) -- */

int import_lines(struct importing *in, FILE *f, struct err *err) MUST_CHECK;

/* -- rows of CSV, each of that kind (import_rows.c) -- */

int import_rows(struct importing *in, FILE *f, const struct kind *kind,
		struct err *err) MUST_CHECK;

/* -- what is told at the end (import_told.c) -- */

/* Counts members that are no field. */
void import_look_for_strays(struct importing *in, const struct kind *kind,
			    const cJSON *json);
/* Remembers the fact of a line, while looking. */
void import_remember(struct importing *in, const char *shop,
		     const struct kind *kind, const void *rec);
/* The whole file was looked at: which lines others outdo. */
void import_looked(struct importing *in);
/* Is this line one of them? Then it is counted and told. Lines in order. */
bool import_is_outdone(struct importing *in);
/* Tells of the strays, and of the lines that were outdone. */
void import_tell(struct importing *in);

#endif
