/* unanswered.c - a buyer wrote, and nobody has answered: that is no end
 * (ending.h). SPDX-License-Identifier: MIT */
#include "desk/ending.h"
#include "desk/merge.h"
#include "desk/message.h"
#include "desk/receipt.h"

/* What the buyer of a ticket wrote last, of what went into it as well, unless
 * we have said something since, by the order of rows (the buyer's clock may be
 * wrong). Also what a person wrote outside the desk is an answer; a receipt is
 * none. */
#define LAST_WORD                                                           \
	"SELECT max(id) FROM messages WHERE ticket = ?1 AND direction = 1 " \
	"AND origin = 1"
#define LAST_ANSWER                                                         \
	"SELECT max(m.id) FROM messages m WHERE m.ticket = ?1 AND "         \
	"m.direction = 2 AND NOT EXISTS (SELECT 1 FROM actions WHERE id = " \
	"m.action AND rule = '" RECEIPT_RULE "')"

static int newest(struct desk *d, const int64_t *ids, size_t n, const char *sql,
		  int64_t *out, struct err *err)
{
	*out = 0;
	for (size_t i = 0; i < n; i++) {
		int64_t one;

		if (db_ask(d->db, &one, 0, err, sql, "i", ids[i]))
			return -1;
		if (one > *out)
			*out = one;
	}
	return 0;
}

/* Thanks ask for nothing, nor does what was erased. */
static int asks(struct desk *d, int64_t message, bool *does, struct err *err)
{
	struct message m = { 0 };
	struct hw_text_in in;
	struct classified what;

	if (record_load(d->db, &message_kind, message, &m, &d->arena, err) < 0)
		return -1;
	in = (struct hw_text_in){ .channel = m.channel,
				  .subject = m.subject,
				  .text = m.text,
				  .reply = m.reply,
				  .lang = m.lang };
	message_classify(d, &in, &what);
	*does = !text_eq(what.issue, "thanks") &&
		!(text_blank(m.text) && text_blank(m.from_addr));
	return 0;
}

/* Found whose ticket `ids` are. */
static int tell(struct desk *d, int64_t ticket, const int64_t *ids, size_t n,
		struct err *err)
{
	int64_t reply;

	if (merge_ask(d, ids, n,
		      "SELECT id FROM actions WHERE ticket = ?1 AND verb = "
		      "'reply' AND state IN (1, 2) LIMIT 1",
		      &reply, err))
		return -1;
	return reply ? err_set(err, ERR_DATA,
			       "the buyer of T-%lld has no answer to what they "
			       "wrote last, and closing would cancel the one "
			       "that waits: `action approve %lld`" ENDING_FORCE,
			       (long long)ticket, (long long)reply)
		     : err_set(err, ERR_DATA,
			       "the buyer of T-%lld has no answer to what they "
			       "wrote last: `ticket reply T-%lld "
			       "TEXT`" ENDING_FORCE,
			       (long long)ticket, (long long)ticket);
}

int ending_unanswered(struct desk *d, int64_t ticket, struct err *err)
{
	int64_t said, answered, *ids;
	bool does;
	size_t n;

	/* What was asked then is no matter of today's words. */
	if (d->tx.taking != LIVE)
		return 0;
	ids = merge_family(d->db, &d->arena, ticket, &n);
	if (newest(d, ids, n, LAST_WORD, &said, err) ||
	    newest(d, ids, n, LAST_ANSWER, &answered, err))
		return -1;
	if (said <= answered)
		return 0;
	if (asks(d, said, &does, err))
		return -1;
	return does ? tell(d, ticket, ids, n, err) : 0;
}
