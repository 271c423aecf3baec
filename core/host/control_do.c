/* control_do.c - what may be asked over the control socket, and the answers.
 * SPDX-License-Identifier: MIT */
#include "base/encode.h"
#include "base/when.h"
#include "desk/config.h"
#include "desk/intake/evidence.h"
#include "desk/intake/intake.h"
#include "desk/ledger/restored.h"
#include "desk/people/role.h"
#include "host/control.h"
#include "host/parcels.h"
#include "host/whoami.h"

void control_put_error(struct str *reply, const struct err *err)
{
	struct jw w = JW_INIT(reply);

	jw_object(&w);
	jw_kv_text(&w, "error", err->text);
	jw_kv_i64(&w, "code", err->code);
	jw_end(&w);
}

/* What was approved leaves after the hold of a restored desk, not at its time.
 */
static void put_hold(struct jw *w, struct desk *d)
{
	struct err none = { 0 };
	int64_t since = 0;

	if (restored_held(desk_db(d), &since, &none) == 0 && since)
		jw_kv_bool(w, "on_hold", true);
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
		control_put_error(reply, &err);
	} else {
		jw_object(&w);
		jw_kv_i64(&w, "seq", cmd.verdict == TAKEN ? cmd.seq : 0);
		jw_kv_i64(&w, "id", cmd.id);
		put_hold(&w, d);
		jw_end(&w);
	}
	cJSON_free(json);
}

/* A shop may be imported before its instance ever ran: what it is stands in the
 * manifest. One that only an import made is nothing but that. */
static int open_shop(struct desk *d, const struct manifest *m,
		     const char *label, int64_t *shop, struct err *err)
{
	const struct instance *in = manifest_instance(m, label);

	return shop_ensure(d, label, in ? in->plugin : SHOP_IMPORTED,
			   in ? in->live_since : 0, shop, err);
}

static void do_import(struct desk *d, const struct manifest *m,
		      const cJSON *args, struct str *reply)
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
		control_put_error(reply, &err);
		return;
	}
	if (open_shop(d, m, label, &del.shop, &err) ||
	    desk_deliver(d, &del, &err)) {
		control_put_error(reply, &err);
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
			control_put_error(reply, &err);
			return;
		}
		jw_object(&w);
		jw_kv_text(&w, "record", str_c(&record));
		jw_end(&w);
		return;
	}
	if (quarantine_retry(d, json_i64(args, "id", 0), &err))
		control_put_error(reply, &err);
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

static void put_said(struct jw *w, const struct said *said)
{
	const struct said_line *l;

	jw_key(w, "said");
	jw_array(w);
	for (size_t n = 0; (l = said_at(said, n)); n++) {
		jw_object(w);
		jw_kv_i64(w, "at", l->at);
		jw_kv_text(w, "level", log_word(l->level));
		jw_kv_text(w, "text", l->text);
		jw_end(w);
	}
	jw_end(w);
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
	put_said(w, &in->said);
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

/* What buyers and carriers sent to be seen by agents; a raw mail is not. */
static void do_file(struct desk *d, const cJSON *args, struct str *reply)
{
	CLEANUP(str_release) struct str bytes = STR_INIT, text = STR_INIT;
	int64_t id = json_i64(args, "id", 0);
	struct jw w = JW_INIT(reply);
	struct err err = { 0 };
	int found = db_i64(desk_db(d), 0,
			   "SELECT 1 FROM evidence WHERE id = ?1 AND type IN "
			   "('photo', 'video', 'proof_of_delivery')",
			   "i", id)
			    ? evidence_read(d, id, &bytes, &err)
			    : 0;

	if (found <= 0) {
		if (found == 0)
			err_set(&err, ERR_DATA,
				"there is no file %lld, or its buyer was "
				"erased",
				(long long)id);
		control_put_error(reply, &err);
		return;
	}
	put_base64(&text, str_c(&bytes), bytes.len);
	jw_object(&w);
	jw_kv_text(&w, "bytes", str_c(&text));
	jw_end(&w);
}

static void do_whoami(struct desk *d, const char *actor, struct str *reply)
{
	struct jw w = JW_INIT(reply);

	jw_object(&w);
	whoami_put(&w, desk_brain(d), actor);
	jw_end(&w);
}

static int ask_reload(struct desk *d, struct host *h, const char *actor,
		      struct jw *told, struct err *err)
{
	if (role_may_reload(d, actor, err))
		return -1;
	if (!h || !h->reload)
		return err_set(err, ERR_NO_DESK,
			       "no desk runs that could read it again");
	return h->reload(h->reload_arg, told, err);
}

/* `actor` is the old manifest's, which is gone afterwards. */
static void do_reload(struct desk *d, struct host *h, const char *actor,
		      struct str *reply)
{
	CLEANUP(str_release) struct str told = STR_INIT;
	struct jw w = JW_INIT(&told);
	struct err err = { 0 };
	int rc;

	jw_object(&w);
	rc = ask_reload(d, h, actor, &w, &err);
	jw_end(&w);
	if (rc)
		control_put_error(reply, &err);
	else
		str_add(reply, str_c(&told), told.len);
}

void control_do(struct desk *d, struct host *h, const struct manifest *m,
		const char *actor, const cJSON *request, struct str *reply)
{
	const char *what = json_text(request, "do");
	const cJSON *args = json_get(request, "args");
	struct err err = { 0 };

	if (what && args && command_of_people(what)) {
		do_command(d, actor, what, args, reply);
	} else if (text_eq(what, "plugins")) {
		do_plugins(h, reply);
	} else if (text_eq(what, "file")) {
		do_file(d, args, reply);
	} else if (text_eq(what, "whoami")) {
		do_whoami(d, actor, reply);
	} else if (text_eq(what, "reload")) {
		do_reload(d, h, actor, reply);
	} else if (role_may_hand_in(d, actor, &err)) {
		control_put_error(reply, &err);
	} else if (text_eq(what, "import")) {
		do_import(d, m, args, reply);
	} else if (text_eq(what, "quarantine")) {
		do_quarantine(d, args, reply);
	} else {
		err_set(&err, ERR_USAGE, "the desk does not know \"%.40s\"",
			what ? what : "");
		control_put_error(reply, &err);
	}
}
