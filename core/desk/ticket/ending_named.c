/* ending_named.c - what holds a ticket, by its numbers (ending.h).
 * SPDX-License-Identifier: MIT */
#include "desk/ticket/ending.h"

#define NAMED_MOST 5 /* a sentence has other things to say */

/* "3 (refund)" */
static void put_name(struct str *all, struct rows *r)
{
	const char *words = rows_text(r, 1);

	str_printf(all, "%lld", (long long)rows_i64(r, 0));
	if (!text_blank(words))
		str_printf(all, " (%s)", words);
}

/* The last one that has room stands behind "and", unless more follow it. */
int ending_named(struct desk *d, struct named *out, const char *kind,
		 struct rows *r, struct err *err)
{
	CLEANUP(str_release) struct str all = STR_INIT;
	CLEANUP(str_release) struct str last = STR_INIT;

	*out = (struct named){ .all = "" };
	while (rows_next(r)) {
		if (out->count++ >= NAMED_MOST)
			continue;
		if (last.len)
			str_printf(&all, "%s%s", all.len ? ", " : "",
				   str_c(&last));
		else
			out->first = rows_i64(r, 0);
		str_clear(&last);
		put_name(&last, r);
	}
	if (rows_end(r, err))
		return -1;
	if (out->count > NAMED_MOST)
		str_printf(&all, ", %s and %d more", str_c(&last),
			   out->count - NAMED_MOST);
	else
		str_printf(&all, "%s%s", all.len ? " and " : "", str_c(&last));
	out->all = arena_printf(&d->arena, "%s%s %s", kind,
				out->count > 1 ? "s" : "", str_c(&all));
	return 0;
}
