/* config.c - see config.h.
 * SPDX-License-Identifier: MIT */
#include "desk/config.h"

#include "desk/people/assign.h"

int config_check(struct desk *d, struct err *err)
{
	return *arg_text(d, "fingerprint")
		       ? 0
		       : err_set(err, ERR_DATA,
				 "config.fingerprint is missing");
}

static int save_agent(struct desk *d, const cJSON *given, struct err *err)
{
	struct agent before = { 0 }, after = { 0 };
	const char *name = json_text(given, "name");
	int found = record_find(d->db, &agent_kind, &before, &d->arena, NULL,
				err, "WHERE name = ?1", "s", name);

	if (found < 0)
		return -1;
	after = before;
	after.name = name;
	after.role = json_text(given, "role");
	after.languages = json_text(given, "languages");
	after.skills = json_text(given, "skills");
	return change(d, &agent_kind, found ? &before : NULL, &after, err);
}

int config_decide(struct desk *d, struct err *err)
{
	const cJSON *agent;

	cJSON_ArrayForEach (agent, json_get(d->tx.json, "agents"))
		if (save_agent(d, agent, err))
			return -1;
	return assign_round(d, err);
}

int config_keep(struct desk *d, const char *name, const struct hash *hash,
		const void *bytes, size_t len, struct err *err)
{
	return db_run(d->db, err,
		      "INSERT OR IGNORE INTO blobs(hash, name, bytes) "
		      "VALUES(?1, ?2, ?3)",
		      "bsb", hash->at, sizeof hash->at, name, bytes, len);
}

bool config_is(struct db *db, const char *fingerprint)
{
	return db_i64(db, 0,
		      "SELECT 1 FROM journal WHERE seq = (SELECT max(seq) FROM "
		      "journal WHERE kind = 'config') AND "
		      "json_extract(payload, '$.fingerprint') = ?1",
		      "s", fingerprint) != 0;
}

/* -- accounts -- */

int64_t shop_of(struct db *db, const char *label)
{
	return db_i64(db, 0, "SELECT id FROM shops WHERE label = ?1", "s",
		      label);
}

/* 1 and *s, 0 when the label is new, -1. */
static int shop_by_label(struct desk *d, struct shop *s, struct err *err)
{
	return record_find(d->db, &shop_kind, s, &d->arena, NULL, err,
			   "WHERE label = ?1", "s", arg_text(d, "label"));
}

int shop_check(struct desk *d, struct err *err)
{
	struct shop s = { 0 }, other = { 0 };
	const char *account = arg_text(d, "account");
	int found;

	if (!*arg_text(d, "label") || !*arg_text(d, "plugin"))
		return err_set(err, ERR_DATA, "shop needs label and plugin");
	if (shop_by_label(d, &s, err) < 0)
		return -1;
	if (*account && s.account && *s.account && !text_eq(s.account, account))
		return err_set(err, ERR_CONFIG,
			       "instance \"%s\" was for account %s and its "
			       "credentials are for %s now; give the new "
			       "account a block of its own",
			       s.label, s.account, account);
	if (!*account)
		return 0;
	found = record_find(d->db, &shop_kind, &other, &d->arena, NULL, err,
			    "WHERE plugin = ?1 AND account = ?2", "ss",
			    arg_text(d, "plugin"), account);
	if (found > 0 && !text_eq(other.label, arg_text(d, "label")))
		return err_set(err, ERR_CONFIG,
			       "instances \"%s\" and \"%s\" are for one "
			       "account (%s); remove one",
			       other.label, arg_text(d, "label"), account);
	return found < 0 ? -1 : 0;
}

/* Of a shop that only an import made nobody had told it before. */
static void set_live_since(struct desk *d, const struct shop *before,
			   struct shop *after)
{
	int64_t told = arg_i64(d, "live_since");

	if (!before)
		after->live_since = told ? told : d->tx.cmd->at;
	else if (told && text_eq(before->plugin, SHOP_IMPORTED))
		after->live_since = told;
}

int shop_decide(struct desk *d, struct err *err)
{
	struct shop before = { 0 }, after;
	int found = shop_by_label(d, &before, err);

	if (found < 0)
		return -1;
	after = before;
	after.label = arg_text(d, "label");
	after.plugin = arg_text(d, "plugin");
	if (*arg_text(d, "account"))
		after.account = arg_text(d, "account");
	if (*arg_text(d, "name"))
		after.name = arg_text(d, "name");
	if (*arg_text(d, "currency"))
		after.currency = arg_text(d, "currency");
	if (*arg_text(d, "zone"))
		after.zone = arg_text(d, "zone");
	set_live_since(d, found ? &before : NULL, &after);
	return change(d, &shop_kind, found ? &before : NULL, &after, err);
}

/* Is there a row, and not one that the instance takes over? */
static bool shop_stands(struct db *db, const char *label, const char *plugin)
{
	return db_i64(db, 0,
		      "SELECT 1 FROM shops WHERE label = ?1 AND (plugin <> "
		      "?2 OR ?3 = ?2)",
		      "sss", label, SHOP_IMPORTED, plugin);
}

int shop_ensure(struct desk *d, const char *label, const char *plugin,
		int64_t live_since, int64_t *id, struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = JW_INIT(&json);
	struct command cmd = { .kind = "shop", .by = "desk", .via = "host" };

	*id = shop_of(d->db, label);
	if (shop_stands(d->db, label, plugin))
		return 0;
	jw_object(&w);
	jw_kv_text(&w, "label", label);
	jw_kv_text(&w, "plugin", plugin);
	jw_kv_i64(&w, "live_since", live_since);
	jw_end(&w);
	cmd.json = str_c(&json);
	cmd.json_len = json.len;
	if (desk_do(d, &cmd, err))
		return -1;
	*id = cmd.id;
	return 0;
}
