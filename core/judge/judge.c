/* judge.c - see judge.h.
 * SPDX-License-Identifier: MIT */
#include "judge/sections.h"

static int sections(struct subject *s, struct err *err)
{
	declared(s);
	return fixtures(s, err) || hostile(s, err) || killed(s, err) ||
			       again(s, err) || edges(s, err)
		       ? -1
		       : 0;
}

int judge(const struct judge_ask *ask, struct report *r, struct err *err)
{
	struct subject s = { .ask = ask, .report = r };
	int rc = subject_start(&s, err);

	if (rc > 0)
		rc = sections(&s, err);
	subject_stop(&s);
	subject_release(&s);
	return rc < 0 ? -1 : 0;
}
