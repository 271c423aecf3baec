/* scene_own.h - what the scenes of parts of the program share: a desk with the
 * shops "shop" and "mail", an order and its refund. A failure of what should
 * succeed fails the test where the function returns nothing.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_SCENE_OWN_H
#define HW_TESTS_SCENE_OWN_H

#include "help/lines.h"
#include "help/must_desk.h"
#include "sites/scene.h"

extern struct desk *scene_desk;
extern int64_t scene_now_ms; /* its clock */

int scene_up(const char *dir, struct err *err); /* opens it */
void scene_enter(const char *dir);
void scene_leave(void);
/* Opens it; rows and journal are whole. */
void scene_whole(const char *dir);
/* The chain holds, and it would decide the same again. */
void scene_decides_the_same(void);
int64_t scene_one(const char *sql);
int scene_deliver(const char *instance, const char *records, struct err *err);
int scene_say(const char *kind, const char *by, const char *json,
	      struct err *err);
void scene_two_shops(const char *dir);
void scene_paid_order(const char *dir);

int fact_play(const char *dir, struct book *b, struct err *err);
void fact_look(const char *dir, struct book *b);

/* Plans it; tells of the newest action, with more members; the world pays for
 * its key, once. */
int refund_plan(struct err *err);
int refund_say(const char *kind, const char *by, const char *more,
	       struct err *err);
void refund_pay(struct book *b);
/* Goes on until it is settled. */
int refund_play(const char *dir, struct book *b, struct err *err);
void refund_look(const char *dir, struct book *b);

int start_play(const char *dir, struct book *b, struct err *err);

int upgrade_play(const char *dir, struct book *b, struct err *err);
void upgrade_look(const char *dir, struct book *b);
void oldest_prepare(const char *dir);
void oldest_look(const char *dir, struct book *b);

#endif
