/* smtp.c - a small SMTP client: one mail a connection [source: RFC 5321;
 * STARTTLS RFC 3207; AUTH RFC 4954; SMTPUTF8 RFC 6531].
 *
 * Before the final dot a mail has not been sent, whatever happens: those ends
 * are "try again" or "refused". From the moment the dot is written until the
 * answer is read nobody knows: that end is HW_BROKEN, which the desk takes for
 * unknown.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "email.h"
#include "mail.h"

#define CHUNK ((gsize)256 << 10)
#define REPLY_LINES_MAX 200

enum { CAN_STARTTLS = 1, CAN_PLAIN = 2, CAN_LOGIN = 4, CAN_UTF8 = 8 };

struct smtp {
	struct conn c;
	unsigned can;
	int code;
	char *words; /* of the last line of the reply */
};

static void smtp_end(struct smtp *s)
{
	conn_end(&s->c);
	g_free(s->words);
	s->words = NULL;
}

static void capability(struct smtp *s, const char *line)
{
	char *up = g_ascii_strup(line, -1);

	if (strcmp(up, "STARTTLS") == 0)
		s->can |= CAN_STARTTLS;
	if (strcmp(up, "SMTPUTF8") == 0)
		s->can |= CAN_UTF8;
	if (g_str_has_prefix(up, "AUTH")) {
		char **words = g_strsplit_set(up, " =", 30);

		for (char **w = words; *w; w++)
			s->can |= strcmp(*w, "PLAIN") == 0   ? CAN_PLAIN
				  : strcmp(*w, "LOGIN") == 0 ? CAN_LOGIN
							     : 0u;
		g_strfreev(words);
	}
	g_free(up);
}

static hw_status reply(struct smtp *s)
{
	char *line;
	hw_status rc;

	for (int n = 0; n < REPLY_LINES_MAX; n++) {
		if ((rc = conn_line(&s->c, &line)))
			return rc;
		if (strlen(line) < 3 || strspn(line, "0123456789") != 3 ||
		    (line[3] && line[3] != ' ' && line[3] != '-'))
			break;
		s->code = (int)strtol(line, NULL, 10);
		g_free(s->words);
		s->words = g_strdup(line[3] ? line + 4 : "");
		capability(s, s->words);
		if (line[3] != '-')
			return HW_OK;
	}
	return s->c.h->fail(s->c.h, HW_BROKEN, 0, "%s does not speak SMTP",
			    s->c.host);
}

/* What a refusal before the final dot means. */
static hw_status refused(struct smtp *s, const char *what)
{
	hw_status why = s->code == 530 || s->code == 534 || s->code == 535 ||
					s->code == 538
				? HW_AUTH
			: s->code >= 500 ? HW_REJECTED
					 : HW_RETRY;

	return s->c.h->fail(s->c.h, why, 0, "%s refused %s: %d %s", s->c.host,
			    what, s->code, conn_words(&s->c, s->words));
}

/* Any end before the dot is an end without effect; what is wrong with the
 * server is not wrong with this mail. */
static hw_status not_sent(struct smtp *s, hw_status rc)
{
	(void)s;
	return rc == HW_BROKEN ? HW_RETRY : rc;
}

static hw_status say(struct smtp *s, int wanted, const char *what,
		     const char *line)
{
	hw_status rc = conn_say(&s->c, "%s\r\n", line);

	if (rc || (rc = reply(s)))
		return rc;
	return s->code / 100 == wanted ? HW_OK : refused(s, what);
}

static hw_status hello(struct smtp *s, const struct email *e)
{
	const char *at = strrchr(e->address, '@');

	s->can = 0;
	return say(s, 2, "our greeting",
		   s->c.h->text(s->c.h, "EHLO %s", at ? at + 1 : "localhost"));
}

/* -- login -- */

static hw_status secret_line(struct smtp *s, const void *bytes, size_t len)
{
	hw_status rc = conn_secret(&s->c, bytes, len, HW_SECRET_BASE64);

	if (!rc)
		rc = conn_say(&s->c, "\r\n");
	return rc ? rc : reply(s);
}

static hw_status auth_plain(struct smtp *s, const struct server *to)
{
	GString *token = g_string_new(NULL);
	hw_status rc = say(s, 3, "AUTH PLAIN", "AUTH PLAIN");

	g_string_append_c(token, '\0');
	g_string_append(token, to->user);
	g_string_append_c(token, '\0');
	g_string_append(token, to->password);
	if (!rc)
		rc = secret_line(s, token->str, token->len);
	g_string_free(token, TRUE);
	return rc;
}

static hw_status auth_login(struct smtp *s, const struct server *to)
{
	hw_status rc = say(s, 3, "AUTH LOGIN", "AUTH LOGIN");

	if (!rc)
		rc = secret_line(s, to->user, strlen(to->user));
	if (rc || s->code / 100 != 3)
		return rc;
	return secret_line(s, to->password, strlen(to->password));
}

static hw_status login(struct smtp *s, const struct server *to)
{
	hw_status rc;

	if (!*to->user)
		return HW_OK;
	if (!(s->can & (CAN_PLAIN | CAN_LOGIN)))
		return s->c.h->fail(s->c.h, HW_AUTH, 0,
				    "%s offers no login with a password; set "
				    "smtp_tls, or smtp_login = \"none\"",
				    s->c.host);
	rc = s->can & CAN_PLAIN ? auth_plain(s, to) : auth_login(s, to);
	if (rc || s->code / 100 == 2)
		return rc;
	if (s->code / 100 == 4)
		return s->c.h->fail(s->c.h, HW_RETRY, 0,
				    "%s cannot log us in just now", s->c.host);
	return s->c.h->fail(s->c.h, HW_AUTH, 0,
			    "%s refused user and password; check the file of "
			    "its password",
			    s->c.host);
}

static hw_status start_tls(struct smtp *s, const struct email *e)
{
	hw_status rc;

	if (!(s->can & CAN_STARTTLS))
		return s->c.h->fail(s->c.h, HW_AUTH, 0,
				    "%s does not offer STARTTLS; set smtp_tls "
				    "= \"tls\" and its port",
				    s->c.host);
	if ((rc = say(s, 2, "STARTTLS", "STARTTLS")) ||
	    (rc = conn_start_tls(&s->c)))
		return rc;
	return hello(s, e);
}

static hw_status smtp_open(struct smtp *s, struct hw_host *h,
			   const struct email *e)
{
	hw_status rc;

	if ((rc = conn_open(&s->c, h, &e->smtp)) || (rc = reply(s)))
		return rc;
	if (s->code != 220)
		return h->fail(h, HW_RETRY, 0, "%s takes no mail now: %d %s",
			       s->c.host, s->code, conn_words(&s->c, s->words));
	if ((rc = hello(s, e)) == HW_OK && e->smtp.tls == HW_STARTTLS)
		rc = start_tls(s, e);
	if (rc)
		return rc == HW_REJECTED ? HW_RETRY : rc; /* of no mail yet */
	return login(s, &e->smtp);
}

/* -- the mail -- */

static bool ascii(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

static hw_status envelope(struct smtp *s, const struct email *e, const char *to)
{
	bool plain = ascii(to) && ascii(e->address);
	struct hw_host *h = s->c.h;
	hw_status rc;

	if (!plain && !(s->can & CAN_UTF8))
		return h->fail(h, HW_REJECTED, 0,
			       "%s cannot send to an address beyond ASCII",
			       s->c.host);
	rc = say(s, 2, "the sender",
		 h->text(h, "MAIL FROM:<%s>%s", e->address,
			 plain ? "" : " SMTPUTF8"));
	if (rc)
		return rc;
	return say(s, 2, "the recipient", h->text(h, "RCPT TO:<%s>", to));
}

/* Dots at line starts doubled; ends in a line end. */
static GString *stuffed(const char *mail, gsize len)
{
	GString *out = g_string_sized_new(len + 64);

	for (gsize i = 0; i < len; i++) {
		if (mail[i] == '.' && (i == 0 || mail[i - 1] == '\n'))
			g_string_append_c(out, '.');
		g_string_append_c(out, mail[i]);
	}
	if (len < 2 || mail[len - 1] != '\n')
		g_string_append(out, "\r\n");
	return out;
}

static hw_status body(struct smtp *s, const GString *mail)
{
	for (gsize at = 0; at < mail->len; at += CHUNK) {
		gsize n = mail->len - at < CHUNK ? mail->len - at : CHUNK;
		hw_status rc = s->c.s->write(s->c.h, s->c.n, mail->str + at,
					     (uint32_t)n, 0);

		if (rc)
			return rc;
	}
	return HW_OK;
}

/* The dot is the effect. */
static hw_status dot(struct smtp *s)
{
	struct hw_host *h = s->c.h;

	if (conn_say(&s->c, ".\r\n") || reply(s))
		return h->fail(h, HW_BROKEN, 0,
			       "%s was lost before it said whether it took "
			       "the mail",
			       s->c.host);
	if (s->code / 100 == 2)
		return HW_OK;
	if (s->code / 100 == 4 || s->code / 100 == 5)
		return refused(s, "the mail");
	return h->fail(h, HW_BROKEN, 0, "%s answered %d to the mail", s->c.host,
		       s->code);
}

static hw_status deliver(struct smtp *s, struct hw_host *h,
			 const struct email *e, const char *to,
			 const char *mail, gsize len)
{
	GString *text = stuffed(mail, len);
	hw_status rc = smtp_open(s, h, e);

	if (!rc)
		rc = envelope(s, e, to);
	if (!rc)
		rc = say(s, 3, "DATA", "DATA");
	if (!rc)
		rc = body(s, text);
	g_string_free(text, TRUE);
	return rc ? not_sent(s, rc) : dot(s);
}

/* What goes with the text; a host without files has none. */
static void take_files(struct hw_host *h, struct mail_out *out)
{
	const struct hw_files *files =
		HW_HAS(h, service) ? h->service(h, HW_FILES_1) : NULL;
	uint32_t n = files ? files->count(h) : 0;
	const struct hw_file **list = h->alloc(h, (n + 1) * sizeof(*list));

	for (uint32_t i = 0; i < n; i++)
		list[i] = files->at(h, i);
	out->files = list;
	out->file_count = n;
}

hw_status email_send(struct hw_host *h, void *self, const struct hw_text_out *t)
{
	const struct email *e = self;
	CLEANUP(smtp_end) struct smtp s = { .can = 0 };
	struct mail_out out = { .text = t,
				.from_name = e->from_name,
				.from_addr = e->address,
				.reply_to = e->reply_to,
				.date = { .ms = h->now(h), .basis = HW_UTC } };
	const char *why = NULL;
	size_t len = 0;
	char *mail;
	hw_status rc;

	if (!*t->to_addr || strpbrk(t->to_addr, "<> \t\r\n"))
		return h->fail(h, HW_REJECTED, 0, "this is no address");
	take_files(h, &out);
	mail = mail_write(&out, &len, &why);
	if (!mail)
		return h->fail(h, HW_REJECTED, 0, "%s", why);
	rc = deliver(&s, h, e, t->to_addr, mail, len);
	free(mail);
	return rc ? rc
		  : hw_emit_outcome(
			    h, &(struct hw_outcome){ .ref = t->message_id,
						     .state = HW_SETTLED });
}
