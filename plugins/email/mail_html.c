/* mail_html.c - HTML to plain text.
 *
 * libxml2 reads the HTML and calls back; no tree is built, so depth costs
 * nothing here. Its own stack is searched at every end tag, so beyond
 * HTML_DEPTH_MAX we stop it and drop the tags of the rest ourselves.
 * SPDX-License-Identifier: MIT */
#include <libxml/HTMLparser.h>
#include <string.h>

#include "form.h"

#define HTML_DEPTH_MAX 400
#define QUOTE_DEPTH_MAX 20

struct walk {
	GString *out;
	htmlParserCtxtPtr parser;
	unsigned depth, quotes, pre;
	unsigned hidden; /* depth at which something not shown began, or 0 */
	gboolean blank;  /* white space waits to be written */
	unsigned lines;  /* line ends that wait, at most 2 */
	GString *href;   /* of the link we are in; "" if none */
	size_t link_at;
	gboolean stopped;
};

static gboolean is_one_of(const char *name, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(name, *list))
			return TRUE;
	return FALSE;
}

static const char *const paragraphs[] = { "p",  "h1", "h2",         "h3", "h4",
					  "h5", "h6", "blockquote", NULL };
static const char *const blocks[] = {
	"div",    "tr",      "table",  "ul",         "ol",     "li",   "dl",
	"dt",     "dd",      "pre",    "article",    "center", "form", "body",
	"header", "section", "footer", "figcaption", NULL
};
static const char *const unseen[] = { "script", "style",    "head", "title",
				      "object", "noscript", NULL };
/* They have no end, whatever is written. */
static const char *const empty[] = { "br",   "hr",    "img",  "meta", "link",
				     "base", "input", "area", "col",  NULL };

/* At least n line ends before whatever comes next. */
static void want_lines(struct walk *w, unsigned n)
{
	if (w->lines < n)
		w->lines = n;
	w->blank = FALSE;
}

static void quote_marks(struct walk *w)
{
	for (unsigned i = 0; i < w->quotes && i < QUOTE_DEPTH_MAX; i++)
		g_string_append_c(w->out, '>');
	if (w->quotes)
		g_string_append_c(w->out, ' ');
}

static void put_lines(struct walk *w)
{
	if (w->out->len)
		for (; w->lines; w->lines--) {
			g_string_append_c(w->out, '\n');
			if (w->lines > 1 || w->pre)
				quote_marks(w);
		}
	w->lines = 0;
	if (!w->out->len || w->out->str[w->out->len - 1] == '\n')
		quote_marks(w);
}

static void put(struct walk *w, const char *text, size_t len)
{
	if (w->hidden || !len)
		return;
	if (w->lines || !w->out->len) {
		put_lines(w);
		w->blank = FALSE;
	}
	if (w->blank)
		g_string_append_c(w->out, ' ');
	w->blank = FALSE;
	g_string_append_len(w->out, text, (gssize)len);
}

static void on_text(void *arg, const xmlChar *bytes, int count)
{
	struct walk *w = arg;
	const char *text = (const char *)bytes, *end = text + count;

	while (text < end && !w->hidden) {
		size_t n = 0;

		while (text + n < end && !g_ascii_isspace(text[n]) &&
		       (text[n] != '\xc2' || text + n + 1 >= end ||
			text[n + 1] != '\xa0'))
			n++;
		put(w, text, n);
		text += n;
		if (text >= end)
			break;
		if (w->pre && *text == '\n')
			w->lines++;
		else if (w->pre)
			put(w, " ", 1);
		else
			w->blank = w->out->len && !w->lines;
		text += *text == '\xc2' ? 2 : 1;
	}
}

static const char *attribute(const xmlChar **atts, const char *name)
{
	for (; atts && atts[0]; atts += 2)
		if (!strcmp((const char *)atts[0], name))
			return atts[1] ? (const char *)atts[1] : "";
	return "";
}

/* display:none holds preview texts that no reader of the mail saw. */
static gboolean is_hidden(const char *style)
{
	const char *at = strstr(style, "display");

	if (!at)
		return FALSE;
	at += strspn(at, "display: \t");
	return g_str_has_prefix(at, "none");
}

static void start_inline(struct walk *w, const char *name, const xmlChar **atts)
{
	if (!strcmp(name, "a")) {
		g_string_assign(w->href, attribute(atts, "href"));
		w->link_at = w->out->len;
	} else if (!strcmp(name, "img")) {
		const char *alt = attribute(atts, "alt");

		put(w, alt, strlen(alt));
	} else if (!strcmp(name, "hr")) {
		want_lines(w, 1);
		put(w, "________________", 16);
		want_lines(w, 1);
	} else if (!strcmp(name, "td") || !strcmp(name, "th")) {
		w->blank = w->out->len && !w->lines;
	} else if (!strcmp(name, "br") && !w->hidden) {
		/* One ends the line, a second makes an empty one. */
		w->lines += w->lines < 3;
		w->blank = FALSE;
	}
}

static void on_start(void *arg, const xmlChar *tag, const xmlChar **atts)
{
	struct walk *w = arg;
	const char *name = (const char *)tag;

	if (!is_one_of(name, empty) && ++w->depth > HTML_DEPTH_MAX) {
		w->stopped = TRUE;
		xmlStopParser(w->parser);
		return;
	}
	if (!w->hidden && !is_one_of(name, empty) &&
	    (is_one_of(name, unseen) || is_hidden(attribute(atts, "style"))))
		w->hidden = w->depth;
	if (is_one_of(name, paragraphs))
		want_lines(w, 2);
	else if (is_one_of(name, blocks))
		want_lines(w, 1);
	else
		start_inline(w, name, atts);
	if (!strcmp(name, "blockquote"))
		w->quotes++;
	else if (!strcmp(name, "pre"))
		w->pre++;
	else if (!strcmp(name, "li"))
		put(w, "- ", 2);
}

/* Where a link leads, when its text does not say so. */
static void end_link(struct walk *w)
{
	const char *href = w->href->str;

	if (w->out->len > w->link_at && g_str_has_prefix(href, "http") &&
	    strlen(href) < 300 && !strpbrk(href, " <>\r\n") &&
	    !strstr(w->out->str + w->link_at, href)) {
		put(w, " <", 2);
		put(w, href, strlen(href));
		put(w, ">", 1);
	}
	g_string_truncate(w->href, 0);
}

static void on_end(void *arg, const xmlChar *tag)
{
	struct walk *w = arg;
	const char *name = (const char *)tag;

	if (is_one_of(name, empty))
		return;
	if (!strcmp(name, "a") && w->href->len)
		end_link(w);
	if (w->hidden == w->depth)
		w->hidden = 0;
	if (w->depth)
		w->depth--;
	if (!strcmp(name, "blockquote") && w->quotes)
		w->quotes--;
	else if (!strcmp(name, "pre") && w->pre)
		w->pre--;
	if (is_one_of(name, paragraphs))
		want_lines(w, 2);
	else if (is_one_of(name, blocks))
		want_lines(w, 1);
}

/* The crude way: everything between '<' and '>' is a blank. */
static void drop_tags(GString *out, const char *html, size_t len)
{
	const char *end = html + len;

	while (html < end) {
		const char *open = memchr(html, '<', (size_t)(end - html));
		const char *close;

		g_string_append_len(out, html, (open ? open : end) - html);
		if (!open)
			return;
		g_string_append_c(out, ' ');
		close = memchr(open, '>', (size_t)(end - open));
		html = close ? close + 1 : end;
	}
}

char *html_text(const char *html, size_t len, gboolean *odd)
{
	xmlSAXHandler sax = { .startElement = on_start,
			      .endElement = on_end,
			      .characters = on_text,
			      .cdataBlock = NULL,
			      .ignorableWhitespace = on_text };
	struct walk w = { .out = g_string_new(NULL),
			  .href = g_string_new(NULL) };

	w.parser = htmlCreatePushParserCtxt(&sax, &w, NULL, 0, NULL,
					    XML_CHAR_ENCODING_UTF8);
	if (w.parser) {
		htmlCtxtUseOptions(w.parser, HTML_PARSE_NOERROR |
						     HTML_PARSE_NOWARNING |
						     HTML_PARSE_NONET |
						     HTML_PARSE_IGNORE_ENC);
		htmlParseChunk(w.parser, html, (int)len, 1);
		if (w.parser->myDoc)
			xmlFreeDoc(w.parser->myDoc);
		htmlFreeParserCtxt(w.parser);
	}
	if (!w.parser || w.stopped) {
		*odd = TRUE;
		g_string_truncate(w.out, 0);
		drop_tags(w.out, html, len);
	}
	if (w.out->len)
		g_string_append_c(w.out, '\n');
	g_string_free(w.href, TRUE);
	return g_string_free(w.out, FALSE);
}
