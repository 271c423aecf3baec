/* email.c - mail: IMAP in, SMTP out.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "email.h"
#include "imap.h"
#include "mail.h"

enum {
	OPT_ADDRESS,
	OPT_FROM_NAME,
	OPT_REPLY_TO,
	OPT_USER,
	OPT_PASSWORD,
	OPT_IMAP_HOST,
	OPT_IMAP_PORT,
	OPT_IMAP_TLS,
	OPT_FOLDER,
	OPT_SENT_FOLDER,
	OPT_HISTORY,
	OPT_MARK_SEEN,
	OPT_IDLE,
	OPT_SMTP_HOST,
	OPT_SMTP_PORT,
	OPT_SMTP_TLS,
	OPT_SMTP_LOGIN,
	OPT_SMTP_USER,
	OPT_SMTP_PASSWORD,
};

static const struct hw_option options[] = {
	[OPT_ADDRESS] = { "address", HW_STRING, 1, NULL, NULL,
			  "the account's own address; replies come from it" },
	[OPT_FROM_NAME] = { "from_name", HW_STRING, 0, NULL, NULL,
			    "the name before it" },
	[OPT_REPLY_TO] = { "reply_to", HW_STRING, 0, NULL, NULL,
			   "where answers go, when not to address" },
	[OPT_USER] = { "user", HW_STRING, 0, NULL, NULL,
		       "login name; without it, address" },
	[OPT_PASSWORD] = { "password", HW_SECRET, 1, NULL, NULL,
			   "password, or an app password of the provider" },
	[OPT_IMAP_HOST] = { "imap_host", HW_STRING, 1, NULL, NULL,
			    "server that mail is read from" },
	[OPT_IMAP_PORT] = { "imap_port", HW_INT, 0, "993", "1..65535",
			    "993 with tls, 143 with starttls" },
	[OPT_IMAP_TLS] = { "imap_tls", HW_CHOICE, 0, "tls",
			   "tls|starttls|plain",
			   "plain works on loopback only" },
	[OPT_FOLDER] = { "folder", HW_STRING, 0, "INBOX", NULL,
			 "folder that is read" },
	[OPT_SENT_FOLDER] = { "sent_folder", HW_STRING, 0, "auto", NULL,
			      "where other programs file what they sent; "
			      "auto: the one the server marks, \"\": none" },
	[OPT_HISTORY] = { "history", HW_DURATION, 0, "30 d", NULL,
			  "how far back the first reading goes; 0 s: all" },
	[OPT_MARK_SEEN] = { "mark_seen", HW_BOOL, 0, "false", NULL,
			    "mark mails as read; else no flag is changed" },
	[OPT_IDLE] = { "idle", HW_BOOL, 0, "true", NULL,
		       "wait at the server, where it can, so that new mail is "
		       "seen at once" },
	[OPT_SMTP_HOST] = { "smtp_host", HW_STRING, 1, NULL, NULL,
			    "server that replies leave by" },
	[OPT_SMTP_PORT] = { "smtp_port", HW_INT, 0, "465", "1..65535",
			    "465 with tls, 587 with starttls" },
	[OPT_SMTP_TLS] = { "smtp_tls", HW_CHOICE, 0, "tls",
			   "tls|starttls|plain",
			   "plain works on loopback only" },
	[OPT_SMTP_LOGIN] = { "smtp_login", HW_CHOICE, 0, "password",
			     "password|none",
			     "none: a relay that takes mail without" },
	[OPT_SMTP_USER] = { "smtp_user", HW_STRING, 0, NULL, NULL,
			    "login name there; without it, user" },
	[OPT_SMTP_PASSWORD] = { "smtp_password", HW_SECRET, 0, NULL, NULL,
				"password there; without it, password" },
};

static const char *or_else(const char *text, const char *fallback)
{
	return text && *text ? text : fallback;
}

static int32_t tls_of(const char *word)
{
	word = or_else(word, "tls");
	return strcmp(word, "plain") == 0      ? HW_PLAIN
	       : strcmp(word, "starttls") == 0 ? HW_STARTTLS
					       : HW_TLS;
}

static void email_close(void *self)
{
	struct email *e = self;

	if (!e)
		return;
	g_free(e->address);
	g_free(e->from_name);
	g_free(e->reply_to);
	g_free(e->folder);
	g_free(e->sent_folder);
	g_free(e->imap.host);
	g_free(e->imap.user);
	g_free(e->smtp.host);
	g_free(e->smtp.user);
	g_free(e);
}

/* Anything that goes into a protocol line must be one line. */
static const char *broken_line(const union hw_value *cfg)
{
	for (size_t i = 0; i < G_N_ELEMENTS(options); i++) {
		const char *text = cfg[i].s;

		if (options[i].type != HW_STRING || !text)
			continue;
		for (; *text; text++)
			if ((unsigned char)*text < 0x20 || *text == 0x7F)
				return options[i].name;
	}
	return NULL;
}

static bool is_address(const char *text)
{
	const char *at = strchr(text, '@');

	return at && at > text && at[1] && !strchr(at + 1, '@') &&
	       !strpbrk(text, "<> ,;");
}

static bool is_here(const char *host)
{
	return strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0 ||
	       strcmp(host, "localhost") == 0;
}

static hw_status check_server(struct hw_host *h, const char *name,
			      const union hw_value *host,
			      const union hw_value *tls)
{
	if (!*or_else(host->s, ""))
		return h->fail(h, HW_REJECTED, 0,
			       "\"%s_host\" is empty; write the server's name",
			       name);
	if (strpbrk(host->s, " \t/"))
		return h->fail(h, HW_REJECTED, 0,
			       "\"%s_host\" must be one name or address of a "
			       "server, such as %s.lamps.example",
			       name, name);
	if (tls_of(tls->s) == HW_PLAIN && !is_here(host->s))
		return h->fail(h, HW_REJECTED, 0,
			       "%s_tls = \"plain\" works with this machine "
			       "only; write \"tls\" or \"starttls\"",
			       name);
	return HW_OK;
}

/* What one option alone cannot tell. */
static hw_status check_options(struct hw_host *h, const union hw_value *cfg)
{
	static const size_t addresses[] = { OPT_ADDRESS, OPT_REPLY_TO };
	const char *broken = broken_line(cfg);
	hw_status rc;

	if (broken)
		return h->fail(h, HW_REJECTED, 0,
			       "\"%s\" must be one line of text", broken);
	for (size_t i = 0; i < G_N_ELEMENTS(addresses); i++) {
		const char *text = or_else(cfg[addresses[i]].s, NULL);

		if (!text && !options[addresses[i]].required)
			continue;
		if (!text || !is_address(text))
			return h->fail(h, HW_REJECTED, 0,
				       "\"%s\" must be one mail address, such "
				       "as help@lamps.example",
				       options[addresses[i]].name);
	}
	rc = check_server(h, "imap", &cfg[OPT_IMAP_HOST], &cfg[OPT_IMAP_TLS]);
	return rc ? rc
		  : check_server(h, "smtp", &cfg[OPT_SMTP_HOST],
				 &cfg[OPT_SMTP_TLS]);
}

static hw_status email_open(struct hw_host *h, const union hw_value *cfg,
			    void **self)
{
	const char *user = or_else(cfg[OPT_USER].s, cfg[OPT_ADDRESS].s);
	bool login = strcmp(or_else(cfg[OPT_SMTP_LOGIN].s, ""), "none") != 0;
	hw_status rc = check_options(h, cfg);
	struct email *e;

	if (rc)
		return rc;
	if (mail_start())
		return h->fail(h, HW_UNSUPPORTED, 0,
			       "GMime cannot work on this machine");
	e = g_new0(struct email, 1);
	e->address = g_strdup(cfg[OPT_ADDRESS].s);
	e->from_name = g_strdup(or_else(cfg[OPT_FROM_NAME].s, NULL));
	e->reply_to = g_strdup(or_else(cfg[OPT_REPLY_TO].s, NULL));
	e->folder = g_strdup(or_else(cfg[OPT_FOLDER].s, "INBOX"));
	e->sent_folder = g_strdup(or_else(cfg[OPT_SENT_FOLDER].s, ""));
	e->history_ms = cfg[OPT_HISTORY].i;
	e->mark_seen = cfg[OPT_MARK_SEEN].i != 0;
	e->idle = cfg[OPT_IDLE].i != 0;
	e->imap = (struct server){ .host = g_strdup(cfg[OPT_IMAP_HOST].s),
				   .user = g_strdup(user),
				   .password = "{secret:password}",
				   .port = (int32_t)cfg[OPT_IMAP_PORT].i,
				   .tls = tls_of(cfg[OPT_IMAP_TLS].s) };
	user = login ? or_else(cfg[OPT_SMTP_USER].s, user) : "";
	e->smtp =
		(struct server){ .host = g_strdup(cfg[OPT_SMTP_HOST].s),
				 .user = g_strdup(user),
				 .password = cfg[OPT_SMTP_PASSWORD].s
						     ? "{secret:smtp_password}"
						     : "{secret:password}",
				 .port = (int32_t)cfg[OPT_SMTP_PORT].i,
				 .tls = tls_of(cfg[OPT_SMTP_TLS].s) };
	*self = e;
	return HW_OK;
}

/* The account is its address: two blocks of one address are one account. */
static hw_status email_probe(struct hw_host *h, void *self)
{
	const struct email *e = self;
	CLEANUP(imap_end) struct imap i = { .text = NULL };
	hw_status rc = imap_open(&i, h, e);
	char *lower;

	if (rc)
		return rc;
	lower = g_ascii_strdown(e->address, -1);
	rc = hw_emit_account(
		h, &(struct hw_account){ .ref = lower, .name = e->address });
	g_free(lower);
	return rc;
}

/* Class C: a mail that was sent can be found in the Sent folder, when the
 * server files it there; that it is not there proves nothing. So what is
 * unknown is looked for, and never sent again without a person. */
static const struct hw_channel channel = {
	.fetch = email_fetch,
	.send = email_send,
	.name = "email",
	.effect_class = 'C',
	.lag_ms = 30000,
	.find = email_find,
};
static const struct hw_files_taken files = {
	.bytes_max = (int64_t)MAIL_FILES_MAX,
	.types = "application/pdf image/png image/jpeg image/gif",
};
static const struct hw_iface provides[] = { HW_IFACE(HW_CHANNEL_1, channel),
					    HW_IFACE(HW_FILES_1, files) };

HW_PLUGIN = {
	HW_HEADER,
	.id = "email",
	.version = "1.0.0",
	.summary = "A mail account, read over IMAP and answered over SMTP",
	.domains = "",
	.options = HW_TABLE(options),
	.provides = HW_TABLE(provides),
	.open = email_open,
	.close = email_close,
	.probe = email_probe,
};
