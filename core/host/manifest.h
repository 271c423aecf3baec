/* manifest.h - what the seller enabled, and who may do what.
 *
 * A libconfig file: desk, http, instances, agents, limits, undo. The options
 * of a plugin's block are the ones its descriptor declares; everything that is
 * wrong is told in one run with file, line and the nearest right name. Secrets
 * are never inline: "file:NAME" beside the manifest (mode 0400 or 0600) or
 * "credential:NAME" of the service manager.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_MANIFEST_H
#define HW_HOST_MANIFEST_H

#include "desk/brain.h"
#include "host/instance.h"
#include "policy/conf/conf.h"
#include "policy/time/quiet.h"

/* Words of lists are split by blanks; an empty list is any. */
struct agent_entry {
	const char *name, *user, *role, *languages, *skills;
	/* Where they are told of alerts (people_reach.c); "" not there. */
	const char *mail, *phone, *push;
	struct zone *zone; /* of their quiet hours; NULL: UTC is used */
	struct quiet quiet;
	const char *shops, *countries;
	const char *calendar; /* when they work, "" always */
	bool hand_over;       /* their tickets, at the end of a shift */
	int64_t uid;          /* -1: none given */
	const struct conf_node *node;
};
VEC(agent_list, struct agent_entry);

/* Of a role, of one rule, or of a shop ("*": each that has none). */
struct limit_entry {
	const char *role, *rule, *shop; /* "" when it is not of such */
	struct limits limits;
	struct shop_limits of_shop;
};
VEC(limit_list, struct limit_entry);

struct undo_entry {
	const char *verb;
	int64_t window_ms;
};
VEC(undo_list, struct undo_entry);

struct manifest {
	struct conf *conf;
	struct arena arena;
	char *dir; /* of the file: relative paths start here */
	const char *state, *policy, *plugins; /* folders, absolute or of dir */
	const char *company, *mail_domain, *language, *listen;
	const char *seen;    /* http.public: the desk from outside; "" not */
	const char *scanner; /* http.scanner: a socket of clamd; "" none */
	const char *packs;   /* enabled locale packs by blanks; "" all */
	struct instance **instances; /* one hold of each */
	size_t count;
	int64_t anchor_every; /* ms; 0: the journal's head is not handed out */
	const char *anchor_folder, *anchor_mail; /* "" none */
	bool left_out; /* a block is there with enabled = false */
	struct agent_list agents;
	struct limit_list limits;
	struct undo_list undo;
};

/* Gives the descriptor of a plugin (caller frees), or NULL with err. */
typedef cJSON *manifest_describe(void *arg, const char *plugin, char **so,
				 struct err *err);

/* NULL when it cannot be used: then m says why, and it may say so also for a
 * manifest that was given (a check fails on any mistake). */
struct manifest *manifest_open(const char *path, manifest_describe *describe,
			       void *arg, struct mistakes *m);
void manifest_close(struct manifest *m);

/* The state folder alone, of a manifest that has any mistake but in that: for
 * who looks into a desk that runs, or speaks with it. NULL when it is not told
 * before a syntax error. The caller frees it. */
char *manifest_state(const char *path);

/* Reads the secrets of each instance that is sound so far and has a worker open
 * it, as `serve` does before its first call: only the plugin knows which
 * options go together. What cannot be read is a mistake; what the plugin
 * refuses is a mistake at its block; what it logs as a warning is one. */
void manifest_try(const struct manifest *m, const char *worker,
		  struct mistakes *mistakes, struct mistakes *warnings);

/* The enabled instance of that name, or NULL; m may be NULL. Borrowed. */
const struct instance *manifest_instance(const struct manifest *m,
					 const char *name);

/* The agent of a system user; "operator" when it is none of the manifest. */
const char *manifest_actor(const struct manifest *m, int64_t uid);

/* $HELLOWORD_CONF, ./helloword.conf, /etc/helloword/helloword.conf. */
const char *manifest_default(void);

/* Descriptors by running helloword-worker --describe (a manifest_describe;
 * arg is a struct describer). */
struct describer {
	const char *worker;  /* program */
	const char *plugins; /* folder of .so */
	const char *packs;   /* [nullable] folder where blobs are kept */
};
cJSON *describe_plugin(void *arg, const char *plugin, char **so,
		       struct err *err);

/* From now on this process has other things to do: a plugin that does not
 * describe itself within a second is a mistake. A file that has not changed is
 * not asked again anyway. */
void describe_hurry(void);
void describe_forget(void); /* all of that, as at the start */

/* Markdown of a plugin's options, for docs/manifest.md. */
void manifest_put_options(struct str *s, const cJSON *descriptor);

#endif
