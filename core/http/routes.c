/* routes.c - see routes.h.
 * SPDX-License-Identifier: MIT */
#include "http/routes.h"

#include "base/file.h"
#include "base/log.h"
#include "base/when.h"
#include "desk/intake/intake.h"
#include "host/form.h"
#include "http/hooks.h"
#include "http/server.h"
#include "http/upload.h"

#define IDLE_MS 1000 /* look at connections at least this often */

/* What became of webhooks since the start. */
enum hook_answer { STORED, KNOWN, WRONG, OLD, NAMELESS, FAILED };
static const char *const hook_answers[] = { "stored",          "known",
					    "wrong signature", "too old",
					    "no event id",     "not stored" };

struct routes {
	struct host *host;
	struct http_server *http;
	struct http_route table[7]; /* ends with an empty one */
	struct http_gate gate;
	struct upload_pages *uploads;
	struct watch watch;
	struct timer timer;
	int64_t hooks[COUNT_OF(hook_answers)];
	int64_t told[COUNT_OF(hook_answers)]; /* when; clock_mono ms */
};

static void on_health(struct http_request *r, void *arg)
{
	(void)arg;
	http_answer_text(r, 200, "ok\n");
}

static void on_ready(struct http_request *r, void *arg)
{
	struct routes *s = arg;
	int64_t rows = db_i64(desk_db(s->host->desk), -1,
			      "SELECT count(*) FROM counters", "");

	http_answer_text(r, rows >= 0 ? 200 : 503,
			 rows >= 0 ? "ready\n" : "the database fails\n");
}

static void on_metrics(struct http_request *r, void *arg)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	const struct routes *routes = arg;
	const struct host *h = routes->host;

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
	str_puts(&s, "# TYPE helloword_webhooks_total counter\n");
	for (size_t i = 0; i < COUNT_OF(hook_answers); i++)
		str_printf(&s, "helloword_webhooks_total{answer=\"%s\"} %lld\n",
			   hook_answers[i], (long long)routes->hooks[i]);
	http_answer(r, 200, "text/plain; version=0.0.4", str_c(&s), s.len);
}

/* The desk's own copy of a webhook secret, read when a hook comes: it is the
 * one secret that the desk verifies with, and it is not kept. */
static void read_secret(const struct instance *in, const char *option,
			struct str *out)
{
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *secrets = json_parse(in->secrets, strlen(in->secrets), &err);
	const char *source = option ? json_text(secrets, option) : NULL;

	if (source && text_starts(source, "file:") &&
	    file_secret(out, source + 5, &err))
		log_error("%s: webhook secret: %s", in->name, err.text);
}

static const char *declared(const cJSON *hook, const char *name)
{
	const char *text = json_text(hook, name);

	return text ? text : "";
}

/* Anybody can send what is refused: a line a minute tells of it. */
static void tell_refused(struct routes *s, const struct lane_pair *lane,
			 enum hook_answer what)
{
	int64_t now = clock_mono();

	if (s->told[what] && now - s->told[what] < MINUTE_MS)
		return;
	s->told[what] = now;
	log_warning("%s: a webhook was refused: %s (the metrics count them)",
		    lane->instance->name, hook_answers[what]);
}

static void answer_hook(struct routes *s, struct http_request *r,
			const struct lane_pair *lane, enum hook_answer what)
{
	static const struct {
		int status;
		const char *text;
	} answers[] = {
		[STORED] = { 200, "stored\n" },
		[KNOWN] = { 200, "stored\n" },
		[WRONG] = { 401, "the signature is wrong\n" },
		[OLD] = { 401, "it was signed too long ago\n" },
		[NAMELESS] = { 400, "the event id is missing\n" },
		[FAILED] = { 503, "try again\n" },
	};

	s->hooks[what]++;
	if (answers[what].status / 100 == 4)
		tell_refused(s, lane, what);
	http_answer_text(r, answers[what].status, answers[what].text);
}

static enum hook_answer store_hook(struct routes *s, struct http_request *r,
				   struct lane_pair *lane, const cJSON *hook)
{
	const char *event = http_header(r, declared(hook, "event_id_header"));
	const char *topic = http_header(r, declared(hook, "topic_header"));
	struct err err = { 0 };
	int rc;

	if (!*event || strlen(event) > 200)
		return NAMELESS;
	rc = inbox_store(s->host->desk, lane->instance->name, event, topic,
			 str_c(http_body(r)), http_body(r)->len, &err);
	if (rc < 0) {
		log_error("webhook: %s", err.text);
		return FAILED;
	}
	poll_now(lane);
	return rc ? STORED : KNOWN;
}

/* Only where the plugin declares a header with the moment of sending. */
static bool is_stale(const struct routes *s, struct http_request *r,
		     const cJSON *hook)
{
	const char *name = declared(hook, "time_header");
	int64_t tolerance = json_i64(hook, "tolerance_ms", 0);
	const char *text = *name ? http_header(r, name) : "";
	struct err ignored = { 0 };
	struct when at = { 0 };
	int64_t apart;

	if (!*name || tolerance <= 0)
		return false;
	if (strspn(text, "0123456789") == strlen(text))
		at.ms = strtoll(text, NULL, 10) * SECOND_MS;
	else if (when_parse(&at, text, &ignored))
		return true;
	apart = desk_now(s->host->desk) - at.ms;
	return apart > tolerance || apart < -tolerance;
}

static const cJSON *hook_of(const struct lane_pair *lane)
{
	return json_get(json_get(lane->instance->descriptor, "marketplace"),
			"webhook");
}

static void on_hook(struct http_request *r, void *arg)
{
	CLEANUP(str_release) struct str secret = STR_INIT, previous = STR_INIT;
	struct routes *s = arg;
	struct lane_pair *lane = host_lane(s->host, http_tail(r));
	const cJSON *hook = lane ? hook_of(lane) : NULL;
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
		answer_hook(s, r, lane, WRONG);
	else if (is_stale(s, r, hook))
		answer_hook(s, r, lane, OLD);
	else
		answer_hook(s, r, lane, store_hook(s, r, lane, hook));
}

/* -- on the loop -- */

static void turn(struct routes *s)
{
	int64_t wait;

	http_run(s->http);
	wait = http_wait_ms(s->http);
	if (wait < 0 || wait > IDLE_MS)
		wait = IDLE_MS;
	s->timer.at = clock_mono() + (wait < 1 ? 1 : wait);
}

static void on_ready_fd(struct watch *w, short events)
{
	(void)events;
	turn(w->arg);
}

static void on_timer(struct timer *t)
{
	turn(t->arg);
}

static int listen_on(struct routes *s, const char *listen, struct err *err)
{
	CLEANUP(free_ptr) char *address = NULL;
	struct http_options options = { .routes = s->table, .gate = &s->gate };

	s->table[0] = (struct http_route){ "GET", "/healthz", on_health, s };
	s->table[1] = (struct http_route){ "GET", "/readyz", on_ready, s };
	s->table[2] = (struct http_route){ "GET", "/metrics", on_metrics, s };
	s->table[3] = (struct http_route){ "POST", "/hooks/", on_hook, s };
	upload_routes(s->uploads, &s->table[4], &s->gate);
	if (form_listen(listen, &address, &options.port, err))
		return err_context(err, "http.listen");
	options.address = address;
	if (http_open(&s->http, &options, err) == 0)
		return 0;
	return err_context(err, "http.listen");
}

int routes_open(struct routes **out, struct host *h, const char *listen,
		struct err *err)
{
	struct routes *s = xcalloc(1, sizeof *s);

	s->host = h;
	s->uploads = uploads_open(h);
	if (listen_on(s, listen, err)) {
		uploads_close(s->uploads);
		free(s);
		return -1;
	}
	s->watch = (struct watch){ .fd = http_fd(s->http),
				   .ready = on_ready_fd,
				   .arg = s };
	s->timer = (struct timer){ .at = 1, .fire = on_timer, .arg = s };
	loop_watch(h->loop, &s->watch);
	loop_timer(h->loop, &s->timer);
	*out = s;
	return 0;
}

void routes_close(struct routes *s)
{
	if (!s)
		return;
	loop_unwatch(s->host->loop, &s->watch);
	loop_untimer(s->host->loop, &s->timer);
	uploads_close(s->uploads); /* answers what it keeps */
	http_close(s->http);
	free(s);
}

int routes_port(const struct routes *s)
{
	return http_port(s->http);
}
