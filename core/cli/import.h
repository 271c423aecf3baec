/* import.h - facts from a file: whose they are, and what was made of them.
 *
 * With --shop all lines are of that shop. Without it each line names its own,
 * as `export` writes it, and the lines of each shop are handed in together.
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
	int64_t line;
};
VEC(told_list, struct told_fact);

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
	int64_t versions; /* that tell an earlier line's fact otherwise */
	struct shop_lines_list shops;
	struct told_list told;
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

/* -- what is told at the end (import_told.c) -- */

/* Counts members that are no field. */
void import_look_for_strays(struct importing *in, const struct kind *kind,
			    const cJSON *json);
/* Remembers the fact of a line that was taken. */
void import_remember(struct importing *in, const char *shop,
		     const struct kind *kind, const void *rec);
/* Counts the versions, and tells of them and of the strays. */
void import_tell(struct importing *in);

#endif
