/* compile.h - conditions as prepared statements of an in-memory SQLite.
 *
 * expr.h has read and checked the text; here SQLite compiles it, behind its
 * own gates: no double-quoted strings, limits on length, depth and steps, an
 * authorizer that allows two selects and eight functions, one column, nothing
 * after it, no parameter but the facts. Each fact is cast to its type, so a
 * value cannot bring another one in. Nothing here reads a clock or a table.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_COMPILE_H
#define HW_POLICY_COMPILE_H

#include "policy/rule/fact.h"

struct compiler;
struct condition;

/* Borrows the vocabulary. NULL with ERR_SYSTEM. */
struct compiler *compiler_new(const struct vocabulary *v, struct err *err);
void compiler_free(struct compiler *c); /* and every condition of it */

/* Owned by the compiler. NULL with ERR_DATA: "column N: what; what to do". */
struct condition *condition_compile(struct compiler *c, const char *text,
				    struct err *err);

/* 1 it holds, 0 it does not, -1 it cannot be told: something is unknown. */
int condition_holds(const struct condition *c, const struct fact_values *v);
const struct fact_set *condition_reads(const struct condition *c);
uint64_t condition_issues(const struct condition *c); /* expr_issues() */

/* The gate alone, for tests: compiles an expression that expr.h has not seen.
 * 0 only when SQLite may have it. */
int compiler_gate(struct compiler *c, const char *sql, struct err *err);

#endif
