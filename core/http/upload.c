/* upload.c - see upload.h.
 * SPDX-License-Identifier: MIT */
#include "http/upload.h"

#include "base/log.h"
#include "desk/brain.h"
#include "desk/intake/upload.h"
#include "host/scan.h"
#include "http/multipart.h"
#include "http/upload_page.h"
#include "model/records.h"

struct upload_pages {
	struct host *host;
	struct waiting *first;
};

/* A file before the scanner. */
struct waiting {
	struct waiting *next;
	struct upload_pages *pages;
	struct http_request *request;
	struct scan *scan;
	struct form_file file;
	const char *mime;
};

/* -- whose it is -- */

static enum upload_is look(const struct upload_pages *p,
			   const struct http_request *r, struct arena *arena,
			   struct upload_place *at)
{
	return upload_find(p->host->desk, http_tail(r), arena, at);
}

/* Before the body is there: strangers send us nothing. A form is a little
 * longer than its file. */
static size_t admit(const struct http_request *r, void *arg)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	const struct upload_pages *p = arg;
	const struct brain *b = desk_brain(p->host->desk);
	struct upload_place at;
	struct upload_terms terms;

	if (look(p, r, &arena, &at) != UPLOAD_OPEN ||
	    !b->uploads(b, "", &terms))
		return 0;
	return (size_t)terms.bytes + 8192;
}

static void on_get(struct http_request *r, void *arg)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct upload_pages *p = arg;
	struct upload_place at;

	upload_page(p->host->desk, r, &at,
		    look(p, r, &arena, &at) == UPLOAD_OPEN ? PAGE_FORM
							   : PAGE_OVER);
}

/* -- a file -- */

static void take(struct upload_pages *p, struct http_request *r,
		 const struct form_file *f, const char *mime)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct upload_place at;
	struct err err = { 0 };

	/* Looked at again: the scanner took its time. */
	if (look(p, r, &arena, &at) != UPLOAD_OPEN) {
		upload_page(p->host->desk, r, &at, PAGE_OVER);
		return;
	}
	if (upload_take(p->host->desk, &at, mime, str_c(&f->name), f->bytes,
			f->len, &err)) {
		host_log("upload", &err);
		upload_page(p->host->desk, r, &at, PAGE_LATER);
		return;
	}
	host_nudge(p->host);
	upload_page(p->host->desk, r, &at, PAGE_CAME);
}

static void forget(struct waiting *w)
{
	struct waiting **at = &w->pages->first;

	while (*at && *at != w)
		at = &(*at)->next;
	if (*at)
		*at = w->next;
	str_release(&w->file.name);
	free(w);
}

/* What the scanner finds is told by what the buyer reads: the file is none that
 * we open. */
static void on_scanned(void *arg, enum scan_says says)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct waiting *w = arg;
	struct upload_place at;

	if (says == SCAN_CLEAN) {
		take(w->pages, w->request, &w->file, w->mime);
	} else {
		look(w->pages, w->request, &arena, &at);
		if (says == SCAN_FOUND)
			log_warning("an upload was refused: the scanner found "
				    "something in it");
		upload_page(w->pages->host->desk, w->request, &at,
			    says == SCAN_FOUND ? PAGE_TYPE : PAGE_LATER);
	}
	forget(w);
}

static void scan(struct upload_pages *p, struct http_request *r,
		 struct form_file *f, const char *mime, const char *scanner)
{
	struct waiting *w = xcalloc(1, sizeof *w);

	*w = (struct waiting){ .next = p->first,
			       .pages = p,
			       .request = r,
			       .file = *f,
			       .mime = mime };
	*f = (struct form_file){ .name = STR_INIT };
	p->first = w;
	http_keep(r);
	w->scan = scan_begin(p->host->loop, scanner, w->file.bytes, w->file.len,
			     on_scanned, w);
}

/* Of a form its file; of an app the body itself. */
static bool file_of(const struct http_request *r, struct form_file *f)
{
	const struct str *body = http_body(r);

	if (multipart_file(http_header(r, "Content-Type"), str_c(body),
			   body->len, f))
		return true;
	str_release(&f->name);
	if (!body->len)
		return false;
	*f = (struct form_file){ .bytes = str_c(body),
				 .len = body->len,
				 .name = STR_INIT };
	return true;
}

static void judge(struct upload_pages *p, struct http_request *r,
		  const struct upload_place *at, const struct upload_terms *t)
{
	struct form_file f = { .name = STR_INIT };
	const char *mime = NULL;
	int refused = file_of(r, &f) ? upload_judge(t, f.bytes, f.len, &mime)
				     : FILE_OTHER;

	if (refused)
		upload_page(p->host->desk, r, at,
			    refused == FILE_LARGE    ? PAGE_BIG
			    : refused == FILE_BROKEN ? PAGE_BROKEN
						     : PAGE_TYPE);
	else if (*t->scanner)
		scan(p, r, &f, mime, t->scanner);
	else
		take(p, r, &f, mime);
	str_release(&f.name);
}

static void on_post(struct http_request *r, void *arg)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct upload_pages *p = arg;
	const struct brain *b = desk_brain(p->host->desk);
	struct upload_place at;
	struct upload_terms terms;

	if (look(p, r, &arena, &at) != UPLOAD_OPEN ||
	    !b->uploads(b, "", &terms))
		upload_page(p->host->desk, r, &at, PAGE_OVER);
	else if (http_lost(r) == HTTP_TOO_BIG)
		upload_page(p->host->desk, r, &at, PAGE_BIG);
	else if (http_lost(r) == HTTP_BUSY)
		upload_page(p->host->desk, r, &at, PAGE_LATER);
	else
		judge(p, r, &at, &terms);
}

/* -- life -- */

struct upload_pages *uploads_open(struct host *h)
{
	struct upload_pages *p = xcalloc(1, sizeof *p);

	p->host = h;
	return p;
}

void uploads_close(struct upload_pages *p)
{
	while (p && p->first)
		scan_stop(p->first->scan);
	free(p);
}

void upload_routes(struct upload_pages *p, struct http_route routes[2],
		   struct http_gate *gate)
{
	routes[0] = (struct http_route){ "GET", "/u/", on_get, p };
	routes[1] = (struct http_route){ "POST", "/u/", on_post, p };
	*gate = (struct http_gate){ "POST", "/u/", admit, p };
}
