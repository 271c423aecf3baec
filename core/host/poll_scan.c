/* poll_scan.c - files that came with messages, before the scanner.
 *
 * As for a file of the upload page: what is not said to be clean is not kept.
 * But a mailbox is read whether there is a scanner or not, for a mail that is
 * not read is a deadline that is missed: such a file is told and stays there.
 * One after the other; where the scanner is not there or says nothing it is not
 * asked again for this call, nor when the files of a call have had their time
 * together: so it delays no mail by more than a minute.
 * SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "base/when.h"
#include "desk/brain.h"
#include "desk/intake/upload.h"
#include "host/poll_own.h"
#include "host/scan.h"

#define ALL_MS (30 * SECOND_MS) /* then no other one is begun */

/* A call that ended, with copies of what it handed in. */
struct scanning {
	struct poll *poll;
	struct call_result result;
	struct str records, beside, kv, why;
	const char *line; /* the rest of the records */
	size_t from;      /* of the next file's bytes */
	struct str said;
	struct scan *scan;
	int64_t ends; /* clock_mono() */
	bool silent;
};

static void release(struct scanning *s)
{
	str_release(&s->records);
	str_release(&s->beside);
	str_release(&s->kv);
	str_release(&s->why);
	str_release(&s->said);
	free(s);
}

/* Escapes may spell any name. */
static bool may_have_bytes(const char *line, size_t len)
{
	return memmem(line, len, "\"beside\"", 8) ||
	       memmem(line, len, "\\u", 2);
}

/* The bytes of the next record that has some, 0 at the end or where they did
 * not come. *file: it is one that came with a text. As intake_beside() reads
 * them: each has its own letter. */
static size_t next_bytes(struct scanning *s, bool *file)
{
	while (*s->line) {
		size_t len = strcspn(s->line, "\n");
		const char *line = s->line;
		struct err err = { 0 };
		CLEANUP(json_free_ptr) cJSON *json = NULL;
		int64_t n;

		s->line += len + (line[len] == '\n');
		if (!may_have_bytes(line, len))
			continue;
		json = json_parse(line, len, &err);
		n = json_i64(json, "beside", 0);
		*file = text_eq(json_text(json, "kind"), "file_in");
		if (n > 0)
			return (uint64_t)n <= s->beside.len - s->from
				       ? (size_t)n
				       : 0;
	}
	return 0;
}

/* Asked each time: a reload may come between two files. */
static bool has_scanner(const struct poll *p, struct upload_terms *terms)
{
	const struct brain *b = desk_brain(p->host->desk);

	return b && b->uploads && b->uploads(b, "", terms) && *terms->scanner;
}

static void on_scanned(void *arg, enum scan_says says);

static bool may_ask(const struct scanning *s, struct upload_terms *terms)
{
	return !s->silent && clock_mono() < s->ends &&
	       has_scanner(s->poll, terms);
}

/* False: there is no other one to be looked at. */
static bool scan_next(struct scanning *s)
{
	struct upload_terms terms;
	const char *mime;
	bool file;
	size_t n;

	while ((n = next_bytes(s, &file))) {
		const char *bytes = str_c(&s->beside) + s->from;

		s->from += n;
		if (!file)
			continue;
		if (may_ask(s, &terms) &&
		    upload_judge(&terms, bytes, n, &mime) == 0) {
			s->scan = scan_begin(s->poll->host->loop, terms.scanner,
					     bytes, n, on_scanned, s);
			return true;
		}
		str_putc(&s->said, SCANNED_NOT);
	}
	return false;
}

static void finish(struct scanning *s)
{
	struct poll *p = s->poll;

	p->scanning = NULL;
	s->result.scanned = str_c(&s->said);
	poll_ended(p, &s->result);
	release(s);
}

static char letter(enum scan_says says)
{
	switch (says) {
	case SCAN_CLEAN:
		return SCANNED_CLEAN;
	case SCAN_FOUND:
		return SCANNED_FOUND;
	default:
		return SCANNED_NOT;
	}
}

static void on_scanned(void *arg, enum scan_says says)
{
	struct scanning *s = arg;

	s->scan = NULL;
	if (!s->poll) { /* nobody waits for it */
		release(s);
		return;
	}
	if (says == SCAN_FOUND)
		log_warning("%s: a file was refused: the scanner found "
			    "something in it",
			    s->poll->lane->instance->name);
	s->silent = says == SCAN_SILENT;
	str_putc(&s->said, letter(says));
	if (!scan_next(s))
		finish(s);
}

/* It is borrowed until done() returns. */
static void keep(struct scanning *s, const struct call_result *r)
{
	s->result = *r;
	str_add(&s->records, r->records, r->records_len);
	str_add(&s->beside, r->beside, r->beside_len);
	str_add(&s->kv, r->kv, r->kv_len);
	str_puts(&s->why, r->why);
	s->result.records = s->line = str_c(&s->records);
	s->result.beside = str_c(&s->beside);
	s->result.kv = str_c(&s->kv);
	s->result.why = str_c(&s->why);
}

bool poll_scan(struct poll *p, const struct call_result *r)
{
	struct upload_terms terms;
	struct scanning *s;

	if (r->status < HW_OK || !r->beside_len || !has_scanner(p, &terms))
		return false;
	s = xcalloc(1, sizeof *s);
	*s = (struct scanning){ .poll = p,
				.records = STR_INIT,
				.beside = STR_INIT,
				.kv = STR_INIT,
				.why = STR_INIT,
				.said = STR_INIT,
				.ends = clock_mono() + ALL_MS };
	keep(s, r);
	p->scanning = s;
	if (!scan_next(s))
		finish(s);
	return true;
}

void poll_scan_stop(struct poll *p)
{
	struct scanning *s = p->scanning;

	if (!s)
		return;
	p->scanning = NULL;
	s->poll = NULL;
	scan_stop(s->scan);
}
