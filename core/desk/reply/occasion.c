/* occasion.c - see occasion.h.
 * SPDX-License-Identifier: MIT */
#include "desk/reply/occasion.h"

#include "desk/intake/upload.h"
#include "desk/playbook/advice.h"
#include "desk/reply/enclosure.h"

struct filling {
	struct slot_value *out;
	size_t count;
};

static void put(struct filling *f, const char *name, const char *text)
{
	if (text && *text)
		f->out[f->count++] = (struct slot_value){ .name = name,
							  .type = SLOT_TEXT,
							  .text = text };
}

static int put_written(struct filling *f, struct desk *d, int64_t ticket,
		       struct err *err)
{
	static const char *const words[] = { "0", "1", "2", "3+" };
	int64_t n = 0;

	if (db_ask(d->db, &n, 0, err,
		   "SELECT count(*) FROM actions WHERE ticket = ?1 AND "
		   "verb = 'reply' AND state IN (5, 6, 7, 9, 10)",
		   "i", ticket))
		return -1;
	put(f, "written", words[n < 3 ? n : 3]);
	return 0;
}

static int put_proof(struct filling *f, struct desk *d, const struct ticket *t,
		     const struct action *a, struct err *err)
{
	struct enclosure e;
	int found = 0;

	if (*t->order_ref)
		found = enclosure_of_order(d->db, t->shop, t->order_ref,
					   &d->arena, &e, err);
	if (found < 0)
		return -1;
	if (!found) {
		put(f, "proof", "none");
	} else if (enclosure_fits(d->brain, &e, a->instance, a->channel)) {
		put(f, "proof", "file");
		put(f, "proof_file", e.name);
	} else {
		put(f, "proof", *e.url ? "link" : "known");
		put(f, "proof_link", e.url);
	}
	return 0;
}

/* What the text may offer. Of a shop that nobody knows nothing is said. */
static void put_reship(struct filling *f, struct desk *d,
		       const struct ticket *t)
{
	const char *shop =
		db_text(d->db, &d->arena,
			"SELECT label FROM shops WHERE id = ?1", "i", t->shop);
	int can = matter_can(d, shop, "reship");

	if (can != FLAG_UNKNOWN)
		put(f, "reship", can == FLAG_YES ? "yes" : "no");
}

int occasion_slots(struct desk *d, const struct ticket *t,
		   const struct action *a, struct slot_value *out,
		   size_t *count, struct err *err)
{
	static const char *const tiers[] = { "", "red", "yellow", "blue" };
	struct filling f = { .out = out, .count = *count };

	put(&f, "country",
	    db_text(d->db, &d->arena,
		    "SELECT country FROM orders WHERE shop = ?1 AND ref = ?2",
		    "is", t->shop, t->order_ref));
	put(&f, "platform",
	    db_text(d->db, &d->arena, "SELECT plugin FROM shops WHERE id = ?1",
		    "i", t->shop));
	put(&f, "channel", a->channel);
	put(&f, "upload_link", upload_link(d, t));
	if (t->tier >= TIER_RED && t->tier <= TIER_BLUE)
		put(&f, "tier", tiers[t->tier]);
	put_reship(&f, d, t);
	if (put_written(&f, d, t->id, err) || put_proof(&f, d, t, a, err))
		return -1;
	*count = f.count;
	return 0;
}
