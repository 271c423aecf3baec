/* notice.c - see notice.h.
 * SPDX-License-Identifier: MIT */
#include "desk/alert/notice.h"

#include "desk/action/action.h"
#include "desk/people/role.h"

bool notice_is(const struct action *a)
{
	return !a->ticket && text_eq(a->verb, "reply") &&
	       (!a->order_ref || !*a->order_ref) && !money_given(a->worth);
}

const char *notice_instance(struct desk *d, const char *channel)
{
	return d->brain ? d->brain->channel_instance(d->brain, channel) : "";
}

static int no_instance(const char *channel, struct err *err)
{
	return err_set(err, ERR_DATA,
		       "no instance with the channel \"%.40s\" is enabled; the "
		       "manifest's instances say which channels there are",
		       channel);
}

int notice_plan(struct desk *d, const struct notice *n, int64_t *action,
		struct err *err)
{
	struct action a = { .verb = "reply",
			    .order_ref = "",
			    .channel = n->channel,
			    .lang = "en",
			    .rule = n->rule,
			    .proposed_by = "desk",
			    .to_addr = n->to,
			    .subject = n->subject,
			    .text = n->text,
			    .instance = notice_instance(d, n->channel) };

	if (!*a.instance)
		return no_instance(n->channel, err);
	if (action_plan(d, &a, true, err))
		return -1;
	if (action)
		*action = a.id;
	return 0;
}

/* Whom it is for and what it says are somebody's: a subject of its own. */
int notice_check(struct desk *d, struct err *err)
{
	const char *channel = arg_text(d, "channel");

	d->tx.subject = arena_printf(&d->arena, "notice:%lld",
				     (long long)d->tx.cmd->at);
	/* What somebody had a right to then is no matter of today's manifest.
	 */
	if (d->tx.taking == LIVE && !role_leads(d, d->tx.cmd->by))
		return err_set(err, ERR_DENIED,
			       "%s may send no notice: that is for a manager "
			       "or an owner",
			       d->tx.cmd->by);
	if (text_blank(arg_text(d, "to")) || text_blank(arg_text(d, "text")))
		return err_set(err, ERR_DATA,
			       "a notice needs whom it is for, and a text");
	return *notice_instance(d, channel) ? 0 : no_instance(channel, err);
}

int notice_decide(struct desk *d, struct err *err)
{
	struct notice n = { .channel = arg_text(d, "channel"),
			    .to = arg_text(d, "to"),
			    .subject = arg_text(d, "subject"),
			    .text = arg_text(d, "text"),
			    .rule = "notice" };

	return notice_plan(d, &n, NULL, err);
}
