/* role.c - see role.h.
 * SPDX-License-Identifier: MIT */
#include "desk/people/role.h"

#include "desk/internal.h"

/* "" for who is no agent of the manifest. */
static const char *role_of(struct desk *d, const char *who)
{
	const struct brain *b = desk_brain(d);
	struct limits limits = { 0 };
	const char *role = "";

	return b && b->agent(b, who, &role, &limits) ? role : "";
}

int role_may_speak(struct desk *d, const char *who, struct err *err)
{
	return text_eq(role_of(d, who), "auditor")
		       ? err_set(err, ERR_DENIED,
				 "%s is an auditor, who only reads", who)
		       : 0;
}

static int not_for_agents(struct desk *d, const char *who, const char *what,
			  struct err *err)
{
	const char *role = role_of(d, who);

	if (text_eq(role, "agent") || text_eq(role, "auditor"))
		return err_set(err, ERR_DENIED,
			       "%s has the role %s: %s is for a manager, an "
			       "owner or the system's operator",
			       who, role, what);
	return 0;
}

int role_may_hand_in(struct desk *d, const char *who, struct err *err)
{
	return not_for_agents(d, who, "handing in facts", err);
}

int role_may_reload(struct desk *d, const char *who, struct err *err)
{
	return not_for_agents(d, who, "having the configuration read again",
			      err);
}

bool role_is_agent(struct desk *d, const char *who)
{
	return *role_of(d, who) != '\0';
}

bool role_leads(struct desk *d, const char *who)
{
	const char *role = role_of(d, who);

	return text_eq(role, "manager") || text_eq(role, "owner");
}

int role_agents_only(struct desk *d, const char *what, struct err *err)
{
	return role_is_agent(d, d->tx.cmd->by)
		       ? 0
		       : err_set(err, ERR_DENIED,
				 "\"%s\" is no agent of the manifest and may "
				 "not %s",
				 d->tx.cmd->by, what);
}
