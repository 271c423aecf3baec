/* ask.c - a command for the desk: of the one that runs, or as the desk where
 * none does (cli.h). SPDX-License-Identifier: MIT */
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "host/brain.h"
#include "host/control.h"

/* What root wrote into the folder of the desk's own user, the desk could not
 * use. */
static int not_for_another(const struct manifest *m, struct err *err)
{
	struct stat st;

	if (geteuid() != 0 || stat(m->state, &st) || st.st_uid == 0)
		return 0;
	return err_set(err, ERR_DENIED,
		       "no desk runs, and %s belongs to user %u: run this as "
		       "that user, or start the desk first",
		       m->state, (unsigned)st.st_uid);
}

/* No desk runs: take the lock and be the desk for this one command. */
static int be_the_desk(struct cli *c, struct manifest *m,
		       const struct str *request, cJSON **reply,
		       struct err *err)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	CLEANUP(json_free_ptr) cJSON *json = NULL;
	struct desk_options options = { .state = m->state };
	struct brain_of *brain;
	struct desk *d = NULL;
	int rc = -1;

	if (not_for_another(m, err))
		return -1;
	brain = cli_brain(c, m, err);
	if (!brain)
		return -1;
	options.brain = brain_of(brain);
	c->alone = true;
	json = json_parse(str_c(request), request->len, err);
	if (json && desk_open(&d, &options, err) == 0) {
		control_do(d, NULL, manifest_actor(m, (int64_t)getuid()), json,
			   &text);
		*reply = json_parse(str_c(&text), text.len, err);
		rc = *reply ? 0 : -1;
	}
	desk_close(d);
	brain_close(brain);
	return rc;
}

int cli_do(struct cli *c, const char *what, const struct str *args,
	   cJSON **reply, struct err *err)
{
	CLEANUP(str_release) struct str request = STR_INIT;
	struct manifest *m = cli_manifest(c, err);
	int rc;

	if (!m)
		return -1;
	str_printf(&request, "{\"do\":\"%s\",\"args\":", what);
	str_add(&request, str_c(args), args->len);
	str_putc(&request, '}');
	rc = control_ask(m->state, &request, reply, err);
	if (rc && err->code == ERR_NO_DESK) {
		*err = (struct err){ 0 };
		rc = be_the_desk(c, m, &request, reply, err);
	}
	/* A desk that is just starting holds the lock before it listens. */
	if (rc && err->code == ERR_RETRY) {
		*err = (struct err){ 0 };
		rc = control_ask(m->state, &request, reply, err);
	}
	manifest_close(m);
	if (rc == 0 && json_text(*reply, "error")) {
		err_set(err,
			(enum err_code)json_i64(*reply, "code", ERR_FAILED),
			"%s", json_text(*reply, "error"));
		json_free(*reply);
		*reply = NULL;
		return -1;
	}
	return rc;
}
