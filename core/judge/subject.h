/* subject.h - the plugin under judgement: its descriptor, its fixtures, and a
 * worker that runs it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_JUDGE_SUBJECT_H
#define HW_JUDGE_SUBJECT_H

#include "host/instance.h"
#include "judge/judge.h"
#include "play/remote.h"

/* One fixture, and what the plugin does when all goes as it says. */
struct sample {
	struct fixture fixture;
	struct asked asked;
	const char *name; /* of its file */
	bool readable;
	bool good;  /* the fixture passes: the rest can be judged */
	bool fatal; /* it ended the worker: it is not asked again */
	/* Of that playing; texts in the subject's arena. */
	hw_status status;
	const char *records, *effect, *log;
	int count; /* of records */
	struct kvs puts, kept;
};
VEC(sample_list, struct sample *);

struct subject {
	const struct judge_ask *ask;
	struct report *report;
	struct arena arena;
	struct instance *in;  /* its descriptor, and verbs */
	struct plugin plugin; /* id, path and options only */
	struct sample_list samples;
	struct remote_how how;
	struct remote remote;
	bool running;
	int calls;        /* it has had, since it was opened */
	char *config;     /* with which it is open */
	const char *name; /* of the .so, for findings */
};

enum run_end { RUN_ENDED, RUN_REFUSED /* by open() */, RUN_GONE, RUN_KILLED };

/* One call. The script is prepared by the caller (run_start). */
struct run {
	struct script script;
	struct played out;
	enum run_end end;
	const char *told; /* RUN_GONE: how, a piece of a sentence */
};
void run_start(struct run *r, struct sample *c, const struct subject *s);
void run_release(struct run *r);

/* Describes the plugin and reads its fixtures. 1 when it can be judged, 0 when
 * the report says why not, -1 when nothing could be asked. */
int subject_start(struct subject *s, struct err *err) MUST_CHECK;
void subject_release(struct subject *s);

/* Asks what `a` says, in the worker that runs or a new one. -1 when no worker
 * can be started. */
int subject_run(struct subject *s, const struct asked *a, struct run *r,
		struct err *err) MUST_CHECK;
/* A call in a worker that has had none: as the fixture player does. */
int subject_run_fresh(struct subject *s, const struct asked *a, struct run *r,
		      struct err *err) MUST_CHECK;
/* Ends the worker: what the sanitizers have to say of it is a finding. */
void subject_stop(struct subject *s);

/* The verb of an act, find or send; NULL for the others. */
const struct verb_info *subject_verb(const struct subject *s,
				     const struct sample *c);

#endif
