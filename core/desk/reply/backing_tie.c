/* backing_tie.c - which actions a person's words tell of: see backing.h.
 * SPDX-License-Identifier: MIT */
#include <assert.h>

#include "desk/action/action.h"
#include "desk/playbook/given.h"
#include "desk/reply/backing_own.h"
#include "desk/reply/promise.h"
#include "desk/reply/screen.h"

/* An action that may stand behind the words. */
struct gift {
	int64_t id;
	const char *verb;
	int done; /* 0: nobody said yes, 1: on its way, 2: done */
	struct money sum;
	bool named; /* the words name its sum, or none */
	bool sure;  /* they name it beside another's */
	bool ours, needed;
	bool elsewhere; /* what the words say of its kind others give */
};
VEC(gifts, struct gift);

static int how_done(int32_t state)
{
	return state == ACTION_ACCEPTED || state == ACTION_SETTLED ? 2
	       : state <= ACTION_WAITING || state == ACTION_PARKED ? 0
								   : 1;
}

/* -- one of each verb -- */

/* Of the two of one verb: whose sum the words name; of the ticket before those
 * of the order; what is done cannot come to nothing; the last. */
static bool rather(const struct gift *a, const struct gift *b)
{
	if (a->named != b->named)
		return a->named;
	if (a->ours != b->ours)
		return a->ours;
	return a->done >= b->done;
}

static struct gift *of_verb(struct gifts *all, const char *verb)
{
	for (size_t i = 0; i < all->len; i++)
		if (text_eq(all->at[i].verb, verb))
			return &all->at[i];
	return NULL;
}

/* Each verb once, the one that the words may mean. */
static void put_gift(struct gifts *all, const struct gift *one)
{
	struct gift *other = of_verb(all, one->verb);

	if (!other)
		gifts_push(all, *one);
	else if (rather(one, other))
		*other = *one;
}

static struct money sum_of(struct rows *r)
{
	struct money sum = { .minor = rows_i64(r, 5) };

	snprintf(sum.currency, sizeof sum.currency, "%s", rows_text(r, 6));
	return sum;
}

static int read_gifts(struct desk *d, const struct action *reply,
		      struct gifts *all, struct err *err)
{
	CLEANUP(rows_release) struct rows r = given_rows(d, reply);

	while (rows_next(&r)) {
		struct gift one = {
			.id = rows_i64(&r, 0),
			.verb = arena_strdup(&d->arena, rows_text(&r, 1)),
			.done = how_done((int32_t)rows_i64(&r, 3)),
			.ours = rows_i64(&r, 7) != 0,
			.sum = sum_of(&r),
			.needed = true,
		};

		one.named =
			!money_given(one.sum) || screen_fits(d, reply, one.sum);
		put_gift(all, &one);
	}
	return rows_end(&r, err);
}

/* "5 USD, and another 3 USD": whose sum the words name beside another's, they
 * are about, also where one of them would do. */
static void keep_both(struct desk *d, const struct action *reply,
		      struct gifts *all, struct hands *hands)
{
	for (size_t i = 0; i < all->len; i++)
		for (size_t k = 0; k < hands->len; k++) {
			struct gift *one = &all->at[i];
			struct hand *other = &hands->at[k];

			if (!money_given(one->sum) ||
			    !money_given(other->sum) ||
			    one->sum.minor == other->sum.minor ||
			    !backing_names(d, reply, one->sum) ||
			    !backing_names(d, reply, other->sum))
				continue;
			one->sure = other->sure = true;
		}
}

/* -- what the words need -- */

static const char *words_needed(struct desk *d, const struct gifts *all)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	for (size_t i = 0; i < all->len; i++)
		if (all->at[i].needed)
			str_printf(&s, " %s", backing_words(all->at[i].verb));
	return arena_strdup(&d->arena, str_c(&s));
}

static bool enough(struct desk *d, const struct action *reply,
		   const struct gifts *all, const char *others)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	str_puts(&s, others);
	for (size_t i = 0; i < all->len; i++)
		if (all->at[i].needed || all->at[i].elsewhere)
			str_printf(&s, " %s", backing_words(all->at[i].verb));
	return screen_lets(d, reply, str_c(&s));
}

/* Leaves away those of another sum than the words name, where what they say is
 * given beside actions: a refund made in the shop is not the one that waits. */
static void leave_strangers(struct desk *d, const struct action *reply,
			    struct gifts *all, const char *others)
{
	for (size_t i = 0; i < all->len; i++) {
		struct gift *one = &all->at[i];

		if (one->named)
			continue;
		one->needed = false;
		one->elsewhere = enough(d, reply, all, others);
		one->needed = !one->elsewhere;
	}
}

/* Leaves away what the words do without, first what is the most done: of two
 * that say the same they wait for what may still come to nothing. */
static void leave_needed(struct desk *d, const struct action *reply,
			 struct gifts *all, const char *others)
{
	for (int done = 2; done >= 0; done--)
		for (size_t i = 0; i < all->len; i++) {
			struct gift *one = &all->at[i];

			if (one->done != done || one->elsewhere || one->sure)
				continue;
			one->needed = false;
			one->needed = !enough(d, reply, all, others);
		}
}

static void tie_to(struct desk *d, struct action *reply,
		   const struct gifts *all)
{
	CLEANUP(str_release) struct str more = STR_INIT;

	/* One of each verb (promise.h). */
	assert(all->len <= 1 + BESIDES_MAX);
	for (size_t i = 0; i < all->len; i++) {
		if (!all->at[i].needed)
			continue;
		if (!reply->beside)
			reply->beside = all->at[i].id;
		else
			str_printf(&more, "%s%lld", more.len ? "," : "[",
				   (long long)all->at[i].id);
	}
	if (more.len)
		reply->besides = arena_printf(&d->arena, "%s]", str_c(&more));
}

/* Actions go before tasks, since words name the sum of one. */
static void choose(struct desk *d, struct action *reply, struct gifts *all,
		   struct others *o)
{
	const char *others = others_words(d, o);

	keep_both(d, reply, all, &o->hands);
	leave_strangers(d, reply, all, others);
	if (!enough(d, reply, all, others))
		return; /* the guard was overruled */
	others_leave(d, reply, o, words_needed(d, all));
	leave_needed(d, reply, all,
		     enough(d, reply, all, "") ? "" : others_words(d, o));
	tie_to(d, reply, all);
	reply->tasks = others_ids(d, o);
}

static int tie_by_hand(struct desk *d, struct action *reply, struct err *err)
{
	CLEANUP(gifts_release) struct gifts all = { 0 };
	CLEANUP(others_release) struct others o = { .shown = "" };
	const struct action before = *reply;

	reply->beside = 0;
	reply->besides = reply->tasks = "";
	if (!screen_lets(d, reply, "")) {
		if (read_gifts(d, reply, &all, err) ||
		    others_read(d, reply, &o, err))
			return -1;
		choose(d, reply, &all, &o);
	}
	return backing_keep(d, &before, reply, err);
}

int backing_tie(struct desk *d, struct action *reply, struct err *err)
{
	if (!reply_of_person(reply))
		return 0;
	return (reply_by_hand(reply) && tie_by_hand(d, reply, err)) ||
			       backing_tells(d, reply, err)
		       ? -1
		       : 0;
}
