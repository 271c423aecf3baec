/* imap.c - the reading side [source: RFC 3501, RFC 2177, RFC 6154].
 * SPDX-License-Identifier: MIT */
#include <strings.h>
#include <time.h>

#include "sim.h"

#define UIDVALIDITY 7

enum { COMMANDS, PLAIN, APPEND };

static void done(struct client *c, const char *tag, const char *text)
{
	str_printf(&c->out, "%s %s\r\n", tag, text);
}

void imap_greet(struct client *c)
{
	str_puts(&c->out, "* OK sim.example IMAP4rev1\r\n");
}

static char *word(char **at)
{
	char *w = *at;
	size_t len = strcspn(w, " ");

	*at = w + len + (w[len] == ' ');
	w[len] = '\0';
	return w;
}

/* A quoted string or an atom; *at goes behind it. */
static char *string(char **at)
{
	char *start = *at, *from, *to;

	if (*start != '"')
		return word(at);
	from = to = ++start;
	for (; *from && *from != '"'; from++) {
		if (*from == '\\' && from[1])
			from++;
		*to++ = *from;
	}
	from += *from == '"';
	*at = from + (*from == ' ');
	*to = '\0';
	return start;
}

/* -- login -- */

static void logged_in(struct client *c, const char *tag, bool right)
{
	c->logged_in = right;
	done(c, tag, right ? "OK welcome" : "NO wrong");
}

static void on_login(struct client *c, const char *tag, char *args)
{
	const char *user = string(&args), *password = string(&args);

	logged_in(c, tag,
		  !sim.user || (text_eq(user, sim.user) &&
				text_eq(password, sim.password)));
}

/* -- folders -- */

static struct folder *folder_of(char *args)
{
	const char *name = string(&args);

	if (strcasecmp(name, "INBOX") == 0)
		return &sim.inbox;
	return text_eq(name, "Sent") ? &sim.sent : NULL;
}

static void on_select(struct client *c, const char *tag, char *args, bool ro)
{
	c->open = folder_of(args);
	if (!c->open) {
		done(c, tag, "NO there is no such folder");
		return;
	}
	c->told = c->open->files.len;
	str_printf(&c->out,
		   "* FLAGS (\\Seen)\r\n* %zu EXISTS\r\n* 0 RECENT\r\n"
		   "* OK [UIDVALIDITY %d] it\r\n* OK [UIDNEXT %zu] next\r\n",
		   c->told, UIDVALIDITY, c->told + 1);
	done(c, tag, ro ? "OK [READ-ONLY] open" : "OK [READ-WRITE] open");
}

static void on_list(struct client *c, const char *tag)
{
	str_puts(&c->out, "* LIST (\\HasNoChildren) \"/\" INBOX\r\n"
			  "* LIST (\\HasNoChildren \\Sent) \"/\" Sent\r\n");
	done(c, tag, "OK listed");
}

void imap_news(struct client *c)
{
	if (!c->open || c->open->files.len == c->told)
		return;
	c->told = c->open->files.len;
	str_printf(&c->out, "* %zu EXISTS\r\n", c->told);
}

/* -- search and fetch -- */

static size_t number(const char **at, size_t last)
{
	char *end;
	size_t n;

	if (**at == '*') {
		++*at;
		return last;
	}
	n = strtoul(*at, &end, 10);
	*at = end;
	return n;
}

/* "3:*" or "1,4:6" */
static bool in_set(const char *set, size_t uid, size_t last)
{
	while (*set == '*' || (*set >= '0' && *set <= '9')) {
		size_t from = number(&set, last), to = from;

		if (*set == ':') {
			set++;
			to = number(&set, last);
		}
		if ((uid >= from && uid <= to) || (uid >= to && uid <= from))
			return true;
		set += *set == ',';
	}
	return false;
}

static bool has_id(const struct folder *f, size_t at, const char *id)
{
	CLEANUP(str_release) struct str mail = STR_INIT;

	return folder_read(f, at, &mail) && strstr(str_c(&mail), id);
}

static void on_search(struct client *c, const char *tag, char *args)
{
	char *how = word(&args);
	bool by_uid = strcasecmp(how, "UID") == 0;
	bool by_header = strcasecmp(how, "HEADER") == 0;

	if (by_header) {
		word(&args);
		how = string(&args);
	}
	str_puts(&c->out, "* SEARCH");
	for (size_t i = 0; i < c->open->files.len; i++)
		if (by_uid      ? in_set(args, i + 1, c->open->files.len)
		    : by_header ? has_id(c->open, i, how)
				: true)
			str_printf(&c->out, " %zu", i + 1);
	str_puts(&c->out, "\r\n");
	done(c, tag, "OK found");
}

static void put_date(struct str *out)
{
	time_t now = time(NULL);
	struct tm tm;
	char text[64];

	gmtime_r(&now, &tm);
	strftime(text, sizeof text, "%d-%b-%Y %H:%M:%S +0000", &tm);
	str_printf(out, " INTERNALDATE \"%s\"", text);
}

/* "BODY[]<4.10>": ten bytes from the fourth on, of what is there (RFC 3501,
 * 6.4.5); all of it without. The answer names where it begins. */
static void put_body(struct str *out, const struct str *mail, const char *body)
{
	const char *part = strstr(body, "]<");
	char *end = NULL;
	size_t from = part ? strtoul(part + 2, &end, 10) : 0;
	size_t len =
		end && *end == '.' ? strtoul(end + 1, NULL, 10) : mail->len;

	if (from > mail->len)
		from = mail->len;
	if (len > mail->len - from)
		len = mail->len - from;
	str_puts(out, " BODY[]");
	if (part)
		str_printf(out, "<%zu>", from);
	str_printf(out, " {%zu}\r\n", len);
	str_add(out, str_c(mail) + from, len);
}

static void put_mail(struct client *c, size_t at, const char *items)
{
	CLEANUP(str_release) struct str mail = STR_INIT;
	const char *body = strstr(items, "BODY");

	if (!folder_read(c->open, at, &mail))
		return; /* removed meanwhile */
	str_printf(&c->out, "* %zu FETCH (UID %zu", at + 1, at + 1);
	if (strstr(items, "RFC822.SIZE"))
		str_printf(&c->out, " RFC822.SIZE %zu", mail.len);
	if (strstr(items, "INTERNALDATE"))
		put_date(&c->out);
	if (body)
		put_body(&c->out, &mail, body);
	str_puts(&c->out, ")\r\n");
}

static void on_fetch(struct client *c, const char *tag, char *args)
{
	const char *set = word(&args);

	for (size_t i = 0; i < c->open->files.len; i++)
		if (in_set(set, i + 1, c->open->files.len))
			put_mail(c, i, args);
	done(c, tag, "OK fetched");
}

static void on_uid(struct client *c, const char *tag, char *args)
{
	const char *what = word(&args);

	if (!c->open)
		done(c, tag, "BAD no folder is open");
	else if (strcasecmp(what, "SEARCH") == 0)
		on_search(c, tag, args);
	else if (strcasecmp(what, "FETCH") == 0)
		on_fetch(c, tag, args);
	else if (strcasecmp(what, "STORE") == 0)
		done(c, tag, "OK stored");
	else
		done(c, tag, "BAD unknown");
}

/* -- the rest -- */

static void on_append(struct client *c, const char *tag, char *args)
{
	char *brace = strrchr(args, '{');

	c->literal = brace ? strtoul(brace + 1, NULL, 10) : 0;
	if (!c->literal || c->literal > (1u << 25)) {
		c->literal = 0;
		done(c, tag, "BAD no literal");
		return;
	}
	snprintf(c->tag, sizeof c->tag, "%s", tag);
	c->step = APPEND;
	str_puts(&c->out, "+ go on\r\n");
}

void imap_literal(struct client *c, const char *bytes, size_t len)
{
	str_clear(&c->mail);
	str_add(&c->mail, bytes, len);
	done(c, c->tag,
	     folder_add(&sim.sent, &c->mail) ? "OK appended" : "NO full");
}

static void begin(struct client *c, const char *tag, const char *what)
{
	snprintf(c->tag, sizeof c->tag, "%s", tag);
	if (*what == 'I') {
		c->idle = true;
		str_puts(&c->out, "+ waiting\r\n");
	} else {
		c->step = PLAIN;
		str_puts(&c->out, "+ \r\n");
	}
}

static bool is(const char *what, const char *name)
{
	return strcasecmp(what, name) == 0;
}

static void command(struct client *c, const char *tag, const char *what,
		    char *args)
{
	if (is(what, "CAPABILITY")) {
		str_puts(&c->out, "* CAPABILITY IMAP4rev1 AUTH=PLAIN IDLE "
				  "SPECIAL-USE\r\n");
		done(c, tag, "OK that is all");
	} else if (is(what, "NOOP")) {
		done(c, tag, "OK nothing");
	} else if (is(what, "LOGOUT")) {
		str_puts(&c->out, "* BYE\r\n");
		done(c, tag, "OK bye");
		c->quit = true;
	} else if (is(what, "LOGIN")) {
		on_login(c, tag, args);
	} else if (is(what, "AUTHENTICATE") && is(args, "PLAIN")) {
		begin(c, tag, "PLAIN");
	} else if (!c->logged_in) {
		done(c, tag, "BAD log in first");
	} else if (is(what, "SELECT") || is(what, "EXAMINE")) {
		on_select(c, tag, args, is(what, "EXAMINE"));
	} else if (is(what, "LIST")) {
		on_list(c, tag);
	} else if (is(what, "UID")) {
		on_uid(c, tag, args);
	} else if (is(what, "APPEND")) {
		on_append(c, tag, args);
	} else if (is(what, "IDLE") && c->open) {
		begin(c, tag, "IDLE");
	} else {
		done(c, tag, "BAD unknown");
	}
}

void imap_line(struct client *c, char *line)
{
	const char *tag, *what;

	if (c->idle) {
		c->idle = false;
		done(c, c->tag, is(line, "DONE") ? "OK idled" : "BAD not DONE");
		return;
	}
	if (c->step == APPEND) { /* the line end after the literal */
		c->step = COMMANDS;
		return;
	}
	if (c->step == PLAIN) {
		c->step = COMMANDS;
		logged_in(c, c->tag, plain_is_right(line));
		return;
	}
	if (fault_now()) {
		c->quit = true;
		return;
	}
	tag = word(&line);
	what = word(&line);
	command(c, tag, what, line);
}
