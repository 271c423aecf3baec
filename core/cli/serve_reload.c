/* serve_reload.c - the configuration of a desk that runs: read, and exchanged.
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "base/give_back.h"
#include "base/log.h"
#include "cli/serving.h"
#include "host/changed.h"
#include "host/control.h"
#include "host/walls.h"

void configured_close(struct configured *c)
{
	brain_close(c->brain);
	manifest_close(c->manifest);
	*c = (struct configured){ 0 };
}

int configured_open(struct configured *c, struct cli *cli, struct err *err)
{
	c->manifest = cli_manifest(cli, err);
	/* A reload that names another state is refused, and makes nothing. */
	if (c->manifest && !cli->packs)
		cli->packs = path_join(c->manifest->state, "packs");
	if (c->manifest && walls_hold(c->manifest, err) == 0)
		c->brain = cli_brain(cli, c->manifest, err);
	if (c->brain)
		return 0;
	configured_close(c);
	return -1;
}

/* The database is locked and the socket bound for as long as the desk runs. */
static int needs_restart(const struct manifest *old, const struct manifest *new,
			 struct err *err)
{
	const char *what = !text_eq(old->state, new->state)     ? "desk.state"
			   : !text_eq(old->listen, new->listen) ? "http.listen"
								: NULL;

	return what ? err_set(err, ERR_CONFIG,
			      "%s changes only when the desk is started anew",
			      what)
		    : 0;
}

/* What the journal says is in force is: behind the announcement nothing fails.
 */
static int exchange(struct serving *s, struct configured *next, struct err *err)
{
	struct instance **instances = next->manifest->instances;
	size_t count = next->manifest->count;

	if (needs_restart(s->now.manifest, next->manifest, err) ||
	    lanes_prepare(&s->host, instances, count, err))
		return -1;
	desk_set_brain(s->desk, brain_of(next->brain));
	if (brain_announce(next->brain, s->desk, err)) {
		desk_set_brain(s->desk, brain_of(s->now.brain));
		return -1;
	}
	brain_announced(next->brain);
	host_reload(&s->host, instances, count);
	return 0;
}

/* What only reading the configuration took goes back to the system. */
void serving_tell_ready(const struct serving *s, const char *but)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	size_t n = s->now.manifest->count;

	str_printf(&text, "%zu instance%s, policy %.12s%s", n,
		   n == 1 ? "" : "s", brain_policy(s->now.brain)->version, but);
	memory_give_back();
	notify_ready(&s->notify, str_c(&text));
}

static void tell(const struct serving *s, const struct configured *next,
		 struct jw *told)
{
	const char *path = conf_path(next->manifest->conf);
	CLEANUP(free_ptr) char *full = realpath(path, NULL);

	jw_kv_text(told, "manifest", full ? full : path);
	jw_kv_i64(told, "instances", (int64_t)next->manifest->count);
	jw_kv_text(told, "policy", brain_policy(next->brain)->version);
	jw_key(told, "changed");
	jw_array(told);
	changed_put(told, s->now.brain, next->brain);
	jw_end(told);
}

int serving_reload(struct serving *s, struct jw *told, struct err *err)
{
	struct configured next = { 0 };

	notify_reloading(&s->notify);
	if (configured_open(&next, s->cli, err) || exchange(s, &next, err)) {
		log_error("reload: %s; the old configuration stays", err->text);
		configured_close(&next);
		serving_tell_ready(s, "; the last reload was refused, see the "
				      "log");
		return -1;
	}
	control_set_manifest(s->control, next.manifest);
	anchors_set(&s->anchors, &s->host, next.manifest);
	if (told)
		tell(s, &next, told);
	configured_close(&s->now);
	s->now = next;
	log_info("reloaded: %zu instance%s, policy %s", next.manifest->count,
		 next.manifest->count == 1 ? "" : "s",
		 brain_policy(next.brain)->version);
	serving_tell_ready(s, "");
	return 0;
}
