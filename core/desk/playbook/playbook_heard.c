/* playbook_heard.c - the buyer wrote, or sent a file, while a playbook runs.
 * SPDX-License-Identifier: MIT */
#include "desk/playbook/advice.h"
#include "desk/playbook/playbook.h"
#include "desk/playbook/playbook_own.h"

static bool is_fault(const char *issue)
{
	static const char *const faults[] = { "damaged", "wrong_item",
					      "missing_part", "quality",
					      "not_as_described" };

	for (size_t i = 0; i < COUNT_OF(faults); i++)
		if (text_eq(issue, faults[i]))
			return true;
	return false;
}

/* The rules would begin the very playbook that runs: of a ticket that was about
 * something else before, say. */
static bool leads_here(struct desk *d, const struct ticket *t,
		       const struct report *said)
{
	struct advice advice = ADVICE_NONE;

	d->brain->advise(d->brain, &said->matter, &d->arena, &advice);
	return advice.playbook && text_eq(advice.playbook, t->playbook);
}

#define SURE_OF_CHOICE 80

static bool says(const struct classified *what, const char *chosen)
{
	return what->chosen && text_eq(what->chosen, chosen);
}

/* What the buyer chooses of an offer. Where they said nothing of it, the matter
 * that it would be by itself does, when that is sure: it knows whether they
 * want something, and is wrong about what more often than the phrases are. So
 * it is not asked where they spoke of it and chose nothing. */
static const char *choice(const struct classified *what)
{
	if (says(what, "unclear") || says(what, "another"))
		return "";
	if (what->chosen && *what->chosen)
		return what->chosen;
	if (what->confidence < SURE_OF_CHOICE)
		return "";
	if (text_eq(what->issue, "refund_request"))
		return "refund";
	return text_eq(what->issue, "exchange_request") ? "reship" : "";
}

/* Does the new message go on with the matter, or bring up another one? Whoever
 * is asked to show a fault of the goods may call it by another name: "here is
 * the photo of the broken lamp" is the answer, and a person looks at it. A
 * photo changes nothing of that: "it came broken" says no size. A danger to
 * people is a matter of its own, whatever the words are called. */
static bool same_matter(struct desk *d, const struct ticket *t,
			const struct report *said)
{
	const struct classified *what = &said->what;

	if (said->matter.danger == FLAG_YES)
		return leads_here(d, t, said);
	return text_eq(what->issue, t->issue) ||
	       (is_fault(what->issue) && is_fault(t->issue)) ||
	       text_eq(what->issue, "other") ||
	       text_eq(what->issue, "thanks") ||
	       what->confidence < SURE_OF_MATTER || leads_here(d, t, said);
}

/* "Please send it again" is about an invoice elsewhere. Who speaks of the offer
 * and chooses nothing answers it, too. */
static bool is_choice(const struct playing *p, const struct report *said)
{
	return p->here.for_choice &&
	       (*choice(&said->what) || says(&said->what, "unclear"));
}

static int go_on(struct desk *d, struct playing *p, const char *chosen,
		 struct err *err)
{
	p->report.matter.chosen = chosen;
	return advice_drop_reply(d, p->ticket.id, "the buyer has answered",
				 err) ||
			       playbook_wake_early(d, &p->ticket,
						   &p->report.matter, FLAG_YES,
						   err)
		       ? -1
		       : 0;
}

/* Its replies wait, and none has left: the buyer was asked nothing yet. */
static int not_asked(struct desk *d, const struct ticket *t, bool *is,
		     struct err *err)
{
	int64_t waiting = 0;
	int rc = db_ask(d->db, &waiting, 0, err,
			"SELECT min(sent IS NULL) FROM actions "
			"WHERE ticket = ?1 AND verb = 'reply' AND state <> 11 "
			"AND substr(rule, 1, length(?2)) = ?2",
			"is", t->id, playbook_rule_of(d, t->playbook, ""));

	*is = waiting != 0;
	return rc;
}

/* The buyer wrote while the step waits for that. What comes before our question
 * has left is no answer to it: it is still to be asked, by whoever reads both.
 * Unless what we would ask for is there. */
static int answered(struct desk *d, struct playing *p,
		    const struct report *said, struct err *err)
{
	bool shown = said->shown && p->here.for_photo;
	const struct ticket *t = &p->ticket;
	bool early;

	if (not_asked(d, t, &early, err))
		return -1;
	if (early && !shown)
		return alert_raise(
			d, "info",
			arena_printf(&d->arena, "early:%lld:%s",
				     (long long)t->id, t->step),
			t->id,
			arena_printf(&d->arena,
				     "T-%lld: the buyer wrote again before our "
				     "question has left; read it before you "
				     "approve",
				     (long long)t->id),
			err);
	return go_on(d, p, p->here.for_choice ? choice(&said->what) : "", err);
}

int playbook_heard(struct desk *d, int64_t ticket, const struct report *said,
		   bool *taken, struct err *err)
{
	struct playing p;
	int runs = playbook_at(d, ticket, &p, err);
	int over = runs < 0 ? -1 : playbook_over(d, &p.ticket, err);

	*taken = false;
	if (over < 0)
		return -1;
	if (over || !runs)
		return 0;
	if (said->claims || !(p.here.for_buyer || *p.here.accept) ||
	    !(is_choice(&p, said) || same_matter(d, &p.ticket, said)))
		return playbook_stop(d, ticket, "the buyer answered", false,
				     err);
	*taken = true;
	if (*p.here.accept)
		return 0; /* somebody is looking already */
	return answered(d, &p, said, err);
}

int playbook_shown(struct desk *d, int64_t ticket, bool *taken, struct err *err)
{
	struct playing p;
	int runs = playbook_at(d, ticket, &p, err);

	*taken = false;
	if (runs <= 0)
		return runs;
	*taken = p.here.for_photo || *p.here.accept;
	return p.here.for_photo ? go_on(d, &p, "", err) : 0;
}
