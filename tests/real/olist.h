/* olist.h - 15,492 real orders (Olist, CC BY-NC-SA: measuring only) from their
 * CSV files to facts, one JSON object a line.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_OLIST_H
#define HW_TESTS_OLIST_H

#include <sqlite3.h>
#include <stdint.h>

extern sqlite3 *raw; /* the CSV files as tables */
extern int64_t orders, payments, shipments, reviews, buyers; /* how many */

/* A group's setup: writes order.ndjson, payment.ndjson, shipment.ndjson and
 * review.ndjson into the scratch folder. */
int convert_all(void **state);

void run(sqlite3 *db, const char *sql);
int64_t ask(sqlite3 *db, const char *sql); /* one number */

#endif
