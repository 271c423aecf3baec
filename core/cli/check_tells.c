/* check_tells.c - replies that tell of what nothing gives, and money and goods
 * of which no reply tells (check_warn.h).
 *
 * It errs to silence: whatever may give a thing counts, and any reply beside it
 * may tell of it.
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "cli/check_warn.h"
#include "desk/action/by_hand.h"

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

static bool rule_gives(const struct policy *p, const struct rule *r,
		       const char *verb)
{
	return (r->refund.given && text_eq(verb, "refund")) ||
	       (r->coupon.given && text_eq(verb, "coupon")) ||
	       (r->matrix && matrix_gives(p, verb));
}

static bool a_rule_gives(const struct policy *p, const char *verb)
{
	for (size_t i = 0; i < p->rules.len; i++)
		if (rule_gives(p, &p->rules.at[i], verb))
			return true;
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

/* What it gives itself; "" nothing of which a reply must tell. */
static const char *gift_of(const struct step *s)
{
	return s->refund.given ? "refund"
	       : *s->reship    ? "reship"
	       : *s->back      ? "return"
			       : "";
}

static void look_at_gift(const struct playbook *of, size_t i, const char *file,
			 struct mistakes *warnings)
{
	const struct step *s = &of->steps.at[i];
	const char *verb = gift_of(s);

	if (*verb && !is_told(of, i, verb))
		mistake(warnings, file, s->line,
			"step \"%s\" gives a %s, and no reply tells of it; "
			"give it a reply, or a later one tells_of = \"%s\"",
			s->name, verb, verb);
}

/* Words of templates.conf that would be true beside a gift, and stand alone. */
static void look_at_words(const struct policy *p, const struct step *s,
			  const char *file, struct mistakes *warnings)
{
	const char *verb = template_tells(&p->templates, s->reply);

	if (*verb && !*s->tells_of && !step_gives(p, s, verb))
		mistake(warnings, file, s->line,
			"step \"%s\": \"%s\" tells of a %s, which the step "
			"does not give; add it, or tells_of = \"%s\" where an "
			"earlier step or a rule gives it",
			s->name, s->reply, verb, verb);
}

/* -- all of them -- */

static void look_at_steps(const struct manifest *m, const struct policy *p,
			  const struct playbook *of, struct mistakes *warnings)
{
	CLEANUP(free_ptr) char *name = playbook_file(of);
	CLEANUP(free_ptr) char *file = path_join(m->policy, name);

	for (size_t i = 0; i < of->steps.len; i++) {
		const struct step *s = &of->steps.at[i];

		look_at_gift(of, i, file, warnings);
		look_at_words(p, s, file, warnings);
		if (*s->tells_of && !first_give(p, of, i + 1, s->tells_of) &&
		    !a_rule_gives(p, s->tells_of))
			mistake(warnings, file, s->line,
				"step \"%s\": tells_of = \"%s\", and no step "
				"before it and no rule gives that; is it as "
				"you mean it?",
				s->name, s->tells_of);
	}
}

static void look_at_rule(const struct policy *p, const struct rule *r,
			 const char *file, struct mistakes *warnings)
{
	const char *verb = template_tells(&p->templates, r->reply);

	if (*r->tells_of && !a_rule_gives(p, r->tells_of) &&
	    !a_playbook_gives(p, r->tells_of))
		mistake(warnings, file, r->line,
			"rule \"%s\": tells_of = \"%s\", and no rule and no "
			"playbook gives that; is it as you mean it?",
			r->name, r->tells_of);
	if ((r->refund.given || r->matrix) && !*r->reply)
		mistake(warnings, file, r->line,
			"rule \"%s\" gives money or goods, and no reply tells "
			"of it; add reply = \"...\" to its then",
			r->name);
	if (*verb && !*r->tells_of && !rule_gives(p, r, verb))
		mistake(warnings, file, r->line,
			"rule \"%s\": \"%s\" tells of a %s, which the rule "
			"does not give; add it, or tells_of = \"%s\" where "
			"another rule or a playbook gives it",
			r->name, r->reply, verb, verb);
}

static void look_at_rules(const struct manifest *m, const struct policy *p,
			  struct mistakes *warnings)
{
	CLEANUP(free_ptr) char *file = xasprintf("%s/rules.conf", m->policy);

	for (size_t i = 0; i < p->rules.len; i++)
		look_at_rule(p, &p->rules.at[i], file, warnings);
}

void check_warn_tells(const struct manifest *m, struct brain_of *b,
		      struct mistakes *warnings)
{
	const struct policy *p = brain_policy(b);

	look_at_rules(m, p, warnings);
	for (size_t i = 0; i < p->playbooks.len; i++)
		look_at_steps(m, p, &p->playbooks.at[i], warnings);
}
