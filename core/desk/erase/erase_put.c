/* erase_put.c - an erasure as the payload of its command, and back.
 * SPDX-License-Identifier: MIT */
#include "desk/config.h"
#include "desk/erase/erase_find.h"
#include "desk/ticket/ticket.h"

void erasure_release(struct erasure *e)
{
	erase_items_release(&e->orders);
	erase_items_release(&e->tickets);
	erase_items_release(&e->messages);
	erase_items_release(&e->quarantine);
	erase_items_release(&e->unread);
	erase_texts_release(&e->subjects);
	text_set_release(&e->known);
}

static void put_items(struct jw *w, const char *name,
		      const struct erase_items *list)
{
	if (!list->len)
		return;
	jw_key(w, name);
	jw_array(w);
	for (size_t i = 0; i < list->len; i++) {
		const struct erase_item *one = &list->at[i];

		jw_object(w);
		if (!one->ref)
			jw_kv_i64(w, "id", one->id);
		else
			jw_kv_i64(w, "shop", one->shop);
		if (one->channel)
			jw_kv_text(w, "channel", one->channel);
		if (one->ref)
			jw_kv_text(w, "ref", one->ref);
		jw_end(w);
	}
	jw_end(w);
}

void erasure_put(const struct erasure *e, struct str *out)
{
	struct jw w = JW_INIT(out);

	jw_object(&w);
	put_items(&w, "orders", &e->orders);
	put_items(&w, "tickets", &e->tickets);
	put_items(&w, "messages", &e->messages);
	put_items(&w, "quarantine", &e->quarantine);
	put_items(&w, "unread", &e->unread);
	jw_key(&w, "subjects");
	jw_array(&w);
	for (size_t i = 0; i < e->subjects.len; i++)
		jw_text(&w, e->subjects.at[i]);
	jw_end(&w);
	jw_end(&w);
}

static void read_items(struct desk *d, const cJSON *list,
		       struct erase_items *out)
{
	const cJSON *json;

	cJSON_ArrayForEach (json, list) {
		const char *ref = json_text(json, "ref");
		const char *channel = json_text(json, "channel");
		struct erase_item one = {
			.id = json_i64(json, "id", 0),
			.shop = json_i64(json, "shop", 0),
			.ref = ref ? arena_strdup(&d->arena, ref) : NULL,
			.channel =
				channel ? arena_strdup(&d->arena, channel) : "",
		};

		erase_items_push(out, one);
	}
}

/* An entry of before addresses could be erased. */
static int read_first_form(struct desk *d, const cJSON *json, struct erasure *e,
			   struct err *err)
{
	const char *order = json_text(json, "order");
	const char *label = json_text(json, "shop");
	struct erase_item one = { .id = json_i64(json, "ticket", 0) };
	struct ticket t;

	if (order) {
		one.shop = shop_of(d->db, label ? label : "");
		one.ref = arena_strdup(&d->arena, order);
		erase_items_push(&e->orders, one);
		erase_texts_push(&e->subjects,
				 subject_of_order(&d->arena, one.shop, order));
		return 0;
	}
	if (ticket_load(d, one.id, &t, err))
		return -1;
	erase_items_push(&e->tickets, one);
	erase_texts_push(&e->subjects, ticket_subject(d, &t));
	return 0;
}

int erasure_read(struct desk *d, const cJSON *json, struct erasure *e,
		 struct err *err)
{
	const cJSON *subjects = json_get(json, "subjects"), *one;

	if (!subjects)
		return read_first_form(d, json, e, err);
	read_items(d, json_get(json, "orders"), &e->orders);
	read_items(d, json_get(json, "tickets"), &e->tickets);
	read_items(d, json_get(json, "messages"), &e->messages);
	read_items(d, json_get(json, "quarantine"), &e->quarantine);
	cJSON_ArrayForEach (one, subjects)
		if (cJSON_IsString(one))
			erase_texts_push(
				&e->subjects,
				arena_strdup(&d->arena, one->valuestring));
	return 0;
}
