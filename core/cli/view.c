/* view.c - see view.h.
 * SPDX-License-Identifier: MIT */
#include "cli/view.h"

#include "base/when.h"
#include "db/record.h"
#include "desk/intake/order_find.h"

const char *view_or_dash(const char *text)
{
	return text && *text ? text : "-";
}

void view_instant(struct str *out, int64_t ms)
{
	if (ms)
		instant_put(out, ms - ms % SECOND_MS);
	else
		str_putc(out, '-');
}

/* The desk's clock is never before its last entry (a sandbox's runs ahead). */
static int64_t now_of(struct db *db)
{
	int64_t now = clock_now();
	int64_t last = db_i64(db, 0,
			      "SELECT at FROM journal ORDER BY seq DESC LIMIT "
			      "1",
			      "");

	return last > now ? last : now;
}

static void put_span(struct str *out, int64_t ms)
{
	if (ms >= DAY_MS)
		str_printf(out, "%lld d %lld h", (long long)(ms / DAY_MS),
			   (long long)(ms % DAY_MS / HOUR_MS));
	else if (ms >= HOUR_MS)
		str_printf(out, "%lld h %lld min", (long long)(ms / HOUR_MS),
			   (long long)(ms % HOUR_MS / MINUTE_MS));
	else
		str_printf(out, "%lld min", (long long)(ms / MINUTE_MS));
}

void view_countdown(struct str *out, struct db *db, int64_t ms)
{
	int64_t left = ms ? ms - now_of(db) : 0;

	view_instant(out, ms);
	if (!ms)
		return;
	str_puts(out, left < 0 ? " (" : " (in ");
	put_span(out, left < 0 ? -left : left);
	str_puts(out, left < 0 ? " over)" : ")");
}

void view_text(struct str *out, const char *indent, const char *text)
{
	while (text && *text) {
		size_t len = strcspn(text, "\n");

		if (len)
			str_puts(out, indent);
		str_add(out, text, len);
		str_putc(out, '\n');
		text += len + (text[len] == '\n');
	}
}

const char *view_order(struct db *db, struct arena *arena, int64_t shop,
		       const char *ref)
{
	const char *name =
		*ref ? db_text(db, arena,
			       "SELECT coalesce(name, ref) FROM orders WHERE "
			       "shop = ?1 AND ref = ?2",
			       "is", shop, ref)
		     : "";

	return *name ? name : ref;
}

static bool is_order(struct db *db, const char *name)
{
	return db_i64(db, 0, "SELECT 1 FROM orders WHERE ref = ?1 OR name = ?1",
		      "s", name);
}

const char *view_order_called(struct db *db, struct arena *arena,
			      const char *given)
{
	const char *number = arena_printf(arena, "#%s", given);

	return !is_order(db, given) && is_order(db, number) ? number : given;
}

const char *view_word(const struct kind *kind, const char *field,
		      const void *rec)
{
	return view_or_dash(field_word(kind_field(kind, field), rec));
}

int view_find_order(struct cli *c, struct db *db, const char *given,
		    struct hw_order *o, struct arena *arena, int64_t *id,
		    struct err *err)
{
	const char *shop = cli_option(c, "shop") ? cli_option(c, "shop") : "";
	const char *name = view_order_called(db, arena, given);
	int64_t count =
		db_i64(db, 0,
		       "SELECT count(*) FROM orders o JOIN shops s ON s.id = "
		       "o.shop WHERE (o.ref = ?1 OR o.name = ?1) AND ?2 IN "
		       "('', s.label)",
		       "ss", name, shop);

	if (!count)
		return err_set(err, ERR_DATA,
			       "there is no order \"%.60s\"%s%.60s", name,
			       *shop ? " of the shop " : "", shop);
	if (count > 1)
		return err_set(err, ERR_DATA,
			       "more than one order is called \"%.60s\" (%s); "
			       "say which shop's with --shop, or give its id",
			       name, order_shops(db, arena, name, shop));
	return record_find(db, &order_kind, o, arena, id, err,
			   "WHERE (ref = ?1 OR name = ?1) AND (?2 = '' OR shop "
			   "= (SELECT id FROM shops WHERE label = ?2)) LIMIT 1",
			   "ss", name, shop);
}

void view_known(struct str *out, const char *what, const char *text)
{
	if (text && *text)
		str_printf(out, "%-13s%s\n", what, text);
}

void view_moment(struct str *out, const char *what, int64_t ms)
{
	if (!ms)
		return;
	str_printf(out, "%-13s", what);
	view_instant(out, ms);
	str_putc(out, '\n');
}

void view_row(struct str *out, const char *row, bool deviates,
	      struct money advised, const char *verb)
{
	if (!*row)
		return;
	str_printf(out, "%-13s%s%s", "matrix row", row,
		   deviates ? ", which gives " : "");
	if (deviates && money_given(advised)) {
		money_put(out, advised);
		str_printf(out, " %s", advised.currency);
	} else if (deviates) {
		str_printf(out, "no such %s", verb);
	}
	str_putc(out, '\n');
}
