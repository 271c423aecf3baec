/* fixture.h - one fixture file: a call, what it asks for, what comes of it.
 * The format is described in docs/fixtures.md.
 * SPDX-License-Identifier: MIT */
#ifndef HW_PLAY_FIXTURE_H
#define HW_PLAY_FIXTURE_H

#include "base/err.h"
#include "base/mem.h"
#include "base/vec.h"

/* A part of the file: from its "== name words" line to the next. */
struct part {
	const char *name, *words; /* words: the rest of that line */
	const char *text;         /* without the line ends at its end */
	int line;                 /* where it starts */
};
VEC(parts, struct part);

/* A line of a part that is made of settings. */
struct setting {
	const char *name, *value; /* value NULL: there was no '=' */
	int line;
};
VEC(settings, struct setting);

struct fixture {
	const char *path, *title;
	char *folder; /* owned */
	struct arena arena;
	struct settings call;   /* option values, "kv.x", "op", "now" ... */
	const char *arg, *body; /* JSON text; bytes of a webhook */
	struct parts steps;     /* request, reply and stream, in order */
	struct settings result;
	const char *records;
	bool more_records, more_results; /* "..." was there */
};

/* Fills f (release with fixture_release, also on failure). -1 with ERR_DATA
 * naming file and line. path is borrowed. */
int fixture_read(struct fixture *f, const char *path,
		 struct err *err) MUST_CHECK;
void fixture_release(struct fixture *f);

/* The value of a call setting, or NULL. */
const char *fixture_get(const struct fixture *f, const char *name);

/* Cuts the first line off *text: gives a copy without its line end and moves
 * *text behind it; NULL at the end. */
const char *line_take(struct arena *a, const char **text);

/* The bytes of a file beside the fixture; NULL with err. */
const char *fixture_file(struct fixture *f, const char *name, size_t *len,
			 struct err *err);

#endif
