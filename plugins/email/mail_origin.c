/* mail_origin.c - who wrote a mail: a person, a mail system that gives one
 * back, an automatic answer, a list. What programs say in headers comes first,
 * words only where they say nothing.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "form.h"

#define FREE_TEXT_MAX 20000 /* bytes of a bounce's text that are looked at */

static const char *const away[] = {
#define AWAY(words) words,
#include "words_only.h"
};

static const char *const bounced[] = {
#define BOUNCED(words) words,
#include "words_only.h"
};

static const char *const failed[] = {
#define FAILED(words) words,
#include "words_only.h"
};

static const char *const no_reply[] = {
	"noreply",    "no-reply",      "no_reply",
	"donotreply", "do-not-reply",  "do_not_reply",
	"bounce",     "mailer-daemon", "mailer_daemon",
	"postmaster", "post_master",   "mail-daemon",
	NULL
};

static const char *const daemons[] = { "mailer-daemon",
				       "mailer_daemon",
				       "mail-daemon",
				       "maildaemon",
				       "mdaemon",
				       "postmaster",
				       "post_master",
				       "mailerdaemon",
				       "mail delivery",
				       "mail-delivery",
				       "mail administrator",
				       "mail system",
				       "mail_daemon",
				       NULL };

static const char *find(const char *text, const char *word)
{
	gsize n = strlen(word);

	for (; *text; text++)
		if (!g_ascii_strncasecmp(text, word, n))
			return text;
	return NULL;
}

static gboolean has_any(const char *text, const char *const *words, gsize count)
{
	for (gsize i = 0; i < count; i++)
		if (find(text, words[i]))
			return TRUE;
	return FALSE;
}

/* -- marks -- */

static gboolean header_is(GMimeObject *o, const char *name,
			  const char *const *words)
{
	char *line = form_line(form_header(o, name));
	gboolean yes = form_starts_any(line, words, 20);

	g_free(line);
	return yes;
}

static gboolean has_header(GMimeObject *o, const char *const *names)
{
	for (; *names; names++)
		if (g_mime_header_list_get_header(
			    g_mime_object_get_header_list(o), *names))
			return TRUE;
	return FALSE;
}

static uint32_t marks_of(const struct mail *m, GMimeObject *o)
{
	static const char *const no[] = { "no", NULL };
	static const char *const none[] = { "none", NULL };
	static const char *const bulk[] = { "bulk", "junk", "list",
					    "auto_reply", NULL };
	static const char *const null_path[] = { "<>", NULL };
	/* RFC 2369, RFC 2919; mail of a list, not to its owner. */
	static const char *const lists[] = {
		"List-Id",      "List-Unsubscribe", "List-Post",
		"List-Help",    "List-Subscribe",   "List-Archive",
		"Mailing-List", "X-Mailing-List",   NULL
	};
	static const char *const loops[] = { "X-Loop", "X-Loop-Detect",
					     "X-MS-Exchange-Inbox-Rules-Loop",
					     NULL };
	uint32_t marks = 0;

	if (*form_header(o, "Auto-Submitted") &&
	    !header_is(o, "Auto-Submitted", no))
		marks |= MAIL_AUTO_SUBMITTED;
	if (header_is(o, "Precedence", bulk))
		marks |= MAIL_PRECEDENCE;
	if (has_header(o, lists))
		marks |= MAIL_LIST_HEADER;
	if (has_header(o, loops))
		marks |= MAIL_LOOP;
	if (*form_header(o, "X-Auto-Response-Suppress") &&
	    !header_is(o, "X-Auto-Response-Suppress", none))
		marks |= MAIL_SUPPRESS;
	if (header_is(o, "Return-Path", null_path))
		marks |= MAIL_NULL_PATH;
	if (!*m->from_addr ||
	    form_starts_any(m->from_addr, no_reply, G_N_ELEMENTS(no_reply)))
		marks |= MAIL_NO_REPLY;
	return marks;
}

/* -- bounces -- */

static gboolean is_daemon(const struct mail *m)
{
	return form_starts_any(m->from_addr, daemons, G_N_ELEMENTS(daemons)) ||
	       form_starts_any(m->from_name, daemons, G_N_ELEMENTS(daemons));
}

static gboolean has_code(const char *text)
{
	for (const char *p = text; (p = strpbrk(p, "45")); p++)
		if ((p == text || !g_ascii_isalnum(p[-1])) && p[1] == '5' &&
		    g_ascii_isdigit(p[2]) && (p[3] == ' ' || p[3] == '-'))
			return TRUE;
	return FALSE;
}

/* A system that gives a mail back with it, whatever its name is. */
static gboolean gives_back(struct form *f)
{
	return f->original->len &&
	       f->m.marks & (MAIL_NULL_PATH | MAIL_NO_REPLY);
}

static gboolean is_bounce(struct form *f, GMimeObject *o, const char *text)
{
	const struct mail *m = &f->m;
	gboolean subject = has_any(m->subject, bounced, G_N_ELEMENTS(bounced));

	if (*form_header(o, "X-Failed-Recipients"))
		return TRUE;
	if (gives_back(f) && (subject || has_code(text) ||
			      has_any(text, failed, G_N_ELEMENTS(failed))))
		return TRUE;
	if (!is_daemon(m) && !(m->marks & MAIL_NULL_PATH) && !subject)
		return FALSE;
	return (subject && (is_daemon(m) || m->marks & MAIL_NULL_PATH)) ||
	       ((is_daemon(m) || subject) &&
		(has_any(text, failed, G_N_ELEMENTS(failed)) ||
		 has_code(text)));
}

static gboolean is_auto_reply(const struct mail *m, GMimeObject *o)
{
	static const char *const replied[] = { "auto-replied", "auto-notified",
					       NULL };
	static const char *const generated[] = { "auto-generated", NULL };
	static const char *const auto_reply[] = { "auto_reply", NULL };
	static const char *const headers[] = { "X-Autoreply", "X-Autorespond",
					       "X-Autoresponder",
					       "X-Mail-Autoreply", NULL };
	static const char *const vacation[] = { "vacation", NULL };

	return header_is(o, "Auto-Submitted", replied) ||
	       (header_is(o, "Auto-Submitted", generated) && *m->in_reply_to) ||
	       header_is(o, "Precedence", auto_reply) ||
	       header_is(o, "X-Precedence", auto_reply) ||
	       has_header(o, headers) ||
	       header_is(o, "X-Apple-Action", vacation) ||
	       form_starts_any(m->subject, away, G_N_ELEMENTS(away));
}

void origin_judge(struct form *f, GMimeMessage *message)
{
	GMimeObject *o = GMIME_OBJECT(message);
	struct mail *m = &f->m;
	char *text = g_strndup(m->text, FREE_TEXT_MAX);
	int32_t reported;

	m->marks = marks_of(m, o);
	reported = report_origin(f);
	if (reported)
		m->origin = reported;
	else if (is_bounce(f, o, text))
		m->origin = HW_BOUNCE;
	else if (is_auto_reply(m, o))
		m->origin = HW_AUTO_REPLY;
	else if (m->marks & (MAIL_LIST_HEADER | MAIL_PRECEDENCE))
		m->origin = HW_LIST;
	if (m->origin == HW_BOUNCE)
		bounce_details(f, o, text);
	g_free(text);
}
