/* instance.h - one configured use of a plugin: a manifest block, what its
 * descriptor declares, and how it is doing.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_INSTANCE_H
#define HW_HOST_INSTANCE_H

#include "base/json.h"
#include "base/mem.h"
#include "base/vec.h"
#include "host/said.h"

struct verb_info {
	const char *name;
	char effect_class;
	bool money;
	int64_t lag_ms, key_life_ms;
	const cJSON *effects, *not_done, *args; /* in the descriptor */
	const char *code_at; /* pointers by '|', "" if none */
};
VEC(verb_list, struct verb_info);

struct instance_stats {
	int64_t calls, errors, records, quarantined, last_ok, next;
	int64_t quota_used, quota_day; /* carriers: calls of this UTC day */
	bool paused;                   /* its credentials were refused */
	char why[200];                 /* of the last failure, "" when well */
};

/* Everything borrowed lives in `arena` or in `descriptor`. Shared by the
 * manifest that names it and the lanes that run it: counted. */
struct instance {
	int holders;
	struct arena arena;
	const char *name, *plugin, *so; /* so: path of the .so */
	int line;                       /* of its block in the manifest */
	bool sound;                     /* nothing in the block is a mistake */
	const char *file;    /* which file that was: a new build differs */
	const char *effects; /* off, propose, auto */
	cJSON *descriptor;
	const char *config; /* JSON array for the worker */
	const char *domains;
	const char *secrets; /* JSON object name -> source, for the sender */
	const char *servers; /* "host:port ..." that its streams may reach */
	const char *ca;      /* file of pinned CAs, "" for the system's */
	const char *missing_scopes;
	bool loopback; /* sandbox: may reach 127.0.0.1 */
	int64_t live_since, poll_ms;
	int64_t call_ms; /* a reading call may take this long */
	int64_t shop;    /* its row */
	bool is_marketplace, is_carrier, is_channel;
	bool has_hooks, has_probe, has_fetch, has_find, has_proof;
	const char *channel; /* the contract's word */
	const char *shops;   /* that a channel speaks for, by blanks; "" any */
	const char
		*files_types; /* that go with a text, by blanks; "" if none */
	int64_t files_max;    /* bytes of those of one text */
	int64_t files_count;  /* how many of them; 0: any number */
	int64_t calls_a_day, pause_ms;
	struct verb_list verbs;
	struct instance_stats stats;
	struct said said; /* by its plugin's code */
};

struct instance *instance_new(void);                 /* one holder */
struct instance *instance_keep(struct instance *in); /* one more */
void instance_free(struct instance *in);             /* one less */

/* Would a worker of one serve the other as well? Same file, same options. */
bool instance_same(const struct instance *a, const struct instance *b);

/* Reads what the descriptor declares into the instance. */
int instance_describe(struct instance *in, struct err *err) MUST_CHECK;

/* Borrowed; NULL when it has no such verb. */
const struct verb_info *instance_verb(const struct instance *in,
				      const char *verb);

#endif
