/* sim.h - a small mail server on loopback, for the sandbox and the tests.
 *
 * Two folders of files stand for two mailboxes: INBOX, where each file is a
 * mail and new ones may appear, and Sent, where each mail taken over SMTP is
 * filed before it is acknowledged. It speaks the part of IMAP4rev1 and SMTP
 * that mail programs use, plain, to 127.0.0.1 only, and is held to them by the
 * tests that run the same plugin against real servers.
 * SPDX-License-Identifier: MIT */
#ifndef HW_EMAIL_SIM_H
#define HW_EMAIL_SIM_H

#include "base/mem.h"
#include "base/str.h"
#include "base/vec.h"

VEC(names, char *);

struct folder {
	const char *name, *dir;
	struct names files; /* uid - 1 is the place; removed ones stay */
};

struct client {
	int fd;
	bool smtp, hello_said, logged_in, idle, quit;
	int step;            /* of a login under way, or DATA */
	char tag[32];        /* of the command that waits for more */
	struct folder *open; /* selected */
	size_t told;         /* mails of it that the client knows of */
	struct str in, out, mail;
	size_t literal; /* bytes of APPEND that are awaited */
};

struct sim {
	struct folder inbox, sent;
	const char *user, *password;
	int lose;  /* so many mails are taken and nobody is told */
	int fault; /* per cent of commands after which the line is lost */
	unsigned seed;
};
extern struct sim sim;

/* The mail's bytes with CRLF line ends; false when it is gone. */
bool folder_read(const struct folder *f, size_t at, struct str *out);
/* Files a mail, durable when it returns. */
bool folder_add(struct folder *f, const struct str *mail);
/* True when this time the connection is to be lost. */
bool fault_now(void);
/* "user NUL password" or "NUL user NUL password" in base 64. */
bool plain_is_right(const char *base64);
bool text_is(const char *base64, const char *wanted);

/* One line of a client, without its end. */
void imap_line(struct client *c, char *line);
void imap_greet(struct client *c);
/* The bytes of an APPEND are there. */
void imap_literal(struct client *c, const char *bytes, size_t len);
void imap_news(struct client *c);
void smtp_line(struct client *c, const char *line);
void smtp_greet(struct client *c);

#endif
