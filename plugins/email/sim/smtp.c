/* smtp.c - the sending side [source: RFC 5321, RFC 4954].
 * SPDX-License-Identifier: MIT */
#include <strings.h>

#include "sim.h"

enum { COMMANDS, PLAIN, LOGIN_USER, LOGIN_PASSWORD, DATA };

static void say(struct client *c, const char *line)
{
	str_printf(&c->out, "%s\r\n", line);
}

void smtp_greet(struct client *c)
{
	say(c, "220 sim.example ESMTP");
}

static void auth(struct client *c, bool right)
{
	c->logged_in = right;
	say(c, right ? "235 2.7.0 welcome" : "535 5.7.8 wrong");
}

static void data_line(struct client *c, const char *line)
{
	if (!text_eq(line, ".")) {
		str_printf(&c->mail, "%s\r\n", line + (line[0] == '.'));
		return;
	}
	c->step = COMMANDS;
	if (!folder_add(&sim.sent, &c->mail))
		say(c, "451 4.3.0 cannot store");
	else if (fault_now())
		c->quit = true; /* taken, and nobody is told */
	else
		say(c, "250 2.0.0 taken");
	str_clear(&c->mail);
}

static void login_line(struct client *c, const char *line)
{
	int step = c->step;

	c->step = COMMANDS;
	if (step == PLAIN) {
		auth(c, plain_is_right(line));
	} else if (step == LOGIN_USER) {
		c->logged_in = text_is(line, sim.user);
		c->step = LOGIN_PASSWORD;
		say(c, "334 UGFzc3dvcmQ6");
	} else {
		auth(c, c->logged_in && text_is(line, sim.password));
	}
}

static void begin_auth(struct client *c, const char *how)
{
	if (strncasecmp(how, "PLAIN ", 6) == 0) {
		auth(c, plain_is_right(how + 6));
	} else if (strcasecmp(how, "PLAIN") == 0) {
		c->step = PLAIN;
		say(c, "334 ");
	} else if (strcasecmp(how, "LOGIN") == 0) {
		c->step = LOGIN_USER;
		say(c, "334 VXNlcm5hbWU6");
	} else {
		say(c, "504 5.5.4 unknown");
	}
}

static void mail_command(struct client *c, const char *line)
{
	if (!c->logged_in) {
		say(c, "530 5.7.0 log in first");
	} else if (strncasecmp(line, "MAIL FROM:<", 11) == 0 ||
		   strncasecmp(line, "RCPT TO:<", 9) == 0) {
		say(c, strchr(line, '>') ? "250 2.1.0 ok"
					 : "501 5.1.3 no address");
	} else {
		c->step = DATA;
		say(c, "354 go on");
	}
}

static void command(struct client *c, const char *line)
{
	if (strncasecmp(line, "EHLO ", 5) == 0) {
		say(c, "250-sim.example");
		say(c, "250-8BITMIME");
		say(c, "250-SMTPUTF8");
		say(c, "250 AUTH PLAIN LOGIN");
	} else if (strncasecmp(line, "HELO ", 5) == 0 ||
		   strcasecmp(line, "NOOP") == 0 ||
		   strcasecmp(line, "RSET") == 0) {
		say(c, "250 2.0.0 ok");
	} else if (strncasecmp(line, "AUTH ", 5) == 0) {
		begin_auth(c, line + 5);
	} else if (strncasecmp(line, "MAIL ", 5) == 0 ||
		   strncasecmp(line, "RCPT ", 5) == 0 ||
		   strcasecmp(line, "DATA") == 0) {
		mail_command(c, line);
	} else if (strcasecmp(line, "QUIT") == 0) {
		say(c, "221 2.0.0 bye");
		c->quit = true;
	} else {
		say(c, "502 5.5.1 unknown");
	}
}

void smtp_line(struct client *c, const char *line)
{
	if (c->step == DATA)
		data_line(c, line);
	else if (c->step != COMMANDS)
		login_line(c, line);
	else if (fault_now())
		c->quit = true;
	else
		command(c, line);
}
