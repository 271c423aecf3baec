/* check_tells.c - replies that tell of what nothing gives, and goods of which
 * no reply tells (check_warn.h).
 *
 * It errs to silence: whatever may give a thing counts, and of money in a step
 * of its own nothing is said, as it may be an offer that a person tells of.
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "cli/check_warn.h"
#include "desk/by_hand.h"

/* -- what gives it -- */

static bool row_gives(const struct matrix_row *r, const char *verb)
{
	return text_eq(verb, "refund") ? r->most.given || r->least.given
	       : text_eq(verb, "coupon")
		       ? matrix_code(r)
		       : text_eq(verb, "reship") && *r->reship;
}

static bool matrix_gives(const struct policy *p, const char *verb)
{
	for (size_t i = 0; i < p->matrix.rows.len; i++)
		if (row_gives(&p->matrix.rows.at[i], verb))
			return true;
	return false;
}

/* Where it is not said, all goods that are the role's. */
static bool task_gives(const struct step *s, const char *verb)
{
	const char *whose = by_hand_role(verb);

	if (!*s->task)
		return false;
	return *s->gives ? text_eq(s->gives, verb)
			 : whose && text_eq(s->task, whose) &&
				   !by_hand_pays(verb);
}

static bool step_gives(const struct policy *p, const struct step *s,
		       const char *verb)
{
	return (s->refund.given && text_eq(verb, "refund")) ||
	       ((s->coupon.given || s->coupon_percent) &&
		text_eq(verb, "coupon")) ||
	       (*s->reship && text_eq(verb, "reship")) ||
	       (*s->back && text_eq(verb, "return")) ||
	       (s->matrix && matrix_gives(p, verb)) || task_gives(s, verb);
}

static bool a_rule_gives(const struct policy *p, const char *verb)
{
	for (size_t i = 0; i < p->rules.len; i++) {
		const struct rule *r = &p->rules.at[i];

		if ((r->refund.given && text_eq(verb, "refund")) ||
		    (r->coupon.given && text_eq(verb, "coupon")) ||
		    (r->matrix && matrix_gives(p, verb)))
			return true;
	}
	return false;
}

/* One of its first steps. */
static bool first_give(const struct policy *p, const struct playbook *of,
		       size_t count, const char *verb)
{
	for (size_t i = 0; i < count; i++)
		if (step_gives(p, &of->steps.at[i], verb))
			return true;
	return false;
}

static bool a_playbook_gives(const struct policy *p, const char *verb)
{
	for (size_t i = 0; i < p->playbooks.len; i++) {
		const struct playbook *of = &p->playbooks.at[i];

		if (first_give(p, of, of->steps.len, verb))
			return true;
	}
	return false;
}

/* -- what tells of it -- */

/* In its own step, or in a later one. */
static bool is_told(const struct playbook *of, size_t step, const char *verb)
{
	if (*of->steps.at[step].reply)
		return true;
	for (size_t i = step + 1; i < of->steps.len; i++)
		if (text_eq(of->steps.at[i].tells_of, verb))
			return true;
	return false;
}

static void look_at_goods(const struct playbook *of, size_t i, const char *file,
			  struct mistakes *warnings)
{
	const struct step *s = &of->steps.at[i];
	const char *verb = *s->reship ? "reship" : "return";

	if ((*s->reship || *s->back) && !is_told(of, i, verb))
		mistake(warnings, file, s->line,
			"step \"%s\" gives a %s, and no reply tells of it; "
			"give it a reply, or a later one tells_of = \"%s\"",
			s->name, verb, verb);
}

/* -- all of them -- */

static void look_at_steps(const struct manifest *m, const struct policy *p,
			  const struct playbook *of, struct mistakes *warnings)
{
	CLEANUP(free_ptr) char *name = playbook_file(of);
	CLEANUP(free_ptr) char *file = path_join(m->policy, name);

	for (size_t i = 0; i < of->steps.len; i++) {
		const struct step *s = &of->steps.at[i];

		look_at_goods(of, i, file, warnings);
		if (*s->tells_of && !first_give(p, of, i + 1, s->tells_of) &&
		    !a_rule_gives(p, s->tells_of))
			mistake(warnings, file, s->line,
				"step \"%s\": tells_of = \"%s\", and no step "
				"before it and no rule gives that; is it as "
				"you mean it?",
				s->name, s->tells_of);
	}
}

static void look_at_rules(const struct manifest *m, const struct policy *p,
			  struct mistakes *warnings)
{
	CLEANUP(free_ptr) char *file = xasprintf("%s/rules.conf", m->policy);

	for (size_t i = 0; i < p->rules.len; i++) {
		const struct rule *r = &p->rules.at[i];

		if (*r->tells_of && !a_rule_gives(p, r->tells_of) &&
		    !a_playbook_gives(p, r->tells_of))
			mistake(warnings, file, r->line,
				"rule \"%s\": tells_of = \"%s\", and no rule "
				"and no playbook gives that; is it as you mean "
				"it?",
				r->name, r->tells_of);
	}
}

void check_warn_tells(const struct manifest *m, struct brain_of *b,
		      struct mistakes *warnings)
{
	const struct policy *p = brain_policy(b);

	look_at_rules(m, p, warnings);
	for (size_t i = 0; i < p->playbooks.len; i++)
		look_at_steps(m, p, &p->playbooks.at[i], warnings);
}
