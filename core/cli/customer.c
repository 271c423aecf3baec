/* customer.c - everything of one customer over all shops, in one timeline.
 * SPDX-License-Identifier: MIT */
#include "desk/ticket/customer.h"

#include "base/utf8.h"
#include "cli/action_view.h"
#include "cli/marks.h"
#include "cli/show.h"
#include "cli/verbs.h"
#include "cli/view.h"
#include "db/record.h"
#include "hw_plugin.h"
#include "model/effects.h"
#include "model/records.h"

struct page {
	struct cli *c;
	struct db *db;
	struct str text;
	struct arena arena; /* of one row */
	struct marks marks;
};

/* -- one row -- */

static void put_money(struct str *s, struct hw_money given)
{
	struct money m = { .minor = given.minor };

	memcpy(m.currency, given.currency, sizeof m.currency - 1);
	if (!money_given(m))
		return;
	str_putc(s, ' ');
	money_put(s, m);
	str_printf(s, " %s", m.currency);
}

static void put_order(struct page *p, const void *rec)
{
	const struct hw_order *o = rec;

	str_printf(&p->text, "order %s, %s", *o->name ? o->name : o->ref,
		   view_word(&order_kind, "status", o));
	put_money(&p->text, o->total);
}

static void put_payment(struct page *p, const void *rec)
{
	const struct hw_payment *x = rec;

	str_printf(&p->text, "%s %s", view_word(&payment_kind, "type", x),
		   view_word(&payment_kind, "status", x));
	put_money(&p->text, x->amount);
}

static void put_shipment(struct page *p, const void *rec)
{
	const struct hw_shipment *x = rec;

	str_printf(&p->text, "shipment %s, %s %s",
		   view_word(&shipment_kind, "status", x),
		   view_or_dash(x->carrier), view_or_dash(x->tracking));
}

#define REVIEW_SHOWN 200 /* bytes of its words */

/* On one line, so that its place in the timeline is one. */
static void put_words(struct page *p, const struct hw_review *x)
{
	CLEANUP(str_release) struct str words = STR_INIT;
	CLEANUP(free_ptr)
	char *text =
		xasprintf("%s%s%s", x->title, *x->title ? " - " : "", x->text);
	size_t len;

	for (char *at = text; *at; at++)
		if (*at == '\n' || *at == '\r')
			*at = ' ';
	marks_put(&p->marks, text, x->lang, &words);
	len = utf8_prefix(str_c(&words), words.len, REVIEW_SHOWN);
	str_printf(&p->text, "review, %lld star%s: %.*s%s", (long long)x->stars,
		   x->stars == 1 ? "" : "s", (int)len, str_c(&words),
		   len < words.len ? "..." : "");
}

static void put_review(struct page *p, const void *rec)
{
	const struct hw_review *x = rec;

	if (x->stars < 0)
		str_puts(&p->text, "review that is gone");
	else
		put_words(p, x);
}

static void put_return(struct page *p, const void *rec)
{
	const struct hw_return *x = rec;

	str_printf(&p->text, "return %s: %.60s",
		   view_word(&return_kind, "status", x),
		   view_or_dash(x->reason));
}

static void put_dispute(struct page *p, const void *rec)
{
	const struct hw_dispute *x = rec;

	str_printf(&p->text, "%s, %s", view_word(&dispute_kind, "type", x),
		   view_word(&dispute_kind, "status", x));
	put_money(&p->text, x->amount);
}

static void put_ticket(struct page *p, const void *rec)
{
	const struct ticket *t = rec;

	str_printf(&p->text, "T-%lld %s, %s", (long long)t->id,
		   view_or_dash(t->issue), view_word(&ticket_kind, "state", t));
	if (*t->outcome)
		str_printf(&p->text, ": %s, cause %s", t->outcome,
			   view_or_dash(t->root_cause));
}

static void put_message(struct page *p, const void *rec)
{
	const struct message *m = rec;
	const char *words = *m->reply ? m->reply : m->text;

	str_printf(&p->text, "%s by %s: %s%s%.*s",
		   m->direction == DIR_IN ? "wrote" : "was written to",
		   view_or_dash(m->channel), m->subject,
		   *m->subject ? " - " : "", (int)strcspn(words, "\r\n"),
		   words);
}

static void put_note(struct page *p, const void *rec)
{
	const struct note *n = rec;

	str_printf(&p->text, "note by %s: %.*s", view_or_dash(n->author),
		   (int)strcspn(n->text, "\r\n"), n->text);
}

static void put_action(struct page *p, const void *rec)
{
	const struct action *a = rec;

	action_view_what(&p->text, a);
	str_printf(&p->text, ", %s", view_word(&action_kind, "state", a));
}

#define SHOP_OF(table)                                                         \
	"SELECT s.label FROM " table " x JOIN shops s ON s.id = x.shop WHERE " \
	"x.id = ?1"

static const struct {
	const struct kind *kind;
	void (*put)(struct page *p, const void *rec);
	const char *shop;
} shapes[] = {
	{ &order_kind, put_order, SHOP_OF("orders") },
	{ &payment_kind, put_payment, SHOP_OF("payments") },
	{ &shipment_kind, put_shipment, SHOP_OF("shipments") },
	{ &review_kind, put_review, SHOP_OF("reviews") },
	{ &return_kind, put_return, SHOP_OF("returns") },
	{ &dispute_kind, put_dispute, SHOP_OF("disputes") },
	{ &ticket_kind, put_ticket, SHOP_OF("tickets") },
	{ &message_kind, put_message, SHOP_OF("messages") },
	{ &note_kind, put_note,
	  "SELECT s.label FROM notes x JOIN tickets t ON t.id = x.ticket JOIN "
	  "shops s ON s.id = t.shop WHERE x.id = ?1" },
	{ &action_kind, put_action, SHOP_OF("actions") },
};

static int put_row(struct page *p, int64_t at, size_t shape, int64_t id,
		   struct err *err)
{
	const struct kind *kind = shapes[shape].kind;
	void *rec = arena_alloc(&p->arena, kind->size + 8);
	int found = record_load(p->db, kind, id, rec, &p->arena, err);

	if (found <= 0)
		return found;
	if (p->c->json) {
		show_record(p->c, kind, rec);
		return 0;
	}
	view_instant(&p->text, at);
	str_printf(&p->text, "  %-10s ",
		   db_text(p->db, &p->arena, shapes[shape].shop, "i", id));
	shapes[shape].put(p, rec);
	str_putc(&p->text, '\n');
	return 0;
}

/* -- the page -- */

static int put_sums(struct page *p, const struct customer *who, struct err *err)
{
	CLEANUP(rows_release) struct rows r = customer_sums(p->db, who);

	while (rows_next(&r)) {
		struct money m = { .minor = rows_i64(&r, 3) };

		snprintf(m.currency, sizeof m.currency, "%s", rows_text(&r, 2));
		str_printf(&p->text, "%-10s %lld order%s", rows_text(&r, 0),
			   (long long)rows_i64(&r, 1),
			   rows_i64(&r, 1) == 1 ? "" : "s");
		if (money_given(m)) {
			str_puts(&p->text, ", ");
			money_put(&p->text, m);
			str_printf(&p->text, " %s", m.currency);
		}
		str_printf(&p->text, ", %lld ticket%s\n",
			   (long long)rows_i64(&r, 4),
			   rows_i64(&r, 4) == 1 ? "" : "s");
	}
	return rows_end(&r, err);
}

static int put_tags(struct page *p, const struct customer *who, struct err *err)
{
	CLEANUP(rows_release) struct rows r = customer_tags(p->db, who);
	int n = 0;

	for (; rows_next(&r); n++)
		str_printf(&p->text, "%s%s", n ? ", " : "tags       ",
			   rows_text(&r, 0));
	if (n)
		str_putc(&p->text, '\n');
	return rows_end(&r, err);
}

static int put_timeline(struct page *p, const struct customer *who, int *n,
			struct err *err)
{
	CLEANUP(rows_release) struct rows r = customer_timeline(p->db, who);

	for (*n = 0; rows_next(&r); ++*n)
		for (size_t i = 0; i < COUNT_OF(shapes); i++) {
			if (!text_eq(shapes[i].kind->name, rows_text(&r, 1)))
				continue;
			if (put_row(p, rows_i64(&r, 0), i, rows_i64(&r, 2),
				    err) < 0)
				return -1;
			arena_clear(&p->arena);
		}
	return rows_end(&r, err);
}

static int put_customer(struct page *p, const struct customer *who,
			struct err *err)
{
	int n;

	if (!p->c->json && (put_sums(p, who, err) || put_tags(p, who, err)))
		return -1;
	if (p->text.len)
		str_putc(&p->text, '\n');
	if (put_timeline(p, who, &n, err))
		return -1;
	return n ? 0
		 : err_set(err, ERR_DATA,
			   "nothing here is of that customer; `helloword order "
			   "list --buyer WHO` finds orders by a name");
}

/* An address stands for itself; an order for who placed it. */
static int who_is(struct cli *c, struct db *db, const char *word,
		  struct customer *who, struct arena *arena, struct err *err)
{
	struct hw_order o = { 0 };
	int64_t id = 0;

	*who = (struct customer){ .address = "",
				  .buyer_ref = "",
				  .order_ref = "" };
	if (strchr(word, '@')) {
		who->address = word;
		return 0;
	}
	if (view_find_order(c, db, word, &o, arena, &id, err) < 0)
		return -1;
	who->address = o.email;
	who->buyer_ref = o.buyer_ref;
	who->order_ref = o.ref;
	who->shop =
		db_i64(db, 0, "SELECT shop FROM orders WHERE id = ?1", "i", id);
	return 0;
}

int verb_customer(struct cli *c, struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct page p = { .c = c, .text = STR_INIT };
	struct customer who;
	int rc;

	if (cli_db(c, &p.db, err))
		return -1;
	marks_open(&p.marks, c, p.db, 0);
	rc = who_is(c, p.db, cli_word(c, 1), &who, &arena, err) ||
			     put_customer(&p, &who, err)
		     ? -1
		     : 0;
	show_safe(&c->out, str_c(&p.text));
	str_release(&p.text);
	arena_release(&p.arena);
	marks_release(&p.marks);
	db_close(p.db);
	return rc;
}
