/* upload.c - see upload.h.
 * SPDX-License-Identifier: MIT */
#include "http/upload.h"

#include "base/log.h"
#include "desk/brain.h"
#include "desk/upload.h"
#include "host/scan.h"
#include "http/multipart.h"
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

/* What became of a file, and what is said of it. */
enum fate { FORM, CAME, TYPE, BROKEN, BIG, OVER, LATER };
static const struct {
	const char *part;
	int status;
	bool form; /* another file may follow */
} fates[] = {
	[FORM] = { "page_types", 200, true },
	[CAME] = { "page_thanks", 200, true },
	[TYPE] = { "page_type", 415, true },
	[BROKEN] = { "page_broken", 422, true },
	[BIG] = { "page_big", 413, true },
	[OVER] = { "page_over", 410, false },
	[LATER] = { "page_later", 503, true },
};

/* -- words -- */

/* Of the buyer's language, else of the desk's English; what no pack says is
 * said by nothing. */
static const char *say(const struct upload_pages *p, const char *part,
		       const char *lang, struct arena *arena)
{
	const struct brain *b = desk_brain(p->host->desk);
	const char *id = arena_printf(arena, "part.%s", part);
	const char *const langs[] = { lang, "en" };

	for (size_t i = 0; b && b->render && i < COUNT_OF(langs); i++) {
		struct rendered out = { 0 };
		struct err none = { 0 };

		if (*langs[i] && b->render(b, id, langs[i], NULL, 0, arena,
					   &out, &none) == 0)
			return out.text;
	}
	return "";
}

static void put_html(struct str *s, const char *text)
{
	for (; *text; text++)
		switch (*text) {
		case '<':
			str_puts(s, "&lt;");
			break;
		case '>':
			str_puts(s, "&gt;");
			break;
		case '&':
			str_puts(s, "&amp;");
			break;
		case '"':
			str_puts(s, "&quot;");
			break;
		default:
			str_putc(s, *text);
		}
}

static const char *name_of(const struct upload_pages *p,
			   const struct upload_place *at, struct arena *arena)
{
	return db_text(desk_db(p->host->desk), arena,
		       "SELECT coalesce(name, ref) FROM orders WHERE shop = "
		       "?1 AND ref = ?2",
		       "is", at->shop, at->order_ref);
}

static void put_form(struct str *s, const char *accept, const char *button)
{
	str_puts(s, "<form method=\"post\" enctype=\"multipart/form-data\">"
		    "<p><input type=\"file\" name=\"file\" required accept=\"");
	put_html(s, accept);
	str_puts(s, "\"></p><p><button>");
	put_html(s, button);
	str_puts(s, "</button></p></form>");
}

/* "image/jpeg image/png" as a form writes it. */
static const char *accept_of(const struct upload_pages *p, struct arena *arena)
{
	const struct brain *b = desk_brain(p->host->desk);
	struct upload_terms terms;
	char *list;

	if (!b || !b->uploads || !b->uploads(b, "", &terms))
		return "";
	list = arena_strdup(arena, terms.types);
	for (char *at = list; *at; at++)
		if (*at == ' ')
			*at = ',';
	return list;
}

static void answer(struct upload_pages *p, struct http_request *r,
		   const struct upload_place *at, enum fate fate)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str s = STR_INIT;
	const char *title = say(p, "page_title", at->lang, &arena);

	str_puts(&s, "<!doctype html><html lang=\"");
	put_html(&s, *at->lang ? at->lang : "en");
	str_puts(&s, "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
		     "content=\"width=device-width\"><title>");
	put_html(&s, title);
	str_puts(&s, "</title></head><body><h1>");
	put_html(&s, title);
	str_puts(&s, "</h1>");
	/* Who keeps an old link is told of no order. */
	if (*at->order_ref && fates[fate].form) {
		str_puts(&s, "<p><b>");
		put_html(&s, name_of(p, at, &arena));
		str_puts(&s, "</b></p>");
	}
	str_puts(&s, "<p>");
	put_html(&s, say(p, fates[fate].part, at->lang, &arena));
	str_puts(&s, "</p>");
	if (fates[fate].form)
		put_form(&s, accept_of(p, &arena),
			 say(p, "page_button", at->lang, &arena));
	str_puts(&s, "</body></html>\n");
	http_answer(r, fates[fate].status, "text/html; charset=utf-8",
		    str_c(&s), s.len);
}

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

	answer(p, r, &at, look(p, r, &arena, &at) == UPLOAD_OPEN ? FORM : OVER);
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
		answer(p, r, &at, OVER);
		return;
	}
	if (upload_take(p->host->desk, &at, mime, str_c(&f->name), f->bytes,
			f->len, &err)) {
		host_log("upload", &err);
		answer(p, r, &at, LATER);
		return;
	}
	host_nudge(p->host);
	answer(p, r, &at, CAME);
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
		answer(w->pages, w->request, &at,
		       says == SCAN_FOUND ? TYPE : LATER);
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
		answer(p, r, at,
		       refused == FILE_LARGE    ? BIG
		       : refused == FILE_BROKEN ? BROKEN
						: TYPE);
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
		answer(p, r, &at, OVER);
	else if (http_lost(r) == HTTP_TOO_BIG)
		answer(p, r, &at, BIG);
	else if (http_lost(r) == HTTP_BUSY)
		answer(p, r, &at, LATER);
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
