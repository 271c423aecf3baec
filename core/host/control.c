/* control.c - see control.h.
 * SPDX-License-Identifier: MIT */
#include "host/control.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/when.h"
#include "desk/config.h"
#include "desk/intake.h"
#include "desk/role.h"
#include "host/parcels.h"

/* -- what may be asked -- */

static void put_error(struct str *reply, const struct err *err)
{
	struct jw w = JW_INIT(reply);

	jw_object(&w);
	jw_kv_text(&w, "error", err->text);
	jw_kv_i64(&w, "code", err->code);
	jw_end(&w);
}

static void do_command(struct desk *d, const char *actor, const char *kind,
		       const cJSON *args, struct str *reply)
{
	char *json = cJSON_PrintUnformatted(args);
	struct command cmd = { .kind = kind,
			       .by = actor,
			       .via = "cli",
			       .json = json,
			       .json_len = strlen(json) };
	struct jw w = JW_INIT(reply);
	struct err err = { 0 };

	if (desk_do(d, &cmd, &err)) {
		put_error(reply, &err);
	} else {
		jw_object(&w);
		jw_kv_i64(&w, "seq", cmd.verdict == TAKEN ? cmd.seq : 0);
		jw_kv_i64(&w, "id", cmd.id);
		jw_end(&w);
	}
	cJSON_free(json);
}

static void do_import(struct desk *d, const cJSON *args, struct str *reply)
{
	const char *records = json_text(args, "records");
	const char *label = json_text(args, "shop");
	struct delivery del = { .instance = label,
				.via = "import",
				.records = records,
				.records_len = records ? strlen(records) : 0 };
	struct jw w = JW_INIT(reply);
	struct err err = { 0 };

	if (!records || !label) {
		err_set(&err, ERR_DATA, "import needs shop and records");
		put_error(reply, &err);
		return;
	}
	if (shop_ensure(d, label, "import", 0, &del.shop, &err) ||
	    desk_deliver(d, &del, &err)) {
		put_error(reply, &err);
		return;
	}
	jw_object(&w);
	jw_kv_i64(&w, "taken", del.taken);
	jw_kv_i64(&w, "unchanged", del.unchanged);
	jw_kv_i64(&w, "refused", del.quarantined);
	jw_end(&w);
}

static void do_quarantine(struct desk *d, const cJSON *args, struct str *reply)
{
	CLEANUP(str_release) struct str record = STR_INIT;
	int64_t id = json_i64(args, "id", 0);
	struct jw w = JW_INIT(reply);
	struct err err = { 0 };

	if (json_bool(args, "show", false)) {
		if (quarantine_read(d, id, &record, &err)) {
			put_error(reply, &err);
			return;
		}
		jw_object(&w);
		jw_kv_text(&w, "record", str_c(&record));
		jw_end(&w);
		return;
	}
	if (quarantine_retry(d, json_i64(args, "id", 0), &err))
		put_error(reply, &err);
	else
		str_puts(reply, "{}");
}

/* What left through the instance since the start of the UTC day, by currency:
 * "12.50 USD, 3.00 EUR". */
static void put_paid(struct jw *w, struct desk *d, const char *instance)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	int64_t now = desk_now(d);
	CLEANUP(rows_release)
	struct rows r = rows_query(desk_db(d),
				   "SELECT amount_currency, sum(amount) FROM "
				   "actions WHERE instance = ?1 AND settled "
				   ">= ?2 AND settled IS NOT NULL AND amount "
				   "IS NOT NULL AND state = 7 GROUP BY 1",
				   "si", instance, now - now % DAY_MS);

	while (rows_next(&r)) {
		struct money m = { 0 };

		if (s.len)
			str_puts(&s, ", ");
		m.minor = rows_i64(&r, 1);
		snprintf(m.currency, sizeof m.currency, "%s", rows_text(&r, 0));
		money_put(&s, m);
		str_printf(&s, " %s", m.currency);
	}
	jw_kv_text(w, "paid_today", str_c(&s));
}

static void put_coverage(struct jw *w, struct desk *d,
			 const struct instance *in)
{
	int64_t under_way, covered;

	parcel_survey(d, in, &under_way, &covered);
	jw_kv_i64(w, "parcels", under_way);
	jw_kv_i64(w, "looked", covered);
	jw_kv_i64(w, "coverage", under_way ? covered * 100 / under_way : 100);
}

static void put_instance(struct jw *w, struct desk *d,
			 const struct lane_pair *lane)
{
	const struct instance *in = lane->instance;
	const struct instance_stats *s = &in->stats;

	jw_object(w);
	jw_kv_text(w, "name", in->name);
	jw_kv_text(w, "plugin", in->plugin);
	jw_kv_text(w, "effects", in->effects);
	jw_kv_text(w, "state",
		   s->paused    ? "paused"
		   : s->why[0]  ? "failing"
		   : s->last_ok ? "well"
				: "starting");
	jw_kv_i64(w, "last_ok", s->last_ok);
	jw_kv_i64(w, "next", s->next);
	jw_kv_i64(w, "now", desk_now(d));
	jw_kv_text(w, "doing",
		   worker_idle(lane->reading) ? ""
		   : in->is_channel           ? "waits for news"
					      : "asks");
	jw_kv_i64(w, "calls", s->calls);
	jw_kv_i64(w, "errors", s->errors);
	jw_kv_i64(w, "records", s->records);
	jw_kv_i64(w, "quarantined", s->quarantined);
	jw_kv_i64(w, "quota", in->calls_a_day);
	jw_kv_i64(w, "quota_used", s->quota_used);
	if (in->is_carrier)
		put_coverage(w, d, in);
	put_paid(w, d, in->name);
	jw_kv_text(w, "missing_scopes", in->missing_scopes);
	jw_kv_text(w, "why", s->why);
	jw_end(w);
}

static void do_plugins(struct host *h, struct str *reply)
{
	struct jw w = JW_INIT(reply);

	jw_object(&w);
	jw_key(&w, "plugins");
	jw_array(&w);
	for (size_t i = 0; h && i < h->lanes.len; i++)
		put_instance(&w, h->desk, h->lanes.at[i]);
	jw_end(&w);
	jw_end(&w);
}

void control_do(struct desk *d, struct host *h, const char *actor,
		const cJSON *request, struct str *reply)
{
	const char *what = json_text(request, "do");
	const cJSON *args = json_get(request, "args");
	struct err err = { 0 };

	if (what && args && command_of_people(what)) {
		do_command(d, actor, what, args, reply);
	} else if (text_eq(what, "plugins")) {
		do_plugins(h, reply);
	} else if (role_may_hand_in(d, actor, &err)) {
		put_error(reply, &err);
	} else if (text_eq(what, "import")) {
		do_import(d, args, reply);
	} else if (text_eq(what, "quarantine")) {
		do_quarantine(d, args, reply);
	} else {
		err_set(&err, ERR_USAGE, "the desk does not know \"%.40s\"",
			what ? what : "");
		put_error(reply, &err);
	}
}

/* -- the server -- */

struct control {
	struct host *host;
	const struct manifest *manifest;
	struct watch watch;
	char *path;
};

struct client {
	struct control *control;
	struct watch watch;
	struct frame_reader in;
	int64_t uid;
};

static void drop(struct client *c)
{
	loop_unwatch(c->control->host->loop, &c->watch);
	close_fd(&c->watch.fd);
	frame_reader_release(&c->in);
	free(c);
}

static int answer(struct client *c, const struct frame *f)
{
	CLEANUP(str_release) struct str reply = STR_INIT;
	struct control *control = c->control;
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json = json_parse(f->json, f->json_len, &err);

	if (json)
		control_do(control->host->desk, control->host,
			   manifest_actor(control->manifest, c->uid), json,
			   &reply);
	else
		put_error(&reply, &err);
	host_nudge(control->host);
	fcntl(c->watch.fd, F_SETFL, 0);
	return frame_send(c->watch.fd, str_c(&reply), reply.len, NULL, 0, &err);
}

static void on_client(struct watch *w, short events)
{
	struct client *c = w->arg;
	struct err err = { 0 };
	struct frame f;
	int rc = frame_fill(&c->in, w->fd, &err);

	(void)events;
	if (rc < 0 && err.code == ERR_RETRY)
		return;
	if (rc > 0)
		rc = frame_next(&c->in, &f, &err);
	else
		rc = -1;
	if (rc > 0)
		rc = answer(c, &f) - 1; /* one question a connection */
	if (rc < 0)
		drop(c);
}

static void on_accept(struct watch *w, short events)
{
	struct control *control = w->arg;
	int fd = accept4(w->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct ucred cred = { .uid = (uid_t)-1 };
	const struct timeval patience = { .tv_sec = 2 };
	socklen_t len = sizeof cred;
	struct client *c;

	(void)events;
	if (fd < 0)
		return;
	getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &len);
	/* Who does not read the answer must not hold up the desk. */
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
	c = xcalloc(1, sizeof *c);
	c->control = control;
	c->uid = cred.uid;
	c->in = (struct frame_reader)FRAME_READER_INIT;
	c->watch = (struct watch){ .fd = fd, .ready = on_client, .arg = c };
	loop_watch(control->host->loop, &c->watch);
}

/* Socket paths are short; a long state folder is reached by a relative path
 * from inside it. */
static int socket_address(const char *state, struct sockaddr_un *a,
			  struct err *err)
{
	a->sun_family = AF_UNIX;
	if (snprintf(a->sun_path, sizeof a->sun_path, "%s/desk.sock", state) >=
	    (int)sizeof a->sun_path)
		return err_set(err, ERR_CONFIG,
			       "%s: the path is too long for a socket; use a "
			       "shorter state folder",
			       state);
	return 0;
}

struct control *control_open(struct host *h, const struct manifest *m,
			     struct err *err)
{
	struct control *c = xcalloc(1, sizeof *c);
	struct sockaddr_un a = { 0 };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	c->host = h;
	c->manifest = m;
	c->watch = (struct watch){ .fd = fd, .ready = on_accept, .arg = c };
	if (socket_address(m->state, &a, err))
		goto fail;
	unlink(a.sun_path);
	if (fd < 0 || bind(fd, (const struct sockaddr *)&a, sizeof a) ||
	    chmod(a.sun_path, 0660) || listen(fd, 32)) {
		err_errno(err, ERR_SYSTEM, "%s", a.sun_path);
		goto fail;
	}
	c->path = xstrdup(a.sun_path);
	loop_watch(h->loop, &c->watch);
	return c;
fail:
	close_fd(&c->watch.fd);
	free(c);
	return NULL;
}

void control_set_manifest(struct control *c, const struct manifest *m)
{
	c->manifest = m;
}

void control_close(struct control *c)
{
	if (!c)
		return;
	loop_unwatch(c->host->loop, &c->watch);
	close_fd(&c->watch.fd);
	unlink(c->path);
	free(c->path);
	free(c);
}

/* -- the client -- */

static int receive(int fd, cJSON **reply, struct err *err)
{
	struct frame_reader in = FRAME_READER_INIT;
	struct frame f;
	int rc;

	while ((rc = frame_next(&in, &f, err)) == 0) {
		rc = frame_fill(&in, fd, err);
		if (rc <= 0) {
			frame_reader_release(&in);
			return err_set(err, ERR_RETRY,
				       "the desk stopped before it answered; "
				       "look whether it was done");
		}
	}
	if (rc > 0)
		*reply = json_parse(f.json, f.json_len, err);
	frame_reader_release(&in);
	return rc > 0 && *reply ? 0 : -1;
}

int control_ask(const char *state, const struct str *request, cJSON **reply,
		struct err *err)
{
	CLEANUP(close_fd) int fd = -1;
	struct sockaddr_un a = { 0 };

	*reply = NULL;
	if (socket_address(state, &a, err))
		return -1;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (const struct sockaddr *)&a, sizeof a))
		return err_set(err, ERR_NO_DESK,
			       "no desk answers at %s; start one with "
			       "`helloword serve`",
			       a.sun_path);
	if (frame_send(fd, str_c(request), request->len, NULL, 0, err))
		return -1;
	return receive(fd, reply, err);
}
