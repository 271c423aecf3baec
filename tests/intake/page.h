/* page.h - a page of records being written, and the desk on disk with the small
 * policy and two clocks that it is delivered to, for tests of intake. What must
 * go well fails the test.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_PAGE_H
#define HW_TESTS_PAGE_H

#include "base/str.h"
#include "help/must_desk.h"

extern struct desk *d;
extern int64_t wall, mono; /* the two clocks, ms */
extern struct str lines;   /* the page */
extern char *state_dir;

/* Setup and teardown: shops "shop" and "mail", live since 30 days. */
int page_begin(void **state);
int page_end(void **state);
void page_open(const char *dir);
void add_shop(const char *label, int64_t live_since);
void pass_time(int64_t ms); /* on both clocks */

/* Records of the page: order n belongs to buyer n / 2, its parcel is T<n>. */
void put_when(const char *name, int64_t ms);
void put_order(int n, int version, const char *amount, int64_t placed);
void put_shipment(int n, int64_t shipped);
void put_mail(int n, int64_t at);
/* Delivers the page and starts an empty one. */
struct delivery deliver(const char *instance);

/* How many files of the state folder hold these bytes; each is told. */
int found_in_state(const char *word);

void tick(void); /* until nothing is due */
int act(const char *kind, const char *by, const char *json, struct err *err);
void say(const char *kind, const char *by, const char *json); /* not refused */
int64_t one(const char *sql);                                 /* a literal */
int64_t entries(void); /* of the journal */
void replays(void);    /* applied the same, decided the same */

#endif
