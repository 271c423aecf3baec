/* check_tasks.c - tasks that give what is not theirs to give (check_warn.h).
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "cli/check_warn.h"
#include "desk/action/by_hand.h"

static void look_at(const struct manifest *m, const struct playbook *of,
		    struct mistakes *warnings)
{
	CLEANUP(free_ptr) char *name = playbook_file(of);
	CLEANUP(free_ptr) char *file = path_join(m->policy, name);

	for (size_t i = 0; i < of->steps.len; i++) {
		const struct step *s = &of->steps.at[i];
		const char *whose = by_hand_role(s->gives);

		if (whose && !by_hand_may(s->task, s->gives))
			mistake(warnings, file, s->line,
				"step \"%s\": task = \"%s\" gives a %s, which "
				"is the work of \"%s\"; is it as you mean it?",
				s->name, s->task, s->gives, whose);
		if (by_hand_pays(s->gives) && !s->amount.given)
			mistake(warnings, file, s->line,
				"step \"%s\": gives = \"%s\" says no sum, so "
				"only an owner may say yes to it; add amount = "
				"\"5.00 USD\"",
				s->name, s->gives);
	}
}

void check_warn_tasks(const struct manifest *m, struct brain_of *b,
		      struct mistakes *warnings)
{
	const struct playbook_list *all = &brain_policy(b)->playbooks;

	for (size_t i = 0; i < all->len; i++)
		look_at(m, &all->at[i], warnings);
}
