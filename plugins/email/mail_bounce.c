/* mail_bounce.c - what a mail system reports: whether a mail came back, whose,
 * and why [source: RFC 3464].
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "form.h"

/* Value of "name: value" at the start of a line, one line. Gives, or NULL. */
static char *field_in(const char *text, const char *name)
{
	gsize n = strlen(name);

	for (const char *p = text; p && *p; p = strchr(p, '\n')) {
		p += *p == '\n';
		if (!g_ascii_strncasecmp(p, name, n) && p[n] == ':')
			return g_strstrip(
				g_strndup(p + n + 1, strcspn(p + n + 1, "\n")));
	}
	return NULL;
}

/* "550 5.1.1 ..." or "#5.1.1": what an SMTP server said. Gives or NULL. */
static char *status_in(const char *text)
{
	for (const char *p = text; *p; p++) {
		if ((p > text && (g_ascii_isalnum(p[-1]) || p[-1] == '.')) ||
		    (*p != '4' && *p != '5'))
			continue;
		if (p[1] == '.' && g_ascii_isdigit(p[2])) {
			gsize a = strspn(p + 2, "0123456789");
			gsize b = p[2 + a] == '.'
					  ? strspn(p + 3 + a, "0123456789")
					  : 0;
			gsize n = 3 + a + b;

			if (a < 4 && b && b < 4 && p[n] != '.' &&
			    !g_ascii_isalnum(p[n]))
				return g_strndup(p, n);
		}
	}
	return NULL;
}

/* An address is what stands around an at sign. Gives, "" when none does. */
static char *address_in(const char *text)
{
	const char *at = strchr(text, '@');
	static const char good[] = "!#$%&'*+-/=?^_`{|}~.";

	for (; at; at = strchr(at + 1, '@')) {
		const char *from = at, *end = at + 1;

		while (from > text &&
		       (g_ascii_isalnum(from[-1]) || strchr(good, from[-1])))
			from--;
		while (g_ascii_isalnum(*end) || *end == '.' || *end == '-')
			end++;
		while (end > at && (end[-1] == '.' || end[-1] == '-'))
			end--;
		if (from < at && end > at + 1)
			return g_strndup(from, (gsize)(end - from));
	}
	return g_strdup("");
}

static void set_address(struct form *f, char *line /* takes, nullable */)
{
	if (line && !*f->m.failed_addr)
		f->m.failed_addr = form_keep(f, address_in(line));
	g_free(line);
}

static void set_failed_id(struct form *f, const char *text)
{
	char *line = field_in(text, "Message-ID");

	if (line && *line && !*f->m.failed_id) {
		char *id = g_strdup(line + (*line == '<'));

		id[strcspn(id, "> \t")] = '\0';
		f->m.failed_id = form_keep(f, id);
	}
	g_free(line);
}

void bounce_details(struct form *f, GMimeObject *o, const char *text)
{
	char *status = field_in(f->status->str, "Status");
	char *action = field_in(f->status->str, "Action");
	char *code = status_in(status && *status ? status : text);

	set_address(f, field_in(f->status->str, "Final-Recipient"));
	set_address(f, field_in(f->status->str, "Original-Recipient"));
	set_address(f, field_in(f->status->str, "Original-Rcpt-To"));
	set_address(f, form_line(form_header(o, "X-Failed-Recipients")));
	set_address(f, g_strdup(text));
	set_failed_id(f, f->original->str);
	set_failed_id(f, f->status->str);
	set_failed_id(f, text);
	if (code)
		f->m.failed_status = form_keep(f, code);
	f->m.failed_for_good =
		!(action &&
		  form_starts_any(action, (const char *[]){ "delayed" }, 1)) &&
		*f->m.failed_status != '4';
	g_free(status);
	g_free(action);
}

/* RFC 3464: what its fields say; a report of success is no bounce. Systems
 * invent words ("expired"), so what is not success has failed. */
int32_t report_origin(struct form *f)
{
	char *action = field_in(f->status->str, "Action");
	char *status = field_in(f->status->str, "Status");
	char *final = field_in(f->status->str, "Final-Recipient");
	char *disposition = field_in(f->status->str, "Disposition");
	gboolean good = action &&
			form_starts_any(action,
					(const char *[]){ "deliver", "relayed",
							  "expanded" },
					3);
	int32_t origin = 0;

	if (status && (*status == '4' || *status == '5'))
		good = FALSE;
	if ((action || status || final) && !good)
		origin = HW_BOUNCE;
	else if (good || disposition)
		origin = HW_AUTO_REPLY;
	/* RFC 5965: the recipient complained; as good as undeliverable. */
	if (!g_ascii_strcasecmp(f->report, "feedback-report"))
		origin = HW_BOUNCE;
	g_free(action);
	g_free(status);
	g_free(final);
	g_free(disposition);
	return origin;
}
