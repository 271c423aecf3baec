/* verbs.h - the verbs of the command line.
 *
 * A table (verbs.c, its options in verb_options.c) gives every verb its words,
 * help and example; -h, the man page and the completion come from it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_VERBS_H
#define HW_CLI_VERBS_H

#include "cli/cli.h"

struct verb_option {
	const char *name;  /* "state" */
	const char *value; /* "STATE"; NULL for a flag */
	const char *of;    /* first words it goes with, by blanks; NULL: all */
	const char *help;  /* half a line */
};

struct verb {
	const char *name;  /* "ticket" */
	const char *words; /* its forms, "list | show T-N | ...": usage.h */
	const struct verb_option *options; /* ends with a NULL name, or NULL */
	const char *help;                  /* one line */
	const char *example;
	const char *more; /* further lines of help, or NULL */
	int (*run)(struct cli *c, struct err *err);
};
extern const struct verb verbs[]; /* ends with a NULL name */

/* The verbs, one file each. */
int verb_init(struct cli *c, struct err *err);
int verb_serve(struct cli *c, struct err *err);
int verb_reload(struct cli *c, struct err *err);
int verb_check(struct cli *c, struct err *err);
int verb_doctor(struct cli *c, struct err *err);
int verb_plugins(struct cli *c, struct err *err);
int verb_import(struct cli *c, struct err *err);
int verb_export(struct cli *c, struct err *err);
int verb_schema(struct cli *c, struct err *err);
int verb_quarantine(struct cli *c, struct err *err);
int verb_ticket(struct cli *c, struct err *err);
int verb_task(struct cli *c, struct err *err);
int verb_customer(struct cli *c, struct err *err);
int verb_report(struct cli *c, struct err *err);
int verb_alert(struct cli *c, struct err *err);
int verb_agent(struct cli *c, struct err *err);
int verb_whoami(struct cli *c, struct err *err);
int verb_emergency(struct cli *c, struct err *err);
int verb_mail(struct cli *c, struct err *err);
int verb_erase(struct cli *c, struct err *err);
int verb_order(struct cli *c, struct err *err);
int verb_risk(struct cli *c, struct err *err);
int verb_action(struct cli *c, struct err *err);
/* Appends which verbs the instances of the manifest have, for its -h. */
void action_put_verbs(struct cli *c);
int verb_reconcile(struct cli *c, struct err *err);
int verb_classify(struct cli *c, struct err *err);
int verb_guard(struct cli *c, struct err *err);
int verb_render(struct cli *c, struct err *err);
int verb_templates(struct cli *c, struct err *err);
int verb_track(struct cli *c, struct err *err);
int verb_explain(struct cli *c, struct err *err);
int verb_simulate(struct cli *c, struct err *err);
int verb_journal(struct cli *c, struct err *err);
int verb_backup(struct cli *c, struct err *err);
int verb_restore(struct cli *c, struct err *err);
int verb_drill(struct cli *c, struct err *err);
int verb_sdk(struct cli *c, struct err *err);
int verb_manual(struct cli *c, struct err *err);
int verb_version(struct cli *c, struct err *err);

#endif
