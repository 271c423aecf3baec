/* upload_page.c - see upload_page.h.
 * SPDX-License-Identifier: MIT */
#include "http/upload_page.h"

#include "desk/brain.h"

static const struct {
	const char *part;
	int status;
	bool form; /* another file may follow */
} fates[] = {
	[PAGE_FORM] = { "page_types", 200, true },
	[PAGE_CAME] = { "page_thanks", 200, true },
	[PAGE_TYPE] = { "page_type", 415, true },
	[PAGE_BROKEN] = { "page_broken", 422, true },
	[PAGE_BIG] = { "page_big", 413, true },
	[PAGE_OVER] = { "page_over", 410, false },
	[PAGE_LATER] = { "page_later", 503, true },
};

/* Of the buyer's language, else of the desk's English; what no pack says is
 * said by nothing. */
static const char *say(struct desk *d, const char *part, const char *lang,
		       struct arena *arena)
{
	const struct brain *b = desk_brain(d);
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

static const char *name_of(struct desk *d, const struct upload_place *at,
			   struct arena *arena)
{
	return db_text(desk_db(d), arena,
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
static const char *accept_of(struct desk *d, struct arena *arena)
{
	const struct brain *b = desk_brain(d);
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

void upload_page(struct desk *d, struct http_request *r,
		 const struct upload_place *at, enum upload_fate fate)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str s = STR_INIT;
	const char *title = say(d, "page_title", at->lang, &arena);

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
		put_html(&s, name_of(d, at, &arena));
		str_puts(&s, "</b></p>");
	}
	str_puts(&s, "<p>");
	put_html(&s, say(d, fates[fate].part, at->lang, &arena));
	str_puts(&s, "</p>");
	if (fates[fate].form)
		put_form(&s, accept_of(d, &arena),
			 say(d, "page_button", at->lang, &arena));
	str_puts(&s, "</body></html>\n");
	http_answer(r, fates[fate].status, "text/html; charset=utf-8",
		    str_c(&s), s.len);
}
