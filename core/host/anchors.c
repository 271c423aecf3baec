/* anchors.c - see anchors.h.
 * SPDX-License-Identifier: MIT */
#include "host/anchors.h"

#include "base/file.h"
#include "base/log.h"
#include "base/when.h"
#include "desk/ledger/anchor.h"

#define RETRY_MS (5 * MINUTE_MS)

/* A file of its own each, so that the folder may allow nothing but new ones. */
static int write_file(const struct manifest *m, const struct anchor *a,
		      const struct str *text, struct err *err)
{
	CLEANUP(free_ptr)
	char *name = xasprintf("anchor-%012lld.txt", (long long)a->seq);
	CLEANUP(free_ptr) char *path = path_join(m->anchor_folder, name);

	return file_write(path, str_c(text), text->len, 0644, err);
}

/* mail "": it goes into no mail this time. */
static int record(struct anchors *s, const struct anchor *a,
		  const struct str *text, bool filed, const char *mail,
		  struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct command cmd = { .kind = "anchor", .by = "desk", .via = "timer" };
	struct jw w = JW_INIT(&json);

	jw_object(&w);
	jw_kv_i64(&w, "seq", a->seq);
	jw_kv_text(&w, "text", str_c(text));
	jw_kv_bool(&w, "folder", filed);
	if (*mail)
		jw_kv_text(&w, "mail", mail);
	jw_end(&w);
	cmd.json = str_c(&json);
	cmd.json_len = json.len;
	return desk_do(s->host->desk, &cmd, err);
}

static int64_t wait_of(const struct anchors *s, enum anchor_way way)
{
	struct desk *d = s->host->desk;
	int64_t last = anchor_last(desk_db(d), way), now = desk_now(d);
	int64_t wait = last + s->manifest->anchor_every - now;
	double speed = s->host->speed > 1 ? s->host->speed : 1;

	if (way == ANCHOR_FOLDER ? !*s->manifest->anchor_folder
				 : !*s->manifest->anchor_mail)
		wait = HOUR_MS;
	else if (wait <= 0 || last > now)
		return 0; /* one from a day to come: the clock was ahead then */
	/* Look again within the hour: clocks are set. */
	return (int64_t)((double)(wait < HOUR_MS ? wait : HOUR_MS) / speed) + 1;
}

/* What is due. A folder that cannot be written keeps no mail from its way, and
 * is tried again by itself. */
static int hand_over(struct anchors *s, bool folder, bool mail, struct err *err)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	struct desk *d = s->host->desk;
	struct err unfiled = { 0 };
	struct anchor a;
	bool filed;

	if (anchor_make(desk_db(d), desk_keys(d), desk_now(d), &a, err))
		return -1;
	anchor_put(&text, &a);
	filed = folder && !write_file(s->manifest, &a, &text, &unfiled);
	if ((filed || mail) &&
	    record(s, &a, &text, filed, mail ? s->manifest->anchor_mail : "",
		   err))
		return -1;
	host_nudge(s->host);
	if (folder && !filed)
		*err = unfiled;
	return folder && !filed ? -1 : 0;
}

static void on_time(struct timer *t)
{
	struct anchors *s = t->arg;
	int64_t folder = wait_of(s, ANCHOR_FOLDER);
	int64_t mail = wait_of(s, ANCHOR_MAIL);
	struct err err = { 0 };

	t->at = clock_mono() + (folder < mail ? folder : mail);
	if (folder && mail)
		return;
	if (hand_over(s, !folder, !mail, &err)) {
		log_error("the journal's anchor: %s", err.text);
		host_alert(s->host, "error", "anchor", "anchor", err.text);
		t->at = clock_mono() + RETRY_MS;
		return;
	}
	t->at = clock_mono() + 1; /* and see when the next is due */
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
