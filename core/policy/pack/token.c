/* token.c - see token.h.
 * SPDX-License-Identifier: MIT */
#include "policy/pack/token.h"

#include <ctype.h>
#include <stdarg.h>

struct node *token_fail(struct reader *r, const char *fmt, ...)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	va_list ap;

	if (r->err->code)
		return NULL;
	va_start(ap, fmt);
	str_vprintf(&s, fmt, ap);
	va_end(ap);
	err_set(r->err, ERR_DATA, "column %d: %s", r->token.column, str_c(&s));
	return NULL;
}

bool token_in(const char *const *list, const char *word)
{
	for (; *list; list++)
		if (text_eq(*list, word))
			return true;
	return false;
}

static void read_name(struct reader *r)
{
	size_t n = 0;
	char *name;

	while (isalnum((unsigned char)r->at[n]) || r->at[n] == '_')
		n++;
	name = arena_strndup(r->arena, r->at, n);
	for (char *c = name; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	r->token.kind = T_NAME;
	r->token.text = name;
	r->at += n;
}

static void read_number(struct reader *r)
{
	size_t n = strspn(r->at, "0123456789");

	r->token.kind = T_NUMBER;
	r->token.number = strtoll(r->at, NULL, 10);
	if (r->at[n] == '.' || isalpha((unsigned char)r->at[n]) ||
	    r->at[n] == '_' || n > 15) {
		token_fail(
			r,
			"numbers are whole and under 16 digits; money, "
			"durations and moments stand in quotes: '20.00 USD', "
			"'5 d'");
		r->token.kind = T_BAD;
	}
	r->at += n;
}

/* '' inside a text is one '. */
static void read_text(struct reader *r)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	for (r->at++; *r->at && (*r->at != '\'' || r->at[1] == '\''); r->at++) {
		str_putc(&s, *r->at);
		r->at += *r->at == '\'';
	}
	r->token.kind = T_TEXT;
	r->token.text = arena_strdup(r->arena, str_c(&s));
	if (!*r->at) {
		token_fail(r, "a text is not closed; add a '");
		r->token.kind = T_BAD;
		return;
	}
	r->at++;
}

static void read_sign(struct reader *r)
{
	static const char *const signs[] = { "<=", ">=", "<>", "!=", "==", "<",
					     ">",  "=",  "(",  ")",  ",",  "+",
					     "-",  "*",  "/",  "%",  NULL };

	r->token.kind = T_BAD;
	if (text_starts(r->at, "--") || text_starts(r->at, "/*")) {
		token_fail(r,
			   "a condition has no comments; write them above the "
			   "rule, after #");
		return;
	}
	for (const char *const *s = signs; *s; s++)
		if (text_starts(r->at, *s)) {
			r->token.kind = T_SIGN;
			r->token.text = *s;
			r->at += strlen(*s);
			return;
		}
	if (*r->at == '"')
		token_fail(r, "texts stand in single quotes: 'quality'");
	else
		token_fail(r,
			   "\"%.1s\" has no meaning in a condition; remove it",
			   (unsigned char)*r->at < 0x80 ? r->at : "?");
}

void token_next(struct reader *r)
{
	r->at += strspn(r->at, " \t\r\n");
	r->token = (struct token){ .column = (int)(r->at - r->start) + 1 };
	if (!*r->at)
		return;
	if (isdigit((unsigned char)*r->at))
		read_number(r);
	else if (isalpha((unsigned char)*r->at) || *r->at == '_')
		read_name(r);
	else if (*r->at == '\'')
		read_text(r);
	else
		read_sign(r);
}

bool token_sign(const struct reader *r, const char *sign)
{
	return r->token.kind == T_SIGN && text_eq(r->token.text, sign);
}

bool token_keyword(const struct reader *r, const char *word)
{
	return r->token.kind == T_NAME && text_eq(r->token.text, word);
}

bool token_take_sign(struct reader *r, const char *sign)
{
	bool here = token_sign(r, sign);

	if (here)
		token_next(r);
	return here;
}

bool token_take_keyword(struct reader *r, const char *word)
{
	bool here = token_keyword(r, word);

	if (here)
		token_next(r);
	return here;
}
