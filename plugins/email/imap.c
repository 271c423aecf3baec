/* imap.c - the commands of a session, each up to its answer.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "imap_own.h"

#define RESPONSES_MAX 50000 /* untagged, of one command */

/* -- a session -- */

static void free_string(gpointer s)
{
	g_string_free(s, TRUE);
}

hw_status imap_open(struct imap *i, struct hw_host *h, const struct email *e)
{
	hw_status rc;

	*i = (struct imap){ .text = g_string_new(NULL),
			    .literals =
				    g_ptr_array_new_with_free_func(free_string),
			    .uids = g_array_new(FALSE, FALSE, sizeof(guint32)),
			    .sent = g_string_new(NULL) };
	rc = conn_open(&i->c, h, &e->imap);
	return rc ? rc : imap_login(i, &e->imap);
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

/* -- one command -- */

hw_status imap_until_tag(struct imap *i, bool plus)
{
	char *tag = i->c.h->text(i->c.h, "a%u ", i->tag);
	hw_status rc;

	for (unsigned n = 0; n < RESPONSES_MAX; n++) {
		const char *at;

		if ((rc = imap_response(i)))
			return rc;
		at = i->text->str;
		if (at[0] == '*' && at[1] == ' ') {
			if ((rc = imap_told(i, at + 2)))
				return rc;
		} else if (plus && at[0] == '+') {
			return HW_OK;
		} else if (g_str_has_prefix(at, tag)) {
			at += strlen(tag);
			g_free(i->answer);
			i->answer = g_strdup(at);
			if (!g_ascii_strncasecmp(at, "OK ", 3))
				imap_told_code(i, at + 3);
			return plus ? HW_MORE : HW_OK;
		} else {
			return imap_garbage(i);
		}
	}
	return i->c.h->fail(i->c.h, HW_BROKEN, 0, "%s sends without end",
			    i->c.host);
}

bool imap_said(const struct imap *i, const char *what)
{
	return i->answer &&
	       g_ascii_strncasecmp(i->answer, what, strlen(what)) == 0;
}

hw_status imap_command(struct imap *i, const char *text)
{
	const char *what = g_str_has_prefix(text, "UID ") ? text + 4 : text;
	hw_status rc;

	i->tag++;
	if ((rc = conn_say(&i->c, "a%u %s\r\n", i->tag, text)) ||
	    (rc = imap_until_tag(i, false)) || imap_said(i, "OK"))
		return rc;
	return i->c.h->fail(
		i->c.h, imap_said(i, "NO") ? HW_REJECTED : HW_BROKEN, 0,
		"%s refused %.*s: %s", i->c.host, (int)strcspn(what, " "), what,
		conn_words(&i->c, i->answer));
}

/* -- the commands -- */

/* raw: the name as the server told it, already in its own coding. */
static hw_status select_folder(struct imap *i, const char *verb,
			       const char *folder, bool raw)
{
	GString *text = g_string_new(verb);
	hw_status rc;

	g_string_append_c(text, ' ');
	if (raw)
		imap_put_quoted(text, folder);
	else
		imap_put_folder(text, folder);
	i->exists = i->uidvalidity = i->uidnext = 0;
	rc = imap_command(i, text->str);
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
	if ((rc = imap_command(i, text)))
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
	return imap_command(i,
			    i->c.h->text(i->c.h, "UID FETCH %s %s", set, what));
}

hw_status imap_mark_seen(struct imap *i, const char *set)
{
	return imap_command(
		i, i->c.h->text(i->c.h, "UID STORE %s +FLAGS.SILENT (\\Seen)",
				set));
}

hw_status imap_find_sent(struct imap *i)
{
	g_string_truncate(i->sent, 0);
	return imap_command(i, "LIST \"\" \"*\"");
}

static hw_status heard(struct imap *i)
{
	const char *at = i->text->str;

	return at[0] == '*' && at[1] == ' ' ? imap_told(i, at + 2)
					    : imap_garbage(i);
}

hw_status imap_idle(struct imap *i, gint64 ms, bool *news, bool *full)
{
	gint64 until = g_get_monotonic_time() / 1000 + ms;
	int came = 1;
	hw_status rc;

	*news = *full = i->grew = false;
	i->tag++;
	if ((rc = conn_say(&i->c, "a%u IDLE\r\n", i->tag)))
		return rc;
	rc = imap_until_tag(i, true);
	if (rc == HW_MORE)
		return HW_OK; /* offered and refused: the poll goes on */
	if (rc)
		return rc;
	/* Lines without news (flags change, the server says that it is still
	 * there) end no wait, however many come. */
	while (came && !i->grew) {
		gint64 left = until - g_get_monotonic_time() / 1000;

		came = left > 0 ? conn_wait(&i->c, left) : 0;
		if (came < 0)
			return came;
		if (came && ((rc = imap_response(i)) || (rc = heard(i))))
			return rc;
	}
	*full = came == 0;
	if ((rc = conn_say(&i->c, "DONE\r\n")) ||
	    (rc = imap_until_tag(i, false)))
		return rc;
	*news = i->grew;
	return HW_OK;
}
