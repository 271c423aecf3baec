/* imap_login.c - from the greeting to a session: STARTTLS, then a login by SASL
 * or, without it, by LOGIN.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "imap_own.h"

static hw_status greeting(struct imap *i)
{
	hw_status rc = imap_response(i);

	if (rc)
		return rc;
	if (g_ascii_strncasecmp(i->text->str, "* BYE", 5) == 0)
		return imap_bye(i, i->text->str + 5);
	if (g_ascii_strncasecmp(i->text->str, "* OK", 4) != 0)
		return imap_garbage(i);
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
		rc = imap_until_tag(i, true);
	if (!rc)
		rc = conn_secret(&i->c, token->str, token->len,
				 HW_SECRET_BASE64);
	if (!rc)
		rc = conn_say(&i->c, "\r\n");
	if (!rc)
		rc = imap_until_tag(i, false);
	g_string_free(token, TRUE);
	return rc == HW_MORE ? HW_OK : rc; /* refused without a "+" */
}

static hw_status auth_login(struct imap *i, const struct server *to)
{
	GString *text = g_string_new(NULL);
	hw_status rc;

	g_string_printf(text, "a%u LOGIN ", i->tag);
	imap_put_quoted(text, to->user);
	g_string_append_printf(text, " \"%s\"\r\n", to->password);
	rc = conn_secret(&i->c, text->str, text->len, HW_SECRET_QUOTED);
	g_string_free(text, TRUE);
	return rc ? rc : imap_until_tag(i, false);
}

static hw_status log_in(struct imap *i, const struct server *to)
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
	if (!imap_said(i, "OK"))
		return refused_login(i);
	return imap_command(i, "CAPABILITY");
}

static hw_status start_tls(struct imap *i)
{
	hw_status rc;

	if (!(i->can & IMAP_STARTTLS))
		return i->c.h->fail(i->c.h, HW_AUTH, 0,
				    "%s does not offer STARTTLS; set imap_tls "
				    "= \"tls\" and its port",
				    i->c.host);
	if ((rc = imap_command(i, "STARTTLS")) || (rc = conn_start_tls(&i->c)))
		return rc;
	return imap_command(i, "CAPABILITY");
}

hw_status imap_login(struct imap *i, const struct server *to)
{
	hw_status rc;

	if ((rc = greeting(i)) || (rc = imap_command(i, "CAPABILITY")))
		return rc;
	if (to->tls == HW_STARTTLS && (rc = start_tls(i)))
		return rc;
	return log_in(i, to);
}
