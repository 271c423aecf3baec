/* serve.c - `helloword serve`: the desk in the foreground.
 * SPDX-License-Identifier: MIT */
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "cli/serving.h"
#include "cli/verbs.h"
#include "desk/ledger/restored.h"
#include "host/control.h"
#include "host/walls.h"
#include "http/routes.h"

/* -- signals -- */

static void on_signal(struct watch *w, short events)
{
	struct serving *s = w->arg;
	struct signalfd_siginfo info;
	struct err logged = { 0 };

	(void)events;
	if (read(w->fd, &info, sizeof info) != (ssize_t)sizeof info)
		return;
	if (info.ssi_signo == SIGHUP)
		(void)!serving_reload(s, NULL, &logged);
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

/* `helloword reload`. */
static int on_asked(void *arg, struct jw *told, struct err *err)
{
	return serving_reload(arg, told, err);
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
	s->host.reload = on_asked;
	s->host.reload_arg = s;
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
		serving_tell_ready(&s, "");
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
