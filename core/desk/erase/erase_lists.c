/* erase_lists.c - the lists of an erasure, in which everything stands once.
 * SPDX-License-Identifier: MIT */
#include "desk/erase/erase_lists.h"

static const char *const names[] = { "ticket", "message", "quarantine",
				     "unread" };

#define NAME_MAX_LEN 40

static void name_of(char *out, enum erase_list list, int64_t id)
{
	snprintf(out, NAME_MAX_LEN, "%s %lld", names[list], (long long)id);
}

bool erasure_has(const struct erasure *e, enum erase_list list, int64_t id)
{
	char name[NAME_MAX_LEN];

	name_of(name, list, id);
	return text_set_has(&e->known, name);
}

bool erasure_add(struct desk *d, struct erasure *e, enum erase_list list,
		 struct erase_item item)
{
	struct erase_items *const lists[] = { &e->tickets, &e->messages,
					      &e->quarantine, &e->unread };
	char name[NAME_MAX_LEN];

	name_of(name, list, item.id);
	if (!text_set_add(&e->known, arena_strdup(&d->arena, name)))
		return false;
	erase_items_push(lists[list], item);
	return true;
}

static const char *name_of_order(struct desk *d, int64_t shop, const char *ref)
{
	return arena_printf(&d->arena, "its %s",
			    subject_of_order(&d->arena, shop, ref));
}

bool erasure_has_order(struct desk *d, const struct erasure *e, int64_t shop,
		       const char *ref)
{
	return text_set_has(&e->known, name_of_order(d, shop, ref));
}

void erasure_add_order(struct desk *d, struct erasure *e, int64_t shop,
		       const char *ref)
{
	struct erase_item order = { .shop = shop, .ref = ref };

	if (text_set_add(&e->known, name_of_order(d, shop, ref)))
		erase_items_push(&e->orders, order);
}

void erasure_add_subject(struct erasure *e, const char *subject)
{
	if (text_set_add(&e->known, subject))
		erase_texts_push(&e->subjects, subject);
}
