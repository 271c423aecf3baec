/* setup.c - init, check, doctor, plugins, sdk, version.
 * SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/when.h"
#include "cli/cli.h"
#include "desk/desk.h"
#include "policy/policy.h"

/* -- copying folders of data
 * ---------------------------------------------------------------- */

/* Beside the program in a source tree, or installed. */
static char *data_folder(const struct cli *c, const char *name)
{
	CLEANUP(free_ptr) char *home = cli_home(c);
	CLEANUP(free_ptr) char *tree = xasprintf("%s/../%s", home, name);

	if (file_exists(tree))
		return TAKE(tree);
	return xasprintf("%s/../share/helloword/%s", home, name);
}

static int copy_file(const char *from, const char *to, const char *id,
		     const char *name, struct err *err)
{
	CLEANUP(str_release) struct str bytes = STR_INIT, out = STR_INIT;

	if (file_read(&bytes, from, (size_t)4 << 20, err))
		return -1;
	for (const char *at = str_c(&bytes); *at;) {
		if (id && text_starts(at, "@ID@")) {
			str_puts(&out, id);
			at += 4;
		} else if (id && text_starts(at, "@NAME@")) {
			str_puts(&out, name);
			at += 6;
		} else {
			str_putc(&out, *at++);
		}
	}
	return file_write(to, str_c(&out), out.len, 0644, err);
}

/* Copies files and folders; @ID@ in a name or a text becomes id. */
static int copy_folder(const char *from, const char *to, const char *id,
		       const char *name, struct err *err)
{
	DIR *dir = opendir(from);
	struct dirent *e;
	int rc = 0;

	if (!dir)
		return err_errno(err, ERR_SYSTEM, "%s", from);
	if (dir_make(to, 0755, err))
		rc = -1;
	while (rc == 0 && (e = readdir(dir))) {
		CLEANUP(free_ptr) char *source = path_join(from, e->d_name);
		CLEANUP(free_ptr) char *target = NULL;
		const char *mark = strstr(e->d_name, "@ID@");
		struct stat st;

		if (e->d_name[0] == '.' || stat(source, &st))
			continue;
		target = mark && id ? xasprintf("%s/%.*s%s%s", to,
						(int)(mark - e->d_name),
						e->d_name, id, mark + 4)
				    : path_join(to, e->d_name);
		rc = S_ISDIR(st.st_mode)
			     ? copy_folder(source, target, id, name, err)
			     : copy_file(source, target, id, name, err);
	}
	closedir(dir);
	return rc;
}

/* -- init
 * -------------------------------------------------------------------------------------
 */

static const char head[] =
	"# The manifest of a HelloWord desk. `helloword check` tells every\n"
	"# mistake; docs/manifest.md lists the options of each plugin.\n"
	"desk = {\n"
	"  state = \"state\";          # database, keys and evidence\n"
	"  policy = \"policy\";        # rules that you may edit\n"
	"  company = \"My Shop\";      # signs replies\n"
	"  mail_domain = \"localhost\"; # of our Message-IDs\n"
	"  language = \"en\";          # when a buyer's is not known\n"
	"};\n"
	"http = { listen = \"127.0.0.1:8080\"; };\n\n"
	"# Who may do what. A system user who is no agent is \"operator\": "
	"may\n"
	"# propose, never approve money.\n"
	"agents = (\n"
	"  # { name = \"mia\"; user = \"mia\"; role = \"agent\";\n"
	"  #   languages = [ \"en\" ]; skills = [ \"not_received\" ]; }\n"
	");\n"
	"limits = (\n"
	"  { role = \"agent\"; per_action = \"50.00 USD\"; per_day = \"200.00 "
	"USD\"; },\n"
	"  { role = \"manager\"; per_action = \"500.00 USD\"; per_day = "
	"\"2000.00 USD\"; }\n"
	");\n"
	"# How long an approved effect can still be cancelled.\n"
	"undo = { reply = \"1 min\"; refund = \"10 min\"; };\n\n"
	"instances = (\n";

static void put_block(struct str *s, const cJSON *descriptor, bool last)
{
	const char *id = json_text(descriptor, "id");
	const cJSON *o;

	str_printf(s,
		   "  # %s\n  { name = \"my-%s\"; plugin = \"%s\";\n"
		   "    effects = \"propose\"; # off, propose or auto\n",
		   json_text(descriptor, "summary"), id, id);
	cJSON_ArrayForEach (o, json_get(descriptor, "options")) {
		const char *fallback = json_text(o, "fallback");
		bool secret = text_eq(json_text(o, "type"), "secret");
		bool required = json_bool(o, "required", false);

		str_printf(s, "    %s%s = \"%s%s\"; # %s\n",
			   required ? "" : "# ", json_text(o, "name"),
			   secret ? "file:" : "",
			   secret     ? json_text(o, "name")
			   : fallback ? fallback
				      : "",
			   json_text(o, "help") ? json_text(o, "help") : "");
	}
	str_printf(s, "  }%s\n", last ? "" : ",");
}

static int put_blocks(struct cli *c, struct str *s, struct err *err)
{
	CLEANUP(free_ptr) char *worker = cli_program(c, "helloword-worker");
	CLEANUP(free_ptr) char *home = cli_home(c);
	CLEANUP(free_ptr) char *plugins = path_join(home, "plugins");
	CLEANUP(free_ptr)
	char *list =
		xstrdup(cli_option(c, "with") ? cli_option(c, "with") : "");
	struct describer d = { worker, plugins };
	char *save = NULL;

	for (char *id = strtok_r(list, ",", &save); id;) {
		CLEANUP(free_ptr) char *so = NULL;
		cJSON *json = describe_plugin(&d, id, &so, err);

		if (!json)
			return -1;
		id = strtok_r(NULL, ",", &save);
		put_block(s, json, id == NULL);
		json_free(json);
	}
	return 0;
}

int verb_init(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	CLEANUP(free_ptr) char *from = data_folder(c, "policy");
	const char *dir = cli_word(c, 0);
	CLEANUP(free_ptr) char *manifest = xasprintf("%s/helloword.conf", dir);
	CLEANUP(free_ptr) char *policy = xasprintf("%s/policy", dir);
	CLEANUP(free_ptr) char *state = xasprintf("%s/state", dir);
	struct desk_options options = { .state = state };
	struct desk *d;

	if (!*dir)
		return err_set(err, ERR_USAGE, "init needs a folder");
	if (file_exists(manifest))
		return err_set(err, ERR_DATA,
			       "%s exists already; nothing was changed",
			       manifest);
	str_puts(&s, head);
	if (put_blocks(c, &s, err))
		return -1;
	str_puts(&s, ");\n");
	if (dir_make(dir, 0755, err) ||
	    copy_folder(from, policy, NULL, NULL, err) ||
	    desk_open(&d, &options, err))
		return -1;
	desk_close(d);
	if (file_write(manifest, str_c(&s), s.len, 0644, err))
		return -1;
	str_printf(&c->out,
		   "wrote %s; edit it, then run\n  helloword check -c "
		   "%s\n  helloword serve -c %s\n",
		   manifest, manifest, manifest);
	return 0;
}

/* -- check, doctor, plugins
 * --------------------------------------------------------------------- */

int verb_check(struct cli *c, struct err *err)
{
	struct manifest *m = cli_manifest(c, err);
	struct brain_of *b = m ? cli_brain(c, m, err) : NULL;

	if (b)
		str_printf(&c->out, "%zu instances, policy %s: no mistakes\n",
			   m->count, brain_policy(b)->version);
	brain_close(b);
	manifest_close(m);
	return b ? 0 : -1;
}

struct invariant {
	const char *what, *sql;
};
static const struct invariant invariants[] = {
	{ "an action in no legal state",
	  "SELECT id FROM actions WHERE state IS NULL OR state < 1 OR state > "
	  "12" },
	{ "an action that was sent without an attempt",
	  "SELECT id FROM actions WHERE state IN (5, 6, 7, 9) AND "
	  "coalesce(attempts, 0) = 0" },
	{ "a settled action without a moment",
	  "SELECT id FROM actions WHERE state = 7 AND settled IS NULL" },
	{ "two refunds of one intent under way",
	  "SELECT min(id) FROM actions WHERE state NOT IN (8, 11, 12) GROUP BY "
	  "intent HAVING count(*) > 1" },
	{ "an open deadline of a closed ticket",
	  "SELECT d.id FROM deadlines d JOIN tickets t ON t.id = d.ticket "
	  "WHERE d.state = 1 AND t.state = 3 AND d.action IS NULL" },
	{ "a ticket in no legal state",
	  "SELECT id FROM tickets WHERE state IS NULL OR state < 1 OR state > "
	  "3 OR tier IS NULL" },
	{ "a waiting ticket that waits for nothing",
	  "SELECT id FROM tickets WHERE state = 2 AND waiting_for IS NULL" },
	{ "queue counts that are wrong",
	  "SELECT 1 WHERE (SELECT sum(tickets) FROM queue_counts) <> (SELECT "
	  "count(*) FROM tickets)" },
};

int verb_doctor(struct cli *c, struct err *err)
{
	struct db *db;
	int found = 0, rc;

	if (cli_db(c, &db, err))
		return -1;
	for (size_t i = 0; i < COUNT_OF(invariants); i++) {
		CLEANUP(rows_release)
		struct rows r = rows_query(db, invariants[i].sql, "");

		while (rows_next(&r)) {
			str_printf(&c->out, "%s: %lld\n", invariants[i].what,
				   (long long)rows_i64(&r, 0));
			found++;
		}
	}
	rc = db_integrity(db, err);
	db_close(db);
	if (rc)
		return -1;
	if (found)
		return err_set(err, ERR_FOUND, "%d rows are wrong", found);
	str_puts(&c->out, "every row is in a legal state\n");
	return 0;
}

static void put_instance(struct cli *c, const cJSON *p)
{
	CLEANUP(str_release) struct str last = STR_INIT;

	if (json_i64(p, "last_ok", 0))
		instant_put(&last, json_i64(p, "last_ok", 0));
	str_printf(&c->out,
		   "%-14s %-10s %-9s %-8s last ok %-24s calls %lld "
		   "errors %lld records %lld quarantined %lld %s\n",
		   json_text(p, "name"), json_text(p, "plugin"),
		   json_text(p, "state"), json_text(p, "effects"),
		   last.len ? str_c(&last) : "-",
		   (long long)json_i64(p, "calls", 0),
		   (long long)json_i64(p, "errors", 0),
		   (long long)json_i64(p, "records", 0),
		   (long long)json_i64(p, "quarantined", 0),
		   json_text(p, "why"));
}

static int plugin_options(struct cli *c, struct err *err)
{
	struct manifest *m = cli_manifest(c, err);

	if (!m)
		return -1;
	for (size_t i = 0; i < m->count; i++)
		manifest_put_options(&c->out, m->instances[i]->descriptor);
	manifest_close(m);
	return 0;
}

int verb_plugins(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	cJSON *reply;
	const cJSON *p;

	if (cli_flag(c, "options"))
		return plugin_options(c, err);
	str_puts(&args, "{}");
	if (cli_do(c, "plugins", &args, &reply, err))
		return -1;
	if (c->json) {
		char *text = cJSON_PrintUnformatted(reply);

		str_printf(&c->out, "%s\n", text);
		cJSON_free(text);
	} else {
		cJSON_ArrayForEach (p, json_get(reply, "plugins"))
			put_instance(c, p);
	}
	json_free(reply);
	return 0;
}

/* -- sdk and version
 * --------------------------------------------------------------------------------
 */

int verb_sdk(struct cli *c, struct err *err)
{
	const char *kind = cli_word(c, 1), *id = cli_word(c, 2);
	CLEANUP(free_ptr) char *templates = data_folder(c, "sdk/template");
	CLEANUP(free_ptr) char *from = path_join(templates, kind);
	const char *into = cli_option(c, "into") ? cli_option(c, "into") : id;

	if (!text_eq(cli_word(c, 0), "new") || !*kind || !*id)
		return err_set(err, ERR_USAGE,
			       "sdk new KIND NAME, where KIND "
			       "is carrier, marketplace or "
			       "channel");
	if (strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(id) ||
	    (*id >= '0' && *id <= '9'))
		return err_set(err, ERR_USAGE,
			       "a plugin's name is small letters, digits and "
			       "_, a letter first");
	if (strchr(kind, '/') || !file_exists(from))
		return err_set(err, ERR_USAGE,
			       "there is no template \"%.40s\"; carrier, "
			       "marketplace and channel exist",
			       kind);
	if (file_exists(into))
		return err_set(err, ERR_DATA, "%s exists already", into);
	if (copy_folder(from, into, id, id, err))
		return -1;
	str_printf(&c->out, "wrote %s; see docs/write-a-plugin.md\n", into);
	return 0;
}

int verb_version(struct cli *c, struct err *err)
{
	(void)err;
	str_printf(&c->out, "helloword %s, SQLite %s\n", HW_VERSION,
		   sqlite3_libversion());
	return 0;
}
