/* scene.h - what is done while one call after the other fails.
 *
 * A scene is prepared once in a folder, played by a child process in a copy of
 * it, and looked at by a healthy one. What the child told somebody (a webhook
 * answered, a command acknowledged) and what the world did (a refund paid)
 * stands in the book, a page that outlives the child.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_SCENE_H
#define HW_TESTS_SCENE_H

#include "desk/desk.h"

struct book {
	_Atomic int64_t told; /* bits of the scene */
	_Atomic int64_t paid;
	char key[80]; /* of what was paid first */
	char said[400];
};

struct scene {
	const char *name, *title;
	void (*prepare)(const char *dir);
	/* Opened before anything fails, or NULL: then play does it. */
	void (*enter)(const char *dir);
	/* Goes on where it stopped. */
	int (*play)(const char *dir, struct book *b, struct err *err);
	/* Everything told is there, nothing is half there, and what is left
	 * can be done: fails the test when not. */
	void (*look)(const char *dir, struct book *b);
	bool once;    /* a failure ends the program: play is not asked again */
	bool program; /* play is another program: any status with a reason */
	int64_t most; /* allocations visited in full, 0: all of them */
};

/* Each ends with one without a name. Parts of the program, in the child itself;
 * and scene_serve.c: the program, which is seldom visited at every
 * allocation: there are tens of thousands of them. */
extern const struct scene scenes[], scenes_of_serve[];

#endif
