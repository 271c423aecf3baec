/* serve.c - `helloword serve`: the desk in the foreground.
 * SPDX-License-Identifier: MIT */
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/when.h"
#include "cli/cli.h"
#include "desk/desk.h"
#include "desk/intake.h"
#include "host/control.h"
#include "host/host.h"
#include "http/hooks.h"
#include "http/server.h"

struct serving {
	struct cli *cli;
	struct manifest *manifest;
	struct brain_of *brain;
	struct desk *desk;
	struct host host;
	struct control *control;
	struct http_server *http;
	struct watch signals, http_watch;
	struct timer http_timer;
	char *worker, *sender;
	struct instance **instances;
	int64_t began_wall, began_mono; /* the accelerated clock */
	bool stop;
};

/* -- the clock: accelerated in the sandbox
 * ------------------------------------------------ */

static int64_t serving_now(void *arg)
{
	const struct serving *s = arg;
	int64_t passed = clock_mono() - s->began_mono;

	if (s->host.speed <= 1)
		return clock_now();
	return s->began_wall + (int64_t)((double)passed * s->host.speed);
}

/* -- HTTP
 * -------------------------------------------------------------------------------------
 */

static void on_health(struct http_request *r, void *arg)
{
	(void)arg;
	http_answer_text(r, 200, "ok\n");
}

static void on_ready(struct http_request *r, void *arg)
{
	struct serving *s = arg;
	int64_t rows = db_i64(desk_db(s->desk), -1,
			      "SELECT count(*) FROM counters", "");

	http_answer_text(r, rows >= 0 ? 200 : 503,
			 rows >= 0 ? "ready\n" : "the database fails\n");
}

static void on_metrics(struct http_request *r, void *arg)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	const struct serving *serving = arg;
	const struct host *h = &serving->host;

	str_printf(&s,
		   "# TYPE helloword_commands_total counter\n"
		   "helloword_commands_total %lld\n"
		   "# TYPE helloword_deliveries_total counter\n"
		   "helloword_deliveries_total %lld\n",
		   (long long)h->commands, (long long)h->deliveries);
	str_puts(&s, "# TYPE helloword_instance_calls_total counter\n");
	for (size_t i = 0; i < h->lanes.len; i++) {
		const struct instance *in = h->lanes.at[i]->instance;

		str_printf(&s,
			   "helloword_instance_calls_total{instance=\"%s\"} "
			   "%lld\n"
			   "helloword_instance_errors_total{instance=\"%s\"} "
			   "%lld\n",
			   in->name, (long long)in->stats.calls, in->name,
			   (long long)in->stats.errors);
	}
	http_answer(r, 200, "text/plain; version=0.0.4", str_c(&s), s.len);
}

/* The desk's own copy of a webhook secret, read when a hook comes: it is the
 * one secret that the desk verifies with, and it is not kept. */
static bool read_secret(const struct instance *in, const char *option,
			struct str *out)
{
	struct err err = { 0 };
	cJSON *secrets = json_parse(in->secrets, strlen(in->secrets), &err);
	const char *source = option ? json_text(secrets, option) : NULL;
	bool ok = source && text_starts(source, "file:") &&
		  file_secret(out, source + 5, &err) == 0;

	json_free(secrets);
	return ok;
}

static const char *declared(const cJSON *hook, const char *name)
{
	const char *text = json_text(hook, name);

	return text ? text : "";
}

static void store_hook(struct serving *s, struct http_request *r,
		       struct lane_pair *lane, const cJSON *hook)
{
	const char *event = http_header(r, declared(hook, "event_id_header"));
	const char *topic = http_header(r, declared(hook, "topic_header"));
	struct err err = { 0 };

	if (!*event || strlen(event) > 200) {
		http_answer_text(r, 400, "the event id is missing\n");
	} else if (inbox_store(s->desk, lane->instance->name, event, topic,
			       str_c(http_body(r)), http_body(r)->len,
			       &err) < 0) {
		log_error("webhook: %s", err.text);
		http_answer_text(r, 503, "try again\n");
	} else {
		http_answer_text(r, 200, "stored\n");
		poll_now(lane);
	}
}

/* Verified over the raw bytes, stored, committed, then acknowledged; no worker
 * is in that path. */
static void on_hook(struct http_request *r, void *arg)
{
	CLEANUP(str_release) struct str secret = STR_INIT, previous = STR_INIT;
	struct serving *s = arg;
	struct lane_pair *lane = host_lane(&s->host, http_tail(r));
	const cJSON *hook = lane ? json_get(json_get(lane->instance->descriptor,
						     "marketplace"),
					    "webhook")
				 : NULL;
	struct hook_rule rule = { 0 };

	if (!hook) {
		http_answer_text(r, 404, "no instance takes webhooks here\n");
		return;
	}
	read_secret(lane->instance, json_text(hook, "secret_option"), &secret);
	read_secret(lane->instance, json_text(hook, "previous_secret_option"),
		    &previous);
	rule.secret = str_c(&secret);
	rule.previous = str_c(&previous);
	rule.hex = text_eq(json_text(hook, "encoding"), "hex");
	if (!hook_verify(&rule,
			 http_header(r, declared(hook, "signature_header")),
			 str_c(http_body(r)), http_body(r)->len))
		http_answer_text(r, 401, "the signature is wrong\n");
	else
		store_hook(s, r, lane, hook);
}

static void http_turn(struct serving *s)
{
	int64_t wait;

	http_run(s->http);
	wait = http_wait_ms(s->http);
	s->http_timer.at = clock_mono() + (wait < 0 || wait > 1000 ? 1000
					   : wait < 1              ? 1
								   : wait);
}

static void on_http(struct watch *w, short events)
{
	(void)events;
	http_turn(w->arg);
}

static void on_http_timer(struct timer *t)
{
	http_turn(t->arg);
}

static int open_http(struct serving *s, struct err *err)
{
	static struct http_route routes[5];
	CLEANUP(free_ptr) char *address = xstrdup(s->manifest->listen);
	char *colon = strrchr(address, ':');
	struct http_options options = { .address = address, .routes = routes };
	const char *port_file = cli_option(s->cli, "port-file");

	routes[0] = (struct http_route){ "GET", "/healthz", on_health, s };
	routes[1] = (struct http_route){ "GET", "/readyz", on_ready, s };
	routes[2] = (struct http_route){ "GET", "/metrics", on_metrics, s };
	routes[3] = (struct http_route){ "POST", "/hooks/", on_hook, s };
	if (!colon)
		return err_set(err, ERR_CONFIG,
			       "http.listen must be ADDRESS:PORT");
	*colon = '\0';
	options.port = (int)strtol(colon + 1, NULL, 10);
	if (http_open(&s->http, &options, err))
		return -1;
	s->http_watch = (struct watch){ .fd = http_fd(s->http),
					.ready = on_http,
					.arg = s };
	s->http_timer =
		(struct timer){ .at = 1, .fire = on_http_timer, .arg = s };
	loop_watch(s->host.loop, &s->http_watch);
	loop_timer(s->host.loop, &s->http_timer);
	if (port_file) {
		char text[16];
		int len =
			snprintf(text, sizeof text, "%d\n", http_port(s->http));

		return file_write(port_file, text, (size_t)len, 0644, err);
	}
	return 0;
}

/* -- signals
 * ------------------------------------------------------------------------------------
 */

static void on_signal(struct watch *w, short events)
{
	struct serving *s = w->arg;
	struct signalfd_siginfo info;

	(void)events;
	if (read(w->fd, &info, sizeof info) != (ssize_t)sizeof info)
		return;
	if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT)
		s->stop = true;
	else if (info.ssi_signo == SIGHUP)
		log_warning("reload: stop and start the desk for now");
}

static int open_signals(struct serving *s, struct err *err)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
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

/* -- life
 * -----------------------------------------------------------------------------------------
 */

static int open_desk(struct serving *s, struct err *err)
{
	struct desk_options options = { .state = s->manifest->state,
					.brain = brain_of(s->brain),
					.now = serving_now,
					.now_arg = s };
	struct command started = { .kind = "started",
				   .by = "desk",
				   .via = "host",
				   .json = "{}",
				   .json_len = 2 };

	if (desk_open(&s->desk, &options, err) ||
	    brain_announce(s->brain, s->desk, err))
		return -1;
	return desk_do(s->desk, &started, err);
}

static int open_all(struct serving *s, struct err *err)
{
	const char *speed = cli_option(s->cli, "speed");

	s->host.speed = speed ? strtod(speed, NULL) : 1;
	s->began_wall = clock_now();
	s->began_mono = clock_mono();
	s->manifest = cli_manifest(s->cli, err);
	if (!s->manifest)
		return -1;
	s->brain = cli_brain(s->cli, s->manifest, err);
	if (!s->brain || open_desk(s, err))
		return -1;
	s->host.loop = loop_new();
	s->host.desk = s->desk;
	s->worker = cli_program(s->cli, "helloword-worker");
	s->sender = cli_program(s->cli, "helloword-sender");
	s->host.worker_program = s->worker;
	s->host.sender_program = s->sender;
	if (open_signals(s, err) || host_start(&s->host, s->manifest->instances,
					       s->manifest->count, err))
		return -1;
	s->control = control_open(&s->host, s->manifest, err);
	return s->control && open_http(s, err) == 0 ? 0 : -1;
}

static void close_all(struct serving *s)
{
	control_close(s->control);
	if (s->host.loop && s->host.sender)
		host_stop(&s->host);
	http_close(s->http);
	desk_close(s->desk);
	brain_close(s->brain);
	/* host_stop freed the instances. */
	if (s->manifest && s->host.loop)
		s->manifest->count = 0;
	manifest_close(s->manifest);
	loop_free(s->host.loop);
	close_fd(&s->signals.fd);
	free(s->worker);
	free(s->sender);
}

int verb_serve(struct cli *c, struct err *err)
{
	struct serving s = { .cli = c, .signals.fd = -1 };
	int rc = open_all(&s, err);

	if (rc == 0) {
		printf("ready http://127.0.0.1:%d\n", http_port(s.http));
		fflush(stdout);
	}
	while (rc == 0 && !s.stop)
		rc = loop_turn(s.host.loop, 1000, err);
	close_all(&s);
	return rc;
}
