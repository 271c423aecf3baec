/* sender.c - see sender.h.
 * SPDX-License-Identifier: MIT */
#include "host/sender.h"

#include "base/log.h"
#include "base/vec.h"
#include "base/when.h"

#define RESTART_MS INT64_C(500)

struct asked {
	int64_t id;  /* 0: a free slot */
	bool unsent; /* it could not be given to the sender */
	sender_done *done;
	void *arg;
};
VEC(asked_list, struct asked);

struct sender {
	struct child child;
	struct timer restart, refuse;
	char *program, *configure;
	struct asked_list asked;
	const void *relayed; /* whose replies are, during sender_relay() */
	int64_t last_id;
};

static void send_configuration(struct sender *s)
{
	child_send(&s->child, s->configure, strlen(s->configure), NULL, 0);
}

static int start(struct sender *s, struct err *err)
{
	const char *const argv[] = { s->program, NULL };

	if (child_start(&s->child, argv, err))
		return -1;
	send_configuration(s);
	return 0;
}

static struct asked take_asked(struct sender *s, int64_t id)
{
	for (size_t i = 0; i < s->asked.len; i++)
		if (id && s->asked.at[i].id == id) {
			struct asked a = s->asked.at[i];

			s->asked.at[i] = (struct asked){ 0 };
			return a;
		}
	return (struct asked){ 0 };
}

static void answer(struct sender *s, int64_t id,
		   const struct sender_reply *reply)
{
	struct asked a = take_asked(s, id);

	if (a.id)
		a.done(a.arg, reply);
}

static void on_frame(struct child *c, const struct frame *f)
{
	struct sender *s = c->arg;
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json = json_parse(f->json, f->json_len, &err);
	const cJSON *failed = json_get(json, "failed");
	struct sender_reply reply = { .json = json,
				      .blob = f->blob,
				      .blob_len = f->blob_len,
				      .failed = failed != NULL,
				      .sent = json_bool(json, "sent", true) };

	if (json_text(json, "error")) {
		log_error("sender: %s", json_text(json, "error"));
		return;
	}
	reply.text = json_text(failed, "text");
	if (json)
		answer(s, json_i64(json, "id", 0), &reply);
	else
		child_kill(c, "spoke no JSON");
}

static bool is_for(const struct sender *s, int64_t id, const void *arg)
{
	for (size_t i = 0; i < s->asked.len; i++)
		if (id && s->asked.at[i].id == id)
			return s->asked.at[i].arg == arg;
	return false;
}

static bool on_relay(struct child *c, const struct frame *f)
{
	struct sender *s = c->arg;
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json = json_parse(f->json, f->json_len, &err);

	if (json_text(json, "error") ||
	    !is_for(s, json_i64(json, "id", 0), s->relayed))
		return false;
	on_frame(c, f);
	return true;
}

void sender_relay(struct sender *s, const void *arg)
{
	s->relayed = arg;
	child_relay(&s->child);
	s->relayed = NULL;
}

bool sender_took_all(const struct sender *s)
{
	return child_took_all(&s->child);
}

static void on_gone(struct child *c, const char *how)
{
	struct sender *s = c->arg;
	struct sender_reply reply = { .failed = true,
				      .sent = true,
				      .text = "the sender died" };

	log_warning("sender: %s; starting it again", how);
	for (size_t i = 0; i < s->asked.len; i++)
		answer(s, s->asked.at[i].id, &reply);
	s->restart.at = clock_mono() + RESTART_MS;
}

/* What was asked while there was no sender has surely not left. */
static void fail_unsent(struct sender *s)
{
	struct sender_reply reply = { .failed = true,
				      .text = "the sender was down" };
	size_t n = s->asked.len;

	for (size_t i = 0; i < n; i++)
		answer(s, s->asked.at[i].id, &reply);
}

/* Asked and answered in one turn would surprise whoever asks. */
static void on_refuse(struct timer *t)
{
	struct sender *s = t->arg;
	struct sender_reply reply = { .failed = true,
				      .text = "the request is too large, or "
					      "too many wait already" };

	for (size_t i = 0; i < s->asked.len; i++)
		if (s->asked.at[i].unsent)
			answer(s, s->asked.at[i].id, &reply);
}

static void on_restart(struct timer *t)
{
	struct sender *s = t->arg;
	struct err err = { 0 };

	fail_unsent(s);
	if (start(s, &err)) {
		log_error("sender: %s", err.text);
		t->at = clock_mono() + 10 * RESTART_MS;
	}
}

struct sender *sender_new(struct loop *loop, const char *program,
			  const char *configure, struct err *err)
{
	struct sender *s = xcalloc(1, sizeof *s);

	s->program = xstrdup(program);
	s->configure = xstrdup(configure);
	s->child = (struct child){ .loop = loop,
				   .name = "sender",
				   .watch.fd = -1,
				   .frame = on_frame,
				   .relay = on_relay,
				   .gone = on_gone,
				   .arg = s };
	s->restart = (struct timer){ .fire = on_restart, .arg = s };
	s->refuse = (struct timer){ .fire = on_refuse, .arg = s };
	loop_timer(loop, &s->restart);
	loop_timer(loop, &s->refuse);
	if (start(s, err)) {
		sender_free(s);
		return NULL;
	}
	return s;
}

void sender_free(struct sender *s)
{
	if (!s)
		return;
	loop_untimer(s->child.loop, &s->restart);
	loop_untimer(s->child.loop, &s->refuse);
	child_release(&s->child);
	asked_list_release(&s->asked);
	free(s->program);
	free(s->configure);
	free(s);
}

void sender_configure(struct sender *s, const char *configure)
{
	free(s->configure);
	s->configure = xstrdup(configure);
	send_configuration(s);
}

int64_t sender_ask(struct sender *s, const char *members, const void *blob,
		   size_t blob_len, sender_done *done, void *arg)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct asked a = { .id = ++s->last_id, .done = done, .arg = arg };
	size_t i = 0;

	str_printf(&json, "{\"id\":%lld,%s}", (long long)a.id, members);
	while (i < s->asked.len && s->asked.at[i].id)
		i++;
	if (i < s->asked.len)
		s->asked.at[i] = a;
	else
		asked_list_push(&s->asked, a);
	if (!child_send(&s->child, str_c(&json), json.len, blob, blob_len)) {
		s->asked.at[i].unsent = true;
		s->refuse.at = clock_mono();
	}
	return a.id;
}

void sender_forget(struct sender *s, int64_t id)
{
	CLEANUP(str_release) struct str json = STR_INIT;

	if (!take_asked(s, id).id)
		return;
	str_printf(&json, "{\"id\":%lld,\"cancel\":true}", (long long)id);
	child_send(&s->child, str_c(&json), json.len, NULL, 0);
}

pid_t sender_pid(const struct sender *s)
{
	return s->child.pid;
}
