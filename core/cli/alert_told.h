/* alert_told.h - how far an alert has climbed, and who was told of it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_ALERT_TOLD_H
#define HW_CLI_ALERT_TOLD_H

#include "base/str.h"
#include "db/db.h"
#include "model/people.h"

/* A line below it: "level 2 of red; mia by email ...; next ..."; nothing when
 * it climbs no ladder. */
void alert_told_text(struct str *out, struct db *db, const struct alert *a);
/* The whole alert as a line of JSON, with "told": [{person, channel, level,
 * state, at}]. */
void alert_told_json(struct str *out, struct db *db, const struct alert *a);

#endif
