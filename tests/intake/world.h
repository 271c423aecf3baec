/* world.h - a desk on disk with the small policy, two clocks and a page of
 * records being written, for tests of intake. Helpers fail the test.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_WORLD_H
#define HW_TESTS_WORLD_H

#include "base/str.h"
#include "desk/desk.h"

extern struct desk *d;
extern int64_t wall, mono; /* the two clocks, ms */
extern struct str lines;   /* the page */
extern char *state_dir;

/* Setup and teardown: shops "shop" and "mail", live since 30 days. */
int world_begin(void **state);
int world_end(void **state);
void world_open(const char *dir);
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
void must(int rc, const struct err *err);
int64_t one(const char *sql); /* a literal */
int64_t entries(void);        /* of the journal */
void replays(void);           /* applied the same, decided the same */

#endif
