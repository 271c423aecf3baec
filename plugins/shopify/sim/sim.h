/* sim.h - a Shopify shop on loopback, for the sandbox and the tests.
 *
 * It reads the GraphQL document it is sent and answers with exactly what the
 * document selects, pages connections, counts the cost of the query and
 * refuses one above 1,000 points, so a plugin that reads what it did not ask
 * for, or asks for too much, is found out. What it performed is appended to
 * the effects file and fsynced before the answer: killing it loses nothing.
 * SPDX-License-Identifier: MIT */
#ifndef HW_SHOPIFY_SIM_H
#define HW_SHOPIFY_SIM_H

#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/vec.h"
#include "base/when.h"
#include "http/server.h"

/* -- graph.c: a document, what it selects and what that costs -- */

struct field {
	char *name;
	cJSON *args; /* an object; directives stand in it as "@name" */
	struct field *fields, *next;
};
struct operation {
	bool mutation;
	char *name;
	struct field *fields;
};

/* NULL when the text is no operation that this simulator reads. */
struct operation *graph_parse(const char *text, const cJSON *variables);
void graph_free(struct operation *op);
/* A new value: of `value` what the field selects. */
cJSON *graph_cut(const cJSON *value, const struct field *f);
/* Points as Shopify documents them: an object 1, a connection 2 and its size
 * times what stands in it. `percent` of the size counts: the shop's own
 * measure is lower than the documented one. */
int64_t graph_cost(const struct operation *op, int64_t percent);

/* -- shop.c: orders from a file, or made up on the fly -- */

void shop_options(char **argv);
void shop_load(void); /* reads the file again when it changed */
/* All orders, oldest change first; the i-th as the API shows it now. */
int64_t shop_count(void);
cJSON *shop_order_at(int64_t i);
cJSON *shop_order(const char *id); /* a new value, or NULL */
int64_t shop_first_since(const char *iso);
const cJSON *shop_disputes(void);
cJSON *money_bag(const char *amount, const char *currency);
cJSON *connection(void); /* {"nodes": []} */
cJSON *nodes_of(cJSON *connection);

/* -- effects.c: what was done, for ever -- */

int effects_open(const char *path);
/* Keeps the deed (takes it) and writes it down before it returns. */
void effects_add(cJSON *deed);
/* The next deed of a kind ("refund", "coupon", "return", "order",
 * "credit") from *at on, which is
 * moved behind it; NULL after the last. */
const cJSON *effects_next(const char *kind, size_t *at);
const cJSON *effects_find(const char *kind, const char *member,
			  const char *value);
size_t effects_count(const char *kind);
int64_t effects_next_id(void);

/* -- one file per thing that can be asked -- */

typedef cJSON *resolver(const cJSON *args);

resolver orders_query, order_query;     /* orders.c */
resolver refund_create;                 /* refunds.c */
resolver coupon_create, coupon_by_code; /* discounts.c */
resolver return_create, returnable;     /* returns.c */
resolver order_create;                  /* reship.c */
resolver credit_create;                 /* credit.c */
resolver disputes_query, dispute_query; /* disputes.c */
/* A member of an order that is worked out when it is asked for. */
cJSON *suggested_refund(const cJSON *order, const cJSON *args);
void refunds_into(cJSON *order); /* what was refunded, into the order */
void returns_into(cJSON *order);
cJSON *orders_tagged(const char *tag); /* a connection */
/* Performs it: the deed, or NULL and *why. `key` "" is none. */
const cJSON *refund_do(const cJSON *order, const cJSON *input, const char *key,
		       const char **why);
cJSON *user_error(const char *mutation, const char *type, const char *field,
		  const char *message, const char *code);

/* The operation fails as a whole with this code. Answers NULL. */
cJSON *refuse(const char *code, const char *message);

void reship_options(char **argv);

/* -- ledger.c: the same shop, by an API without keys -- */

void ledger_options(char **argv);
void ledger_run(void); /* what lands late */
void on_ledger_orders(struct http_request *r, void *arg);
void on_ledger_order(struct http_request *r, void *arg);
void on_ledger_refund(struct http_request *r, void *arg);

/* -- auth.c -- */

void auth_options(char **argv);
bool auth_valid(const struct http_request *r);
bool auth_may(const char *scope); /* false: --deny names it */
void on_token(struct http_request *r, void *arg);
void on_revoke(struct http_request *r, void *arg);
resolver shop_query, installation_query, subscriptions_query;

/* -- faults.c: late, twice, 500 after success, dropped, never -- */

void faults_options(char **argv);
uint64_t chance(void);                      /* the same for the same seed */
bool faults_before(struct http_request *r); /* true: answered with a 500 */
bool faults_hit(void);                      /* does this one go wrong? */
/* True when the answer goes wrong; then the body was taken. */
bool faults_after(struct http_request *r, char *body, bool *twice);
void faults_run(void);
/* The bucket of points: false when it holds too few; puts extensions.cost. */
bool bucket_take(int64_t cost, cJSON *reply);

/* -- hooks.c: signed webhooks to a desk -- */

void hooks_options(char **argv);
void on_send(struct http_request *r, void *arg);

const char *option(char **argv, const char *name);
int64_t option_i64(char **argv, const char *name, int64_t fallback);

#endif
