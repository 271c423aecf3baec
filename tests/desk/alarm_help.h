/* alarm_help.h - a policy of alerts small enough to know by heart, and what
 * tests ask about notices.
 *
 * Ladder "red" (red tickets; urgent): after 5 min a mail to the ticket's agent,
 * else to managers; 10 min later a text message to who is on call; that again
 * every 30 min. "usual" (yellow tickets, errors): after 30 min a mail to the
 * ticket's agent, else to managers; after 4 h one to the owner. "vip": a text
 * message to who is on call at once, after 10 min one to managers. All else:
 * the app alone. Mails gather for 2 min and are 15 min apart, text messages 5
 * min; eva is on call, then tom. The desk is open when `fake_open` says so.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_ALARM_HELP_H
#define HW_TESTS_ALARM_HELP_H

#include "desk/alert/alarm.h"
#include "desk/desk_help.h"
#include "policy/time/quiet.h"

extern struct quiet fake_quiet; /* of everybody, in Berlin */
extern struct alarm_budget fake_mail, fake_sms;
extern bool fake_open;        /* true at first */
extern const char *fake_away; /* has no address */
extern bool no_phone;         /* text messages reach nobody */
extern int64_t fake_times;    /* of "red"; 0, no end, at first */

/* These alarms, with all that follows as it is at first. */
const struct alarms *fake_alarms(void);
/* open_desk() with them and the agents mia, tom and eva; the go-live line is 30
 * days back. */
struct desk *open_alarm_desk(void);
/* With a red ticket that mia has: T-1. */
struct desk *desk_with_a_red_ticket(void);

/* An alert of the host, such as "breach:1", of no ticket. */
void raise(struct desk *d, const char *weight, const char *cause);
/* A mail about order n, of which nobody knew before. */
void mail_about(struct desk *d, int n, const char *text);

/* Minute by minute; each notice that is due leaves, unless `stuck`. */
void step(struct desk *d, int64_t minutes);
extern bool stuck; /* false at first */

/* How many notices went to a person over a channel ("email", "sms"). */
int64_t told(struct desk *d, const char *person, const char *channel);
/* The words of the last notice. */
const char *last_notice(struct desk *d);
int64_t open_alerts(struct desk *d);

/* The moment of a text such as "2026-10-25T01:00:00Z". */
int64_t moment(const char *text);
/* Lets time go by until then. */
void pass_until(struct desk *d, const char *text);

#endif
