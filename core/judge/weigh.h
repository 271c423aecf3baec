/* weigh.h - is what the plugin did with an answer all right?
 * SPDX-License-Identifier: MIT */
#ifndef HW_JUDGE_WEIGH_H
#define HW_JUDGE_WEIGH_H

#include "judge/subject.h"

/* What may come of a reply. */
enum expect {
	EXPECT_FAILURE,  /* no answer: HW_RETRY or HW_BROKEN */
	EXPECT_AUTH,     /* HW_AUTH */
	EXPECT_DENIED,   /* any failure */
	EXPECT_PAUSE,    /* HW_RETRY, and not before the moment told */
	EXPECT_SAME,     /* as the fixture */
	EXPECT_SAME_OR,  /* as the fixture, or a failure */
	EXPECT_SOUND,    /* whatever is sound, but not: nothing is there */
	EXPECT_NOT_SAME, /* what was asked is not what was answered */
	EXPECT_ANY       /* sound, and nothing is claimed */
};

struct weighing {
	struct subject *subject;
	struct sample *sample;
	struct run *run;
	enum judge_group group;
	enum expect expect;
	const char *sent; /* in words */
	int64_t http;     /* status of the reply; 0: there was none */
	const char *body; /* of the reply; [nullable] */
	size_t body_len;
	int64_t retry_at;      /* EXPECT_PAUSE */
	bool effect;           /* the reply was the effect's */
	const char *path;      /* [nullable] the member that was changed */
	bool quiet;            /* report nothing */
	const char *elsewhere; /* [nullable] a host that must not be asked */
};

/* Reports what is wrong, or counts it as good. Is it good? */
bool weigh(const struct weighing *w);

#endif
