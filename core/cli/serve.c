/* serve.c - `helloword serve`: the desk in the foreground.
 * SPDX-License-Identifier: MIT */
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/file.h"
#include "base/give_back.h"
#include "base/log.h"
#include "cli/cli.h"
#include "cli/pace.h"
#include "desk/desk.h"
#include "desk/restored.h"
#include "host/anchors.h"
#include "host/control.h"
#include "host/notify.h"
#include "host/walls.h"
#include "http/routes.h"

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

/* -- configuration -- */

static void configured_close(struct configured *c)
{
	brain_close(c->brain);
	manifest_close(c->manifest);
	*c = (struct configured){ 0 };
}

static int configured_open(struct configured *c, struct cli *cli,
			   struct err *err)
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
static void tell_ready(const struct serving *s, const char *but)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	size_t n = s->now.manifest->count;

	str_printf(&text, "%zu instance%s, policy %.12s%s", n,
		   n == 1 ? "" : "s", brain_policy(s->now.brain)->version, but);
	memory_give_back();
	notify_ready(&s->notify, str_c(&text));
}

/* Checked whole before anything changes; on a mistake all stays as it was. */
static void reload(struct serving *s)
{
	struct configured next = { 0 };
	struct err err = { 0 };

	notify_reloading(&s->notify);
	if (configured_open(&next, s->cli, &err) || exchange(s, &next, &err)) {
		log_error("reload: %s; the old configuration stays", err.text);
		configured_close(&next);
		tell_ready(s, "; the last reload was refused, see the log");
		return;
	}
	control_set_manifest(s->control, next.manifest);
	anchors_set(&s->anchors, &s->host, next.manifest);
	configured_close(&s->now);
	s->now = next;
	log_info("reloaded: %zu instance%s, policy %s", next.manifest->count,
		 next.manifest->count == 1 ? "" : "s",
		 brain_policy(next.brain)->version);
	tell_ready(s, "");
}

/* -- signals -- */

static void on_signal(struct watch *w, short events)
{
	struct serving *s = w->arg;
	struct signalfd_siginfo info;

	(void)events;
	if (read(w->fd, &info, sizeof info) != (ssize_t)sizeof info)
		return;
	if (info.ssi_signo == SIGHUP)
		reload(s);
	else if (info.ssi_signo == SIGUSR1)
		s->host.speed = pace_change(&s->pace);
	else
		s->stop = true;
}

static int open_signals(struct serving *s, struct err *err)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	s->signals = (struct watch){
		.fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK),
		.ready = on_signal,
		.arg = s,
	};
	if (s->signals.fd < 0)
		return err_errno(err, ERR_SYSTEM, "signalfd");
	loop_watch(s->host.loop, &s->signals);
	return 0;
}

/* -- life -- */

static int open_desk(struct serving *s, struct err *err)
{
	struct desk_options options = { .state = s->now.manifest->state,
					.brain = brain_of(s->now.brain),
					.now = pace_now,
					.mono = pace_mono,
					.now_arg = &s->pace };

	return desk_open(&s->desk, &options, err);
}

/* With a plugin inside this process there is somebody who debugs it. */
static int raise_walls(const struct serving *s, struct err *err)
{
	CLEANUP(free_ptr) char *plugins = cli_plugins(s->cli);
	const struct walls walls = { .manifest = s->now.manifest,
				     .worker = s->worker,
				     .sender = s->sender,
				     .plugins = plugins,
				     .writes =
					     cli_option(s->cli, "port-file") };

	return cli_flag(s->cli, "inline") ? 0 : walls_raise(&walls, err);
}

static int open_host(struct serving *s, struct err *err)
{
	s->worker = cli_program(s->cli, "helloword-worker");
	s->sender = cli_program(s->cli, "helloword-sender");
	if (raise_walls(s, err))
		return -1;
	s->host.loop = loop_new();
	s->host.desk = s->desk;
	s->host.worker_program = cli_flag(s->cli, "inline") ? NULL : s->worker;
	s->host.sender_program = s->sender;
	return open_signals(s, err);
}

/* Nobody is heard before the loop turns. */
static int open_doors(struct serving *s, struct err *err)
{
	s->control = control_open(&s->host, s->now.manifest, err);
	return s->control ? routes_open(&s->routes, &s->host,
					s->now.manifest->listen, err)
			  : -1;
}

/* The desk decides by this configuration from here on. */
static int begin(struct serving *s, struct err *err)
{
	if (brain_announce(s->now.brain, s->desk, err) ||
	    desk_start(s->desk, err) ||
	    host_start(&s->host, s->now.manifest->instances,
		       s->now.manifest->count, err))
		return -1;
	brain_announced(s->now.brain);
	anchors_set(&s->anchors, &s->host, s->now.manifest);
	return 0;
}

static int tell_port(const struct serving *s, struct err *err)
{
	const char *path = cli_option(s->cli, "port-file");
	CLEANUP(free_ptr)
	char *text = xasprintf("%d\n", routes_port(s->routes));

	return path ? file_write(path, text, strlen(text), 0644, err) : 0;
}

static int open_all(struct serving *s, struct err *err)
{
	if (pace_open(&s->pace, cli_option(s->cli, "speed"), err))
		return -1;
	s->host.speed = s->pace.speed;
	if (configured_open(&s->now, s->cli, err) || open_desk(s, err) ||
	    open_host(s, err) || open_doors(s, err) || begin(s, err))
		return -1;
	return tell_port(s, err);
}

static void close_all(struct serving *s)
{
	anchors_stop(&s->anchors);
	control_close(s->control);
	routes_close(s->routes);
	if (s->host.sender)
		host_stop(&s->host);
	desk_close(s->desk);
	configured_close(&s->now);
	loop_free(s->host.loop);
	close_fd(&s->signals.fd);
	free(s->worker);
	free(s->sender);
}

/* What a plugin gets hold of, root gives it. */
static int not_as_root(const struct cli *c, struct err *err)
{
	if (geteuid() != 0 || cli_flag(c, "allow-root") ||
	    getenv("HELLOWORD_SANDBOX"))
		return 0;
	return err_set(err, ERR_DENIED,
		       "the desk does not run as root: give it a user of its "
		       "own, as the package's unit does, or --allow-root for a "
		       "trial");
}

static int turn(struct serving *s, struct err *err)
{
	int64_t wait = notify_wait_ms(&s->notify, 1000);

	if (loop_turn(s->host.loop, wait, err))
		return -1;
	notify_turned(&s->notify);
	return 0;
}

int verb_serve(struct cli *c, struct err *err)
{
	struct serving s = { .cli = c, .signals.fd = -1 };
	int rc;

	notify_open(&s.notify);
	rc = not_as_root(c, err) || open_all(&s, err);
	if (rc == 0) {
		printf("ready http://127.0.0.1:%d\n", routes_port(s.routes));
		fflush(stdout);
		tell_ready(&s, "");
		c->serving = true;
	}
	while (rc == 0 && !s.stop)
		rc = turn(&s, err);
	notify_stopping(&s.notify);
	close_all(&s);
	notify_close(&s.notify);
	if (rc == 0)
		log_info("the desk has stopped");
	return rc ? -1 : 0;
}
