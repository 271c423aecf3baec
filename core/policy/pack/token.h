/* token.h - the words of a condition. Inside of expr.c and token.c only.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_TOKEN_H
#define HW_POLICY_TOKEN_H

#include "policy/rule/expr.h"

enum token_kind { T_END, T_NAME, T_NUMBER, T_TEXT, T_SIGN, T_BAD };

struct token {
	enum token_kind kind;
	const char *text; /* of a name in lower case; of a text unquoted */
	int64_t number;
	int column;
};

struct reader {
	const struct vocabulary *v;
	struct arena *arena;
	struct err *err;
	const char *start, *at;
	struct token token;
	int nodes, depth;
};

/* Records the first mistake, at the token; NULL, so callers return it. */
struct node *token_fail(struct reader *r, const char *fmt, ...)
	HW_PRINTF_LIKE(2, 3);
/* Reads the next one into r->token. */
void token_next(struct reader *r);
bool token_in(const char *const *list, const char *word);
bool token_sign(const struct reader *r, const char *sign);
bool token_keyword(const struct reader *r, const char *word);
/* As above, and goes on when it is. */
bool token_take_sign(struct reader *r, const char *sign);
bool token_take_keyword(struct reader *r, const char *word);

#endif
