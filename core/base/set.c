/* set.c - see set.h. Open addressing, at most half full.
 * SPDX-License-Identifier: MIT */
#include "base/set.h"

#include "base/mem.h"

/* Where it stands, or would. */
static const char **place(const struct text_set *s, const char *text)
{
	size_t i =
		(size_t)hash_short(s->key, text, strlen(text)) & (s->cap - 1);

	for (; s->at[i] && !text_eq(s->at[i], text); i = (i + 1) & (s->cap - 1))
		;
	return &s->at[i];
}

static void grow(struct text_set *s)
{
	struct text_set old = *s;

	if (!old.cap)
		random_bytes(s->key, sizeof s->key);
	s->cap = old.cap ? old.cap * 2 : 64;
	s->at = xcalloc(s->cap, sizeof *s->at);
	for (size_t i = 0; i < old.cap; i++)
		if (old.at[i])
			*place(s, old.at[i]) = old.at[i];
	free(old.at);
}

bool text_set_add(struct text_set *s, const char *text)
{
	const char **at;

	if (2 * s->len >= s->cap)
		grow(s);
	at = place(s, text);
	if (*at)
		return false;
	*at = text;
	s->len++;
	return true;
}

bool text_set_has(const struct text_set *s, const char *text)
{
	return s->cap && *place(s, text);
}

void text_set_release(struct text_set *s)
{
	free(s->at);
	*s = (struct text_set){ 0 };
}
