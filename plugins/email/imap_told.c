/* imap_told.c - what the server tells: untagged responses, into struct imap.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "imap_own.h"

/* -- a mail -- */

static bool item_member(struct scan *s, struct imap_item *item, GString *date,
			GString *body)
{
	const char *bytes;
	gsize len;
	char *end;

	if (scan_word(s, "UID ")) {
		item->uid = (guint32)strtoul(s->at, &end, 10);
		s->at = end;
		return item->uid != 0;
	}
	if (scan_word(s, "RFC822.SIZE ")) {
		item->size = g_ascii_strtoll(s->at, &end, 10);
		s->at = end;
		return true;
	}
	if (scan_word(s, "INTERNALDATE")) {
		if (!scan_string(s, &bytes, &len))
			return false;
		g_string_assign(date, bytes);
		return true;
	}
	if (scan_word(s, "BODY[]")) {
		if (*s->at == '<')
			s->at += strcspn(s->at, " ");
		if (!scan_string(s, &bytes, &len))
			return false;
		/* A quoted one is gone with the next string in the item. */
		g_string_truncate(body, 0);
		g_string_append_len(body, bytes, (gssize)len);
		item->body = body->str;
		item->body_len = body->len;
		return true;
	}
	s->at += strcspn(s->at, " ()");
	return scan_skip(s);
}

/* at: after "FETCH ". */
static hw_status fetched(struct imap *i, const char *at)
{
	GString *text = g_string_new(NULL), *date = g_string_new(NULL);
	GString *body = g_string_new(NULL);
	struct scan s = { .i = i, .at = at, .quoted = text };
	struct imap_item item = { 0 };
	bool good = *s.at == '(';
	hw_status rc = HW_OK;

	s.at += good;
	while (good && *s.at && *s.at != ')') {
		good = item_member(&s, &item, date, body);
		scan_blanks(&s);
	}
	good = good && *s.at == ')';
	item.date = date->str;
	if (!good)
		rc = imap_garbage(i);
	else if (item.uid && i->on_item)
		rc = i->on_item(i, &item);
	g_string_free(text, TRUE);
	g_string_free(date, TRUE);
	g_string_free(body, TRUE);
	return rc;
}

/* -- the rest -- */

static void capabilities(struct imap *i, const char *at)
{
	static const struct {
		const char *word;
		unsigned bit;
	} known[] = { { "AUTH=PLAIN", IMAP_PLAIN },
		      { "STARTTLS", IMAP_STARTTLS },
		      { "IDLE", IMAP_IDLE },
		      { "LOGINDISABLED", IMAP_NOLOGIN } };

	i->can = 0;
	while (*at && *at != ']') {
		size_t len = strcspn(at, " ]");

		for (size_t k = 0; k < G_N_ELEMENTS(known); k++)
			if (len == strlen(known[k].word) &&
			    !g_ascii_strncasecmp(at, known[k].word, len))
				i->can |= known[k].bit;
		at += len;
		at += strspn(at, " ");
	}
}

static void searched(struct imap *i, const char *at)
{
	char *end;

	for (;; at = end) {
		guint32 uid = (guint32)strtoul(at, &end, 10);

		if (end == at)
			return;
		if (uid)
			g_array_append_val(i->uids, uid);
	}
}

/* "(\Sent \HasNoChildren) "/" "Sent Items"" */
static void listed(struct imap *i, const char *at)
{
	GString *text = g_string_new(NULL);
	struct scan s = { .i = i, .at = at, .quoted = text };
	const char *close = strchr(at, ')'), *bytes;
	const char *mark = strcasestr(at, "\\Sent");
	gsize len;

	if (*at == '(' && close && mark && mark < close &&
	    strchr(" )", mark[5])) {
		s.at = close + 1;
		if (scan_skip(&s)) {
			scan_blanks(&s);
			if (*s.at != '"' && *s.at != '{')
				g_string_assign(i->sent, s.at);
			else if (scan_string(&s, &bytes, &len))
				g_string_assign(i->sent, bytes);
		}
	}
	g_string_free(text, TRUE);
}

/* 0: this is none. */
static gint64 uidnext(const char *at)
{
	gint64 n = g_ascii_strtoll(at, NULL, 10);

	return n > 0 && n <= G_MAXUINT32 ? n : 0;
}

void imap_told_code(struct imap *i, const char *at)
{
	struct scan s = { .at = at };

	if (scan_word(&s, "[CAPABILITY "))
		capabilities(i, s.at);
	else if (scan_word(&s, "[UIDVALIDITY "))
		i->uidvalidity = g_ascii_strtoll(s.at, NULL, 10);
	else if (scan_word(&s, "[UIDNEXT "))
		i->uidnext = uidnext(s.at);
}

hw_status imap_bye(struct imap *i, const char *words)
{
	return i->c.h->fail(i->c.h, HW_RETRY, 0, "%s said goodbye: %s",
			    i->c.host,
			    conn_words(&i->c, words + strspn(words, " ")));
}

static hw_status numbered(struct imap *i, const char *at)
{
	struct scan s = { .i = i };
	char *end;
	gint64 n = g_ascii_strtoll(at, &end, 10);

	s.at = end;
	if (scan_word(&s, " FETCH "))
		return fetched(i, s.at);
	if (scan_word(&s, " EXISTS")) {
		i->grew |= n > i->exists;
		i->exists = n;
	} else if (scan_word(&s, " EXPUNGE") && i->exists > 0) {
		i->exists--;
	}
	return HW_OK;
}

hw_status imap_told(struct imap *i, const char *at)
{
	struct scan s = { .i = i, .at = at };

	if (g_ascii_isdigit(*at))
		return numbered(i, at);
	if (scan_word(&s, "OK ") || scan_word(&s, "PREAUTH "))
		imap_told_code(i, s.at);
	else if (scan_word(&s, "BYE"))
		return imap_bye(i, s.at);
	else if (scan_word(&s, "CAPABILITY "))
		capabilities(i, s.at);
	else if (scan_word(&s, "SEARCH"))
		searched(i, s.at);
	else if (scan_word(&s, "LIST "))
		listed(i, s.at);
	return HW_OK; /* what is not known says nothing to us */
}
