/* init.c - a new desk in a folder.
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "base/when.h"
#include "cli/check_warn.h"
#include "cli/folder.h"
#include "cli/verbs.h"
#include "desk/desk.h"

static const char head[] =
	"# The manifest of a HelloWord desk. `helloword check` tells every\n"
	"# mistake, `helloword plugins --options` lists what each plugin "
	"takes.\n"
	"desk = {\n"
	"  state = \"state\";          # database, keys and evidence\n"
	"  policy = \"policy\";        # rules that you may edit\n"
	"  company = \"My Shop\";      # signs replies\n"
	"  mail_domain = \"localhost\"; # of our Message-IDs\n"
	"  language = \"en\";          # when a buyer's is not known\n"
	"};\n"
	"http = { listen = \"127.0.0.1:8080\"; };\n"
	"# The head of the journal, daily, to where this machine cannot reach "
	"(journal.md).\n"
	"# anchor = { every = \"24 h\"; folder = \"/mnt/elsewhere/anchors\"; "
	"mail = \"you@example.com\"; };\n\n"
	"# Who may do what. A system user who is no agent is \"operator\": "
	"may\n"
	"# propose (refunds and replies), never approve.\n"
	"agents = (\n"
	"  # { name = \"mia\"; user = \"mia\"; role = \"agent\";\n"
	"  #   languages = [ \"en\" ]; skills = [ \"not_received\" ];\n"
	"  #   mail = \"mia@lamps.example\"; phone = \"+4915112345678\"; }\n"
	");\n"
	"limits = (\n"
	"  { role = \"agent\"; per_action = \"50.00 USD\"; per_day = \"200.00 "
	"USD\"; },\n"
	"  { role = \"manager\"; per_action = \"500.00 USD\"; per_day = "
	"\"2000.00 USD\"; }\n"
	"  # What rules may move without a person, where effects = \"auto\":\n"
	"  # { role = \"rule\"; per_action = \"20.00 USD\"; per_day = "
	"\"100.00 USD\"; }\n"
	");\n"
	"# How long an approval can still be taken back.\n"
	"undo = { reply = \"1 min\"; refund = \"10 min\"; };\n\n"
	"instances = (\n";

/* Numbers and flags stand bare, everything else in quotes. */
static void put_value(struct str *s, const cJSON *o)
{
	const char *type = json_text(o, "type");
	const char *fallback = json_text(o, "fallback");

	if (text_eq(type, "int") || text_eq(type, "bool"))
		str_puts(s, fallback               ? fallback
			    : text_eq(type, "int") ? "0"
						   : "false");
	else if (text_eq(type, "secret"))
		str_printf(s, "\"file:%s\"", json_text(o, "name"));
	else
		str_printf(s, "\"%s\"", fallback ? fallback : "");
}

/* nth: how many of this plugin came before; their names are told apart. */
static void put_block(struct str *s, const cJSON *descriptor, int nth,
		      bool last)
{
	const char *id = json_text(descriptor, "id");
	CLEANUP(free_ptr) char *which = nth ? xasprintf("-%d", nth + 1) : NULL;
	const cJSON *o;

	str_printf(s,
		   "  # %s\n  { name = \"my-%s%s\"; plugin = \"%s\";\n"
		   "    effects = \"propose\"; # off, propose or auto\n",
		   json_text(descriptor, "summary"), id, which ? which : "",
		   id);
	cJSON_ArrayForEach (o, json_get(descriptor, "options")) {
		bool required = json_bool(o, "required", false);

		str_printf(s, "    %s%s = ", required ? "" : "# ",
			   json_text(o, "name"));
		put_value(s, o);
		str_printf(s, "; # %s\n",
			   json_text(o, "help") ? json_text(o, "help") : "");
	}
	str_printf(s, "  }%s\n", last ? "" : ",");
}

/* How often the id stands in ",a,,b,". */
static int times(const struct str *done, const char *id)
{
	CLEANUP(free_ptr) char *whole = xasprintf(",%s,", id);
	int n = 0;

	for (const char *at = str_c(done); (at = strstr(at, whole)); at++)
		n++;
	return n;
}

static int put_blocks(struct cli *c, struct str *s, struct err *err)
{
	CLEANUP(free_ptr) char *worker = cli_program(c, "helloword-worker");
	CLEANUP(free_ptr) char *plugins = cli_plugins(c);
	CLEANUP(free_ptr)
	char *list =
		xstrdup(cli_option(c, "with") ? cli_option(c, "with") : "");
	CLEANUP(str_release) struct str done = STR_INIT;
	struct describer d = { .worker = worker, .plugins = plugins };
	char *save = NULL;

	for (char *id = strtok_r(list, ",", &save); id;) {
		CLEANUP(free_ptr) char *so = NULL;
		cJSON *json = describe_plugin(&d, id, &so, err);
		int nth = times(&done, id);

		if (!json)
			return -1;
		str_printf(&done, ",%s,", id);
		id = strtok_r(NULL, ",", &save);
		put_block(s, json, nth, id == NULL);
		json_free(json);
	}
	return 0;
}

/* What ships is of the day on which it was made, and of few currencies. */
static void tell_of_rates(const char *policy)
{
	CLEANUP(free_ptr) char *path = xasprintf("%s/rates.conf", policy);
	CLEANUP(free_ptr) char *command = rates_command(policy);
	struct mistakes none = { 0 };
	struct conf *c = conf_open(path, &none);
	struct rates r = { .list = { 0 } };

	if (c)
		rates_read(&r, c);
	if (rates_oldest(&r) < clock_now() - RATE_AGE_DAYS * DAY_MS)
		fprintf(stderr,
			"%s is too old to be used: until you put in newer "
			"rates, limits cover no other currency than their "
			"own, and rules see no order_total in one:\n  %s\n",
			path, command);
	rates_release(&r);
	conf_close(c);
	mistakes_release(&none);
}

int verb_init(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	CLEANUP(free_ptr) char *from = folder_of_data(c, "policy");
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
	if (dir_make(dir, 0755, err) || folder_copy(from, policy, NULL, err) ||
	    desk_open(&d, &options, err))
		return -1;
	desk_close(d);
	if (file_write(manifest, str_c(&s), s.len, 0644, err))
		return -1;
	str_printf(&c->out,
		   "wrote %s; edit it, then run\n  helloword check -c "
		   "%s\n  helloword serve -c %s\n",
		   manifest, manifest, manifest);
	tell_of_rates(policy);
	return 0;
}
