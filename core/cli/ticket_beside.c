/* ticket_beside.c - see ticket_beside.h.
 * SPDX-License-Identifier: MIT */
#include "cli/ticket_beside.h"

#include "cli/composing.h"
#include "cli/show.h"
#include "db/record.h"
#include "desk/reply/enclosure.h"
#include "model/records.h"

static void put_enclosure(struct str *out, struct db *db, struct arena *arena,
			  int64_t ticket)
{
	struct enclosure e;
	struct ticket t = { 0 };
	struct err ignored = { 0 };

	if (record_load(db, &ticket_kind, ticket, &t, arena, &ignored) <= 0 ||
	    enclosure_of_order(db, t.shop, t.order_ref, arena, &e, &ignored) <=
		    0)
		return;
	if (e.size)
		str_printf(out,
			   "a reply that names %s has it enclosed (%s, %lld "
			   "bytes)\n",
			   e.name, e.mime, (long long)e.size);
	else if (*e.url)
		str_printf(out, "the proof of delivery: %s\n", e.url);
}

void ticket_beside(struct cli *c, struct db *db, int64_t id)
{
	CLEANUP(composing_release) struct composing p = { .conf = NULL };
	CLEANUP(str_release) struct str notes = STR_INIT;
	const char *reply;

	composing_open(&p, c, db, id);
	reply = db_text(db, &p.arena,
			"SELECT text FROM actions WHERE ticket = ?1 AND verb = "
			"'reply' AND state = 2 ORDER BY id DESC LIMIT 1",
			"i", id);
	if (*reply)
		composing_lint(&p, reply);
	if (c->json) {
		composing_put_json(&p, &c->out);
		return;
	}
	str_putc(&notes, '\n');
	composing_put(&p, "", &notes);
	for (size_t i = 0; i < p.warnings.len; i++)
		str_printf(&notes, "  of the proposed reply: %s\n",
			   p.warnings.at[i]);
	put_enclosure(&notes, db, &p.arena, id);
	if (notes.len > 1)
		show_safe(&c->out, str_c(&notes));
}
