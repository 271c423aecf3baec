/* whoami.c - whom the desk takes this user for.
 * SPDX-License-Identifier: MIT */
#include <pwd.h>
#include <unistd.h>

#include "cli/show.h"
#include "cli/verbs.h"
#include "host/whoami.h"

/* No desk runs: it is the manifest that would say so. */
static int by_manifest(struct cli *c, cJSON **out, struct err *err)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	struct manifest *m = cli_manifest(c, err);
	struct brain_of *brain = m ? cli_brain(c, m, err) : NULL;
	struct jw w = JW_INIT(&text);

	if (brain) {
		jw_object(&w);
		whoami_put(&w, brain_of(brain),
			   manifest_actor(m, (int64_t)getuid()));
		jw_end(&w);
		*out = json_parse(str_c(&text), text.len, err);
	}
	brain_close(brain);
	manifest_close(m);
	return *out ? 0 : -1;
}

static int ask(struct cli *c, cJSON **out, struct err *err)
{
	const char *state = cli_state(c, err);

	if (!state)
		return -1;
	if (cli_ask(state, "whoami", out, err) == 0)
		return 0;
	if (err->code != ERR_NO_DESK)
		return -1;
	*err = (struct err){ 0 };
	return by_manifest(c, out, err);
}

static void put_operator(struct str *s)
{
	const struct passwd *user = getpwuid(getuid());

	str_printf(s,
		   "operator: no agent of the manifest has the user %s (uid "
		   "%u)\nmay propose, import, reload and look into the "
		   "quarantine; approves nothing\nto be an agent, write user = "
		   "\"%s\"; into an entry of `agents`, then `helloword "
		   "reload`\n",
		   user ? user->pw_name : "without a name", (unsigned)getuid(),
		   user ? user->pw_name : "NAME");
}

static void put_limits(struct str *s, const cJSON *me)
{
	const char *action = json_text(me, "per_action");
	const char *day = json_text(me, "per_day");
	const char *eyes = json_text(me, "four_eyes_above");

	if (text_eq(json_text(me, "role"), "owner"))
		str_puts(s, "may approve any amount");
	else if (action)
		str_printf(s, "may approve up to %s an action%s%s", action,
			   day ? ", and a day " : "", day ? day : "");
	else
		str_puts(s, "may approve no money");
	if (eyes)
		str_printf(s,
			   "; above %s somebody else than who proposed it must",
			   eyes);
	str_putc(s, '\n');
}

static void put_agent(struct str *s, const cJSON *me)
{
	const char *role = json_text(me, "role");

	str_printf(s, "%s, %s\n", json_text(me, "name"), role);
	if (text_eq(role, "auditor"))
		str_puts(s, "may read, and say nothing\n");
	else
		put_limits(s, me);
}

int verb_whoami(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	CLEANUP(json_free_ptr) cJSON *me = NULL;

	if (ask(c, &me, err))
		return -1;
	if (c->json) {
		show_json(c, me);
		return 0;
	}
	if (json_bool(me, "agent", false))
		put_agent(&s, me);
	else
		put_operator(&s);
	show_safe(&c->out, str_c(&s));
	return 0;
}
