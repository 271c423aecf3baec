/* composing.h - what stands beside a reply that is being written: how one
 * writes to the buyer's country, and what the reply lacks
 * (policy/words/etiquette.h).
 *
 * All of it is notes: nothing here blocks, and what cannot be read is left out.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_COMPOSING_H
#define HW_CLI_COMPOSING_H

#include "cli/cli.h"
#include "policy/words/etiquette.h"

struct composing {
	struct arena arena;
	struct conf *conf; /* NULL: no notes for that country */
	struct mistakes mistakes;
	struct etiquette etiquette;
	struct reply_facts facts;
	struct pack_list packs;  /* that of the ticket's language, or none */
	const struct pack *pack; /* the same; NULL: there is none */
	struct note_texts warnings;
};

/* Of a ticket, by the country of its order or buyer. Zero it before. */
void composing_open(struct composing *p, struct cli *c, struct db *db,
		    int64_t ticket);
/* The same where all packs are open: it borrows one of these. */
void composing_open_with(struct composing *p, struct cli *c, struct db *db,
			 int64_t ticket, const struct pack_list *all);
void composing_release(struct composing *p);

/* Fills p->warnings anew. */
void composing_lint(struct composing *p, const char *text);

/* Appends the notes in lines that begin so; "" when there are none. */
void composing_put(const struct composing *p, const char *before,
		   struct str *out);
/* One line: the notes, and the warnings of the text looked at last. */
void composing_put_json(const struct composing *p, struct str *out);

#endif
