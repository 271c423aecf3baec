/* serving.h - the desk in the foreground, between serve.c, which starts and
 * ends it, and serve_reload.c, which has it read its configuration again.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_SERVING_H
#define HW_CLI_SERVING_H

#include "cli/cli.h"
#include "cli/pace.h"
#include "host/anchors.h"
#include "host/host.h"
#include "host/notify.h"

/* What a reload exchanges as one. */
struct configured {
	struct manifest *manifest;
	struct brain_of *brain;
};

struct serving {
	struct cli *cli;
	struct configured now;
	struct desk *desk;
	struct host host;
	struct control *control;
	struct anchors anchors;
	struct routes *routes;
	struct watch signals;
	struct notify notify;
	char *worker, *sender;
	struct pace pace;
	bool stop;
};

/* Reads manifest, policy and packs whole; leaves nothing when it fails. */
int configured_open(struct configured *c, struct cli *cli,
		    struct err *err) MUST_CHECK;
void configured_close(struct configured *c);

/* Whoever asked for it, by SIGHUP or `helloword reload`: all is checked before
 * anything changes; on a mistake all stays as it was, and the log says so too.
 * told [nullable] gets the members that host.h names. */
int serving_reload(struct serving *s, struct jw *told,
		   struct err *err) MUST_CHECK;

/* To the service manager: what is in force, and `but`. */
void serving_tell_ready(const struct serving *s, const char *but);

#endif
