/* answers_closing.c - the desk's questions about how matters end.
 * SPDX-License-Identifier: MIT */
#include "base/vec.h"
#include "host/answers.h"

static const struct closing *closing_of(const struct brain *b)
{
	return &of(b)->policy->closing;
}

/* The first of each branch: a sentence has no room for the whole tree. */
static const char *branches(const struct closing *c, struct arena *arena)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	for (size_t i = 0; i < c->causes.len; i++)
		str_printf(&s, "%s%s", i ? ", " : "", c->causes.at[i].name);
	return arena_strdup(arena, str_c(&s));
}

/* A policy without causes asks for one all the same, and takes any word. */
static int ask_cause(const struct brain *b, const char *word, const char *issue,
		     struct err *err)
{
	const struct closing *c = closing_of(b);
	const char *likely = closing_cause(c, issue);
	struct arena arena = ARENA_INIT;
	const char *near;
	int rc = 0;

	if (!*word)
		return err_set(err, ERR_DATA,
			       "say why it arose: --cause WORD, as in "
			       "closing.conf%s%s",
			       *likely ? "; likely is " : "", likely);
	near = closing_nearest(c, word, &arena);
	if (c->causes.len && !closing_branch(c, word))
		rc = err_set(err, ERR_DATA,
			     "\"%.40s\" is no cause of closing.conf%s%s%s; "
			     "causes are %.250s, and the words under them "
			     "there",
			     word, near ? "; did you mean \"" : "",
			     near ? near : "", near ? "\"?" : "",
			     branches(c, &arena));
	arena_release(&arena);
	return rc;
}

static int64_t ask_reopen(const struct brain *b)
{
	return closing_of(b)->reopen_ms;
}

static int64_t ask_follow_up(const struct brain *b, const char *verb,
			     const char *country, int64_t from)
{
	const struct follow_rule *r = closing_follow(closing_of(b), verb);

	return r ? policy_wait(of(b)->policy, &r->within, country, from) : 0;
}

static int64_t ask_handling(const struct brain *b, const char *shop,
			    const char *country, int64_t from)
{
	const struct handling_rule *r = closing_handling(closing_of(b), shop);

	return r ? policy_wait(of(b)->policy, &r->within, country, from) : 0;
}

static int64_t ask_task_again(const struct brain *b)
{
	return closing_of(b)->task_again_ms;
}

/* Those of the manifest who work, who has the goods and who the money; and
 * whom the policy gives tasks. */
static const char *const task_roles[] = { "agent", "manager", "owner",
					  "warehouse", "finance" };

VEC(role_list, const char *);

static bool has_role(const struct role_list *list, const char *role)
{
	for (size_t i = 0; i < list->len; i++)
		if (text_eq(list->at[i], role))
			return true;
	return false;
}

static void put_role(struct role_list *list, const char *role)
{
	if (role && *role && !has_role(list, role))
		role_list_push(list, role);
}

static void roles_of(const struct policy *p, struct role_list *list)
{
	for (size_t i = 0; i < COUNT_OF(task_roles); i++)
		put_role(list, task_roles[i]);
	put_role(list, p->closing.review_role);
	for (size_t i = 0; i < p->playbooks.len; i++)
		for (size_t k = 0; k < p->playbooks.at[i].steps.len; k++)
			put_role(list, p->playbooks.at[i].steps.at[k].task);
}

static int no_role(struct role_list *list, const char *role, struct err *err)
{
	CLEANUP(str_release) struct str all = STR_INIT;
	const char *near;

	for (size_t i = 0; i < list->len; i++)
		str_printf(&all, "%s%s",
			   i == 0               ? ""
			   : i + 1 == list->len ? " or "
						: ", ",
			   list->at[i]);
	role_list_push(list, NULL);
	near = text_nearest(role, list->at);
	return err_set(err, ERR_DATA,
		       "\"%.40s\" is no role%s%s%s; a task is for %.250s", role,
		       near ? "; did you mean \"" : "", near ? near : "",
		       near ? "\"?" : "", str_c(&all));
}

static int ask_task_role(const struct brain *b, const char *role,
			 struct err *err)
{
	CLEANUP(role_list_release) struct role_list list = { 0 };

	roles_of(of(b)->policy, &list);
	return has_role(&list, role) ? 0 : no_role(&list, role, err);
}

static int64_t ask_settles_within(const struct brain *b)
{
	return closing_of(b)->settle_ms;
}

static bool ask_review_task(const struct brain *b, int64_t stars, int64_t now,
			    struct review_duty *out)
{
	const struct closing *c = closing_of(b);

	if (!stars || stars > c->review_task_at)
		return false;
	*out = (struct review_duty){ c->review_role,
				     policy_wait(of(b)->policy,
						 &c->review_within, "", now) };
	return true;
}

static const char *ask_tags(const struct brain *b, const struct matter *m,
			    struct arena *arena)
{
	struct fact_values v;

	answer_facts(of(b), m, arena, &v);
	return closing_tags(closing_of(b), &v, arena);
}

static bool ask_invite(const struct brain *b, const struct matter *m,
		       struct arena *arena, struct invitation *out)
{
	const struct closing *c = closing_of(b);
	struct fact_values v;

	answer_facts(of(b), m, arena, &v);
	*out = (struct invitation){ c->template_id, "invitation",
				    of(b)->policy->version, c->invite_ms };
	return closing_invites(c, &v, m->platform,
			       *m->channel ? m->channel : "email");
}

void answers_of_closing(struct after_brain *a)
{
	*a = (struct after_brain){ .cause = ask_cause,
				   .reopen_within = ask_reopen,
				   .follow_up = ask_follow_up,
				   .handling = ask_handling,
				   .task_again = ask_task_again,
				   .task_role = ask_task_role,
				   .settles_within = ask_settles_within,
				   .review_task = ask_review_task,
				   .tags = ask_tags,
				   .invite = ask_invite };
}
