/* template.c - see template.h.
 * SPDX-License-Identifier: MIT */
#include "policy/words/template.h"

#include "base/mem.h"
#include "base/str.h"

struct templates {
	struct template *at; /* by id */
	size_t count;
	struct arena words; /* ids and texts */
};

static int by_id(const void *a, const void *b)
{
	const struct template *x = a, *y = b;

	return strcmp(x->id, y->id);
}

const struct template *template_find(const struct templates *t, const char *id,
				     size_t len)
{
	size_t low = 0, high = t->count;

	while (low < high) {
		size_t mid = (low + high) / 2;
		const char *is = t->at[mid].id;
		int order = strncmp(is, id, len);

		if (order == 0 && !is[len])
			return &t->at[mid];
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static void put_piece(struct template *t, int type, const char *at, size_t len)
{
	struct piece p = { .at = at, .len = len };

	p.type = type;
	if (len || type != PIECE_TEXT)
		piece_list_push(&t->pieces, p);
}

/* A brace that is closed by nothing names what stands behind it, which no value
 * is called. */
static void cut(struct template *t, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "{}");

		put_piece(t, PIECE_TEXT, text, len);
		text += len;
		if (!*text)
			return;
		if (text[0] == text[1] || *text == '}') {
			put_piece(t, PIECE_TEXT, text, 1);
			text += text[0] == text[1] ? 2 : 1;
			continue;
		}
		len = strcspn(++text, "}");
		put_piece(t,
			  text_starts(text, "part.") ? PIECE_PART : PIECE_VALUE,
			  text, len);
		text += len + (text[len] == '}');
	}
}

static void link_parts(const struct templates *all, struct template *t)
{
	CLEANUP(free_ptr) char *subject = xasprintf("%s.subject", t->id);

	t->subject = template_find(all, subject, strlen(subject));
	for (size_t i = 0; i < t->pieces.len; i++) {
		struct piece *p = &t->pieces.at[i];

		if (p->type == PIECE_PART)
			p->part = template_find(all, p->at, p->len);
	}
}

/* In the order in which the pack has them. */
static void link_variant(struct templates *all, const char *id)
{
	size_t len = strcspn(id, "~");
	const struct template *whole = id[len] && !text_ends(id, ".subject")
					       ? template_find(all, id, len)
					       : NULL;

	if (whole)
		template_refs_push(&all->at[whole - all->at].variants,
				   template_find(all, id, strlen(id)));
}

struct templates *templates_read(const cJSON *json)
{
	struct templates *all = xcalloc(1, sizeof *all);
	const cJSON *one;

	all->at = xcalloc((size_t)cJSON_GetArraySize(json), sizeof *all->at);
	cJSON_ArrayForEach (one, json) {
		struct template *t = &all->at[all->count++];

		t->id = arena_strdup(&all->words, one->string);
		cut(t, arena_strdup(&all->words, one->valuestring));
		piece_list_fit(&t->pieces);
	}
	qsort(all->at, all->count, sizeof *all->at, by_id);
	for (size_t i = 0; i < all->count; i++)
		link_parts(all, &all->at[i]);
	cJSON_ArrayForEach (one, json)
		link_variant(all, one->string);
	return all;
}

void templates_free(struct templates *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->count; i++) {
		piece_list_release(&t->at[i].pieces);
		template_refs_release(&t->at[i].variants);
	}
	arena_release(&t->words);
	free(t->at);
	free(t);
}
