/* photo_help.h - mails with files, as a worker hands them in: the records in
 * lines, the bytes beside them.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_PHOTO_HELP_H
#define HW_TESTS_PHOTO_HELP_H

#include "desk/intake/intake.h"
#include "desk/loop_help.h"

/* loop_desk() that takes photos, 3 of a matter, up to 40,000 bytes each. */
struct desk *photo_desk(void);
extern bool offered;        /* true at first: uploads.conf is there */
extern const char *scanner; /* where it listens; "", none, at first */
extern const char *letters; /* what it said of each; NULL at first */

/* As a phone makes it, with a light of its own. */
#define JPEG(light)                                                            \
	"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" \
	"\xFF\xDA\x00\x04\x01\x02" light "\xFF\xD9"

struct file {
	const char *name, *type, *bytes; /* bytes NULL: not read */
	size_t len;
	bool within; /* the text of the mail */
};
#define FILE_OF(name, type, bytes)                         \
	{                                                  \
		name, type, bytes, sizeof bytes - 1, false \
	}
/* JPEG("light"). */
extern const struct file lamp;

/* What is to be handed in. */
extern struct sent {
	struct str lines, bytes;
	int files; /* of the mail that is put */
} sent;
void put_mail(const char *ref, const char *from, const char *text,
	      const struct file *files, size_t count);
/* Of the mail `ref`. */
void put_file(const char *ref, const struct file *f);
/* All that was put; borrows `sent`. */
struct delivery what_was_sent(struct desk *d, const char *via);
/* The desk takes it from a worker; it stays, to be handed in again. */
void hand_in(struct desk *d, struct delivery *out);
void forget_sent(void);

/* One mail, put, handed in and forgotten. */
struct delivery mail(struct desk *d, const char *ref, const char *from,
		     const char *text, const struct file *files, size_t count);

/* The only file that there is has the lamp's bytes. */
void has_the_lamp(struct desk *d);

#endif
