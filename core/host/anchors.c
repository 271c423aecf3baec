/* anchors.c - see anchors.h.
 * SPDX-License-Identifier: MIT */
#include "host/anchors.h"

#include "base/file.h"
#include "base/log.h"
#include "base/when.h"
#include "desk/anchor.h"

#define RETRY_MS (5 * MINUTE_MS)

/* A file of its own each, so that the folder may allow nothing but new ones. */
static int write_file(const struct manifest *m, const struct anchor *a,
		      const struct str *text, struct err *err)
{
	CLEANUP(free_ptr)
	char *name = xasprintf("anchor-%012lld.txt", (long long)a->seq);
	CLEANUP(free_ptr) char *path = NULL;

	if (!*m->anchor_folder)
		return 0;
	path = path_join(m->anchor_folder, name);
	return file_write(path, str_c(text), text->len, 0644, err);
}

static int record(struct anchors *s, const struct anchor *a,
		  const struct str *text, struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct command cmd = { .kind = "anchor", .by = "desk", .via = "timer" };
	struct jw w = JW_INIT(&json);

	jw_object(&w);
	jw_kv_i64(&w, "seq", a->seq);
	jw_kv_text(&w, "text", str_c(text));
	if (*s->manifest->anchor_mail)
		jw_kv_text(&w, "mail", s->manifest->anchor_mail);
	jw_end(&w);
	cmd.json = str_c(&json);
	cmd.json_len = json.len;
	return desk_do(s->host->desk, &cmd, err);
}

static int hand_over(struct anchors *s, struct err *err)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	struct desk *d = s->host->desk;
	struct anchor a;

	if (anchor_make(desk_db(d), desk_keys(d), desk_now(d), &a, err))
		return -1;
	anchor_put(&text, &a);
	if (write_file(s->manifest, &a, &text, err) ||
	    record(s, &a, &text, err))
		return -1;
	host_nudge(s->host);
	return 0;
}

static int64_t wait_of(const struct anchors *s)
{
	struct desk *d = s->host->desk;
	int64_t last = anchor_last(desk_db(d)), now = desk_now(d);
	int64_t wait = last + s->manifest->anchor_every - now;
	double speed = s->host->speed > 1 ? s->host->speed : 1;

	/* One from a day to come: the clock was ahead then. */
	if (wait <= 0 || last > now)
		return 0;
	/* Look again within the hour: clocks are set. */
	return (int64_t)((double)(wait < HOUR_MS ? wait : HOUR_MS) / speed) + 1;
}

static void on_time(struct timer *t)
{
	struct anchors *s = t->arg;
	struct err err = { 0 };

	t->at = clock_mono() + wait_of(s);
	if (t->at > clock_mono())
		return;
	if (hand_over(s, &err)) {
		log_error("the journal's anchor: %s", err.text);
		host_alert(s->host, "error", "anchor", "anchor", err.text);
		t->at = clock_mono() + RETRY_MS;
		return;
	}
	t->at = clock_mono() + wait_of(s);
}

void anchors_set(struct anchors *s, struct host *h, const struct manifest *m)
{
	anchors_stop(s);
	*s = (struct anchors){ .host = h, .manifest = m };
	s->timer = (struct timer){ .at = 1, .fire = on_time, .arg = s };
	if (m->anchor_every)
		loop_timer(h->loop, &s->timer);
}

void anchors_stop(struct anchors *s)
{
	if (s->host && s->manifest->anchor_every)
		loop_untimer(s->host->loop, &s->timer);
	s->host = NULL;
}
