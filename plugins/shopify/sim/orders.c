/* orders.c - orders by the moment of their last change, and one of them.
 * SPDX-License-Identifier: MIT */
#include "sim.h"

/* Orders changed since the moment in the search text; the cursor is the
 * position of the last one. Made up and filed ones together are not sorted
 * against each other: the made up ones come first. */
cJSON *orders_query(const cJSON *args)
{
	const char *q = json_text(args, "query");
	const char *quote = q ? strchr(q, '\'') : NULL;
	CLEANUP(free_ptr)
	char *since =
		quote ? xstrndup(quote + 1, strcspn(quote + 1, "'")) : NULL;
	const char *after = json_text(args, "after");
	int64_t n = json_i64(args, "first", 0);
	int64_t first = shop_first_since(since);
	int64_t at = after ? strtoll(after, NULL, 10) : first, end;
	cJSON *page = connection();
	cJSON *info = cJSON_AddObjectToObject(page, "pageInfo");
	char cursor[24];

	if (q && text_starts(q, "tag:'")) {
		json_free(page);
		return orders_tagged(since);
	}
	if (n < 1 || n > 250)
		return json_free(page),
		       refuse("BAD_USER_INPUT",
			      "you must give `first` between 1 and 250");
	if (after && (*after < '0' || *after > '9'))
		return json_free(page),
		       refuse("BAD_USER_INPUT", "Invalid cursor");
	if (at < first)
		at = first;
	end = at + n < shop_count() ? at + n : shop_count();
	for (; at < end; at++)
		cJSON_AddItemToArray(nodes_of(page), shop_order_at(at));
	snprintf(cursor, sizeof cursor, "%lld", (long long)at);
	cJSON_AddBoolToObject(info, "hasNextPage", at < shop_count());
	cJSON_AddStringToObject(info, "endCursor", cursor);
	return page;
}

cJSON *order_query(const cJSON *args)
{
	const char *id = json_text(args, "id");

	return id ? shop_order(id) : NULL;
}
