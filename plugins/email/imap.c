/* imap.c - a small IMAP4rev1 client [source: RFC 3501; IDLE RFC 2177;
 * SPECIAL-USE RFC 6154].
 *
 * Reads any response in any order and keeps what it knows; answers to no
 * command may come at any moment. A literal is never longer than what was
 * asked for.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "imap.h"

#define LITERAL_MAX ((guint64)(1 << 20) + 65536)
#define LITERALS_MAX 16
#define RESPONSES_MAX 50000 /* untagged, of one command */

/* -- one response -- */

static hw_status garbage(struct imap *i)
{
	return i->c.h->fail(i->c.h, HW_BROKEN, 0, "%s does not speak IMAP",
			    i->c.host);
}

/* The length in "{123}" at the end of a line; false when there is none. */
static bool ends_in_literal(const char *line, size_t len, guint64 *size)
{
	const char *open;
	char *end;

	if (len < 3 || line[len - 1] != '}')
		return false;
	open = memrchr(line, '{', len);
	if (!open || !g_ascii_isdigit(open[1]))
		return false;
	*size = g_ascii_strtoull(open + 1, &end, 10);
	return *end == '}' && end == line + len - 1;
}

static void free_string(gpointer s)
{
	g_string_free(s, TRUE);
}

/* One whole response into i->text; its literals stand there as "{n}" and
 * their bytes in i->literals. */
static hw_status response(struct imap *i)
{
	guint64 size;
	char *line;
	hw_status rc;

	g_string_truncate(i->text, 0);
	g_ptr_array_set_size(i->literals, 0);
	for (;;) {
		GString *bytes;

		if ((rc = conn_line(&i->c, &line)))
			return rc;
		if (i->text->len + i->c.line->len > CONN_LINE_MAX ||
		    strlen(line) != i->c.line->len)
			return garbage(i);
		g_string_append(i->text, line);
		if (!ends_in_literal(line, i->c.line->len, &size))
			return HW_OK;
		if (size > LITERAL_MAX || i->literals->len == LITERALS_MAX)
			return i->c.h->fail(i->c.h, HW_BROKEN, 0,
					    "%s sends more than was asked for",
					    i->c.host);
		bytes = g_string_new(NULL);
		g_ptr_array_add(i->literals, bytes);
		if ((rc = conn_bytes(&i->c, bytes, size)))
			return rc;
	}
}

/* -- tokens of a response -- */

struct scan {
	const struct imap *i;
	const char *at;
	guint literal; /* the next one */
	GString *quoted;
};

static void blanks(struct scan *s)
{
	while (*s->at == ' ')
		s->at++;
}

static bool word(struct scan *s, const char *wanted)
{
	size_t len = strlen(wanted);

	if (g_ascii_strncasecmp(s->at, wanted, len) != 0)
		return false;
	s->at += len;
	return true;
}

static bool quoted(struct scan *s)
{
	g_string_truncate(s->quoted, 0);
	for (s->at++; *s->at && *s->at != '"'; s->at++) {
		if (*s->at == '\\' && s->at[1])
			s->at++;
		g_string_append_c(s->quoted, *s->at);
	}
	return *s->at == '"' && s->at++;
}

/* A string of any form: NIL, quoted or literal. */
static bool string(struct scan *s, const char **bytes, gsize *len)
{
	blanks(s);
	*bytes = "";
	*len = 0;
	if (word(s, "NIL"))
		return true;
	if (*s->at == '"') {
		if (!quoted(s))
			return false;
		*bytes = s->quoted->str;
		*len = s->quoted->len;
		return true;
	}
	if (*s->at != '{' || s->literal >= s->i->literals->len)
		return false;
	s->at += strcspn(s->at, "}");
	if (*s->at == '}') {
		const GString *l = s->i->literals->pdata[s->literal++];

		*bytes = l->str;
		*len = l->len;
		s->at++;
		return true;
	}
	return false;
}

/* A value nobody asked about: an atom, a string or a list, nested. */
static bool skip(struct scan *s)
{
	const char *bytes;
	gsize len;
	int depth = 0;

	blanks(s);
	do {
		if (*s->at == '(') {
			depth++;
			s->at++;
		} else if (*s->at == ')') {
			depth--;
			s->at++;
		} else if (*s->at == '"' || *s->at == '{') {
			if (!string(s, &bytes, &len))
				return false;
		} else {
			size_t n = strcspn(s->at, " ()\"{");

			if (n == 0)
				return false;
			s->at += n;
		}
		if (depth)
			blanks(s);
	} while (depth > 0 && *s->at);
	return depth == 0;
}

static bool item_member(struct scan *s, struct imap_item *item, GString *date)
{
	const char *bytes;
	gsize len;
	char *end;

	if (word(s, "UID ")) {
		item->uid = (guint32)strtoul(s->at, &end, 10);
		s->at = end;
		return item->uid != 0;
	}
	if (word(s, "RFC822.SIZE ")) {
		item->size = g_ascii_strtoll(s->at, &end, 10);
		s->at = end;
		return true;
	}
	if (word(s, "INTERNALDATE")) {
		if (!string(s, &bytes, &len))
			return false;
		g_string_assign(date, bytes);
		return true;
	}
	if (word(s, "BODY[]")) {
		if (*s->at == '<')
			s->at += strcspn(s->at, " ");
		if (!string(s, &item->body, &item->body_len))
			return false;
		return true;
	}
	s->at += strcspn(s->at, " ()");
	return skip(s);
}

/* at: after "FETCH ". */
static hw_status fetched(struct imap *i, const char *at)
{
	GString *text = g_string_new(NULL), *date = g_string_new(NULL);
	struct scan s = { .i = i, .at = at, .quoted = text };
	struct imap_item item = { 0 };
	bool good = *s.at == '(';
	hw_status rc = HW_OK;

	s.at += good;
	while (good && *s.at && *s.at != ')') {
		good = item_member(&s, &item, date);
		blanks(&s);
	}
	good = good && *s.at == ')';
	item.date = date->str;
	if (!good)
		rc = garbage(i);
	else if (item.uid && i->on_item)
		rc = i->on_item(i, &item);
	g_string_free(text, TRUE);
	g_string_free(date, TRUE);
	return rc;
}

/* -- untagged responses -- */

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
		if (skip(&s)) {
			blanks(&s);
			if (*s.at != '"' && *s.at != '{')
				g_string_assign(i->sent, s.at);
			else if (string(&s, &bytes, &len))
				g_string_assign(i->sent, bytes);
		}
	}
	g_string_free(text, TRUE);
}

static void status_code(struct imap *i, const char *at)
{
	struct scan s = { .at = at };

	if (word(&s, "[CAPABILITY "))
		capabilities(i, s.at);
	else if (word(&s, "[UIDVALIDITY "))
		i->uidvalidity = g_ascii_strtoll(s.at, NULL, 10);
}

static hw_status bye(struct imap *i, const char *words)
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
	if (word(&s, " EXISTS"))
		i->exists = n;
	else if (word(&s, " FETCH "))
		return fetched(i, s.at);
	else if (word(&s, " EXPUNGE") && i->exists > 0)
		i->exists--;
	return HW_OK;
}

/* at: after "* ". */
static hw_status untagged(struct imap *i, const char *at)
{
	struct scan s = { .i = i, .at = at };

	if (g_ascii_isdigit(*at))
		return numbered(i, at);
	if (word(&s, "OK ") || word(&s, "PREAUTH "))
		status_code(i, s.at);
	else if (word(&s, "BYE"))
		return bye(i, s.at);
	else if (word(&s, "CAPABILITY "))
		capabilities(i, s.at);
	else if (word(&s, "SEARCH"))
		searched(i, s.at);
	else if (word(&s, "LIST "))
		listed(i, s.at);
	return HW_OK; /* what is not known says nothing to us */
}

/* -- commands -- */

/* Reads up to the tagged answer, or, when asked for, to a "+"; HW_MORE when
 * the answer came instead of it. */
static hw_status until_tag(struct imap *i, bool plus)
{
	char *tag = i->c.h->text(i->c.h, "a%u ", i->tag);
	hw_status rc;

	for (unsigned n = 0; n < RESPONSES_MAX; n++) {
		const char *at;

		if ((rc = response(i)))
			return rc;
		at = i->text->str;
		if (at[0] == '*' && at[1] == ' ') {
			if ((rc = untagged(i, at + 2)))
				return rc;
		} else if (plus && at[0] == '+') {
			return HW_OK;
		} else if (g_str_has_prefix(at, tag)) {
			at += strlen(tag);
			g_free(i->answer);
			i->answer = g_strdup(at);
			if (!g_ascii_strncasecmp(at, "OK ", 3))
				status_code(i, at + 3);
			return plus ? HW_MORE : HW_OK;
		} else {
			return garbage(i);
		}
	}
	return i->c.h->fail(i->c.h, HW_BROKEN, 0, "%s sends without end",
			    i->c.host);
}

static bool said(const struct imap *i, const char *what)
{
	return i->answer &&
	       g_ascii_strncasecmp(i->answer, what, strlen(what)) == 0;
}

/* The command's first word stands in the sentence when it is refused. */
static hw_status command(struct imap *i, const char *text)
{
	hw_status rc;

	i->tag++;
	if ((rc = conn_say(&i->c, "a%u %s\r\n", i->tag, text)) ||
	    (rc = until_tag(i, false)) || said(i, "OK"))
		return rc;
	return i->c.h->fail(i->c.h, said(i, "NO") ? HW_REJECTED : HW_BROKEN, 0,
			    "%s refused %.*s: %s", i->c.host,
			    (int)strcspn(text, " "), text,
			    conn_words(&i->c, i->answer));
}

static void put_quoted(GString *out, const char *text)
{
	g_string_append_c(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *text);
	}
	g_string_append_c(out, '"');
}

/* A folder's name as a quoted string, in modified UTF-7 (RFC 3501 5.1.3). */
static void put_utf7(GString *out, const gunichar *at, const gunichar *end)
{
	GString *bytes = g_string_new(NULL);
	char *b64;

	for (; at < end; at++) {
		gunichar c = *at;

		if (c > 0xFFFF) {
			gunichar high = 0xD800 + ((c - 0x10000) >> 10);

			g_string_append_c(bytes, (char)(high >> 8));
			g_string_append_c(bytes, (char)high);
			c = 0xDC00 + ((c - 0x10000) & 0x3FF);
		}
		g_string_append_c(bytes, (char)(c >> 8));
		g_string_append_c(bytes, (char)c);
	}
	b64 = g_base64_encode((const guchar *)bytes->str, bytes->len);
	g_strdelimit(b64, "/", ',');
	b64[strcspn(b64, "=")] = '\0';
	g_string_append_printf(out, "&%s-", b64);
	g_free(b64);
	g_string_free(bytes, TRUE);
}

static void put_folder(GString *out, const char *name)
{
	glong n = 0;
	gunichar *all = g_utf8_to_ucs4_fast(name, -1, &n);

	g_string_append_c(out, '"');
	for (glong k = 0; k < n; k++) {
		glong from = k;

		while (k < n && (all[k] < 0x20 || all[k] > 0x7E))
			k++;
		if (k > from)
			put_utf7(out, all + from, all + k);
		if (k == n)
			break;
		if (all[k] == '&')
			g_string_append(out, "&-");
		else if (all[k] == '"' || all[k] == '\\')
			g_string_append_printf(out, "\\%c", (char)all[k]);
		else
			g_string_append_c(out, (char)all[k]);
	}
	g_string_append_c(out, '"');
	g_free(all);
}

/* raw: the name as the server told it, already in its own coding. */
static hw_status select_folder(struct imap *i, const char *verb,
			       const char *folder, bool raw)
{
	GString *text = g_string_new(verb);
	hw_status rc;

	g_string_append_c(text, ' ');
	if (raw)
		put_quoted(text, folder);
	else
		put_folder(text, folder);
	i->exists = i->uidvalidity = 0;
	rc = command(i, text->str);
	g_string_free(text, TRUE);
	if (rc == HW_OK && i->uidvalidity == 0)
		return i->c.h->fail(i->c.h, HW_BROKEN, 0,
				    "%s gives no UIDVALIDITY", i->c.host);
	return rc;
}

hw_status imap_select(struct imap *i, const char *verb, const char *folder)
{
	return select_folder(i, verb, folder,
			     i->sent->len && folder == i->sent->str);
}

static gint by_number(gconstpointer a, gconstpointer b)
{
	guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;

	return x < y ? -1 : x > y;
}

hw_status imap_search(struct imap *i, const char *criteria)
{
	char *text = i->c.h->text(i->c.h, "UID SEARCH %s", criteria);
	hw_status rc;
	guint kept = 0;

	g_array_set_size(i->uids, 0);
	if ((rc = command(i, text)))
		return rc;
	g_array_sort(i->uids, by_number);
	for (guint k = 0; k < i->uids->len; k++) {
		guint32 uid = g_array_index(i->uids, guint32, k);

		if (kept && g_array_index(i->uids, guint32, kept - 1) == uid)
			continue;
		g_array_index(i->uids, guint32, kept++) = uid;
	}
	g_array_set_size(i->uids, kept);
	return HW_OK;
}

hw_status imap_fetch(struct imap *i, const char *set, const char *what)
{
	return command(i, i->c.h->text(i->c.h, "UID FETCH %s %s", set, what));
}

hw_status imap_mark_seen(struct imap *i, const char *set)
{
	return command(i, i->c.h->text(i->c.h,
				       "UID STORE %s +FLAGS.SILENT (\\Seen)",
				       set));
}

hw_status imap_find_sent(struct imap *i)
{
	g_string_truncate(i->sent, 0);
	return command(i, "LIST \"\" \"*\"");
}

static hw_status heard(struct imap *i)
{
	const char *at = i->text->str;

	return at[0] == '*' && at[1] == ' ' ? untagged(i, at + 2) : garbage(i);
}

hw_status imap_idle(struct imap *i, gint64 ms, bool *news, bool *full)
{
	gint64 before = i->exists;
	int came = 1;
	hw_status rc;

	*news = *full = false;
	i->tag++;
	if ((rc = conn_say(&i->c, "a%u IDLE\r\n", i->tag)))
		return rc;
	rc = until_tag(i, true);
	if (rc == HW_MORE)
		return HW_OK; /* offered and refused: the poll goes on */
	if (rc)
		return rc;
	/* Some servers only say now and then that they are there. */
	for (int n = 0; n < 2 && came && i->exists <= before; n++) {
		came = conn_wait(&i->c, ms);
		if (came < 0)
			return came;
		if (came && ((rc = response(i)) || (rc = heard(i))))
			return rc;
	}
	*full = came == 0;
	if ((rc = conn_say(&i->c, "DONE\r\n")) || (rc = until_tag(i, false)))
		return rc;
	*news = i->exists > before;
	return HW_OK;
}

/* -- opening -- */

static hw_status greeting(struct imap *i)
{
	hw_status rc = response(i);

	if (rc)
		return rc;
	if (g_ascii_strncasecmp(i->text->str, "* BYE", 5) == 0)
		return bye(i, i->text->str + 5);
	if (g_ascii_strncasecmp(i->text->str, "* OK", 4) != 0)
		return garbage(i);
	return HW_OK;
}

static hw_status refused_login(struct imap *i)
{
	bool later = strcasestr(i->answer, "[UNAVAILABLE]") ||
		     strcasestr(i->answer, "[INUSE]") ||
		     strcasestr(i->answer, "[LIMIT]");

	return later ? i->c.h->fail(i->c.h, HW_RETRY, 0,
				    "%s cannot log us in just now", i->c.host)
		     : i->c.h->fail(i->c.h, HW_AUTH, 0,
				    "%s refused user and password; check "
				    "\"user\" and the file of \"password\"",
				    i->c.host);
}

static hw_status auth_plain(struct imap *i, const struct server *to)
{
	GString *token = g_string_new(NULL);
	hw_status rc = conn_say(&i->c, "a%u AUTHENTICATE PLAIN\r\n", i->tag);

	g_string_append_c(token, '\0');
	g_string_append(token, to->user);
	g_string_append_c(token, '\0');
	g_string_append(token, to->password);
	if (!rc)
		rc = until_tag(i, true);
	if (!rc)
		rc = conn_secret(&i->c, token->str, token->len,
				 HW_SECRET_BASE64);
	if (!rc)
		rc = conn_say(&i->c, "\r\n");
	if (!rc)
		rc = until_tag(i, false);
	g_string_free(token, TRUE);
	return rc == HW_MORE ? HW_OK : rc; /* refused without a "+" */
}

static hw_status auth_login(struct imap *i, const struct server *to)
{
	GString *text = g_string_new(NULL);
	hw_status rc;

	g_string_printf(text, "a%u LOGIN ", i->tag);
	put_quoted(text, to->user);
	g_string_append_printf(text, " \"%s\"\r\n", to->password);
	rc = conn_secret(&i->c, text->str, text->len, HW_SECRET_QUOTED);
	g_string_free(text, TRUE);
	return rc ? rc : until_tag(i, false);
}

static hw_status login(struct imap *i, const struct server *to)
{
	hw_status rc;

	if (!(i->can & IMAP_PLAIN) && (i->can & IMAP_NOLOGIN))
		return i->c.h->fail(i->c.h, HW_AUTH, 0,
				    "%s offers no login with a password; set "
				    "imap_tls, or use an app password",
				    i->c.host);
	i->tag++;
	rc = i->can & IMAP_PLAIN ? auth_plain(i, to) : auth_login(i, to);
	if (rc)
		return rc;
	if (!said(i, "OK"))
		return refused_login(i);
	return command(i, "CAPABILITY");
}

static hw_status start_tls(struct imap *i)
{
	hw_status rc;

	if (!(i->can & IMAP_STARTTLS))
		return i->c.h->fail(i->c.h, HW_AUTH, 0,
				    "%s does not offer STARTTLS; set imap_tls "
				    "= \"tls\" and its port",
				    i->c.host);
	if ((rc = command(i, "STARTTLS")) || (rc = conn_start_tls(&i->c)))
		return rc;
	return command(i, "CAPABILITY");
}

hw_status imap_open(struct imap *i, struct hw_host *h, const struct email *e)
{
	hw_status rc;

	*i = (struct imap){ .text = g_string_new(NULL),
			    .literals =
				    g_ptr_array_new_with_free_func(free_string),
			    .uids = g_array_new(FALSE, FALSE, sizeof(guint32)),
			    .sent = g_string_new(NULL) };
	if ((rc = conn_open(&i->c, h, &e->imap)) || (rc = greeting(i)) ||
	    (rc = command(i, "CAPABILITY")))
		return rc;
	if (e->imap.tls == HW_STARTTLS && (rc = start_tls(i)))
		return rc;
	return login(i, &e->imap);
}

void imap_end(struct imap *i)
{
	if (!i->text)
		return;
	conn_end(&i->c);
	g_string_free(i->text, TRUE);
	g_string_free(i->sent, TRUE);
	g_ptr_array_free(i->literals, TRUE);
	g_array_free(i->uids, TRUE);
	g_free(i->answer);
	i->text = NULL;
}
