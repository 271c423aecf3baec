/* ask.c - a command for the desk: of the one that runs, or as the desk where
 * none does (cli.h). SPDX-License-Identifier: MIT */
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "host/brain.h"
#include "host/control.h"

/* What root wrote into the folder of the desk's own user, the desk could not
 * use. */
static int not_for_another(const char *state, struct err *err)
{
	struct stat st;

	if (geteuid() != 0 || stat(state, &st) || st.st_uid == 0)
		return 0;
	return err_set(err, ERR_DENIED,
		       "no desk runs, and %s belongs to user %u: run this as "
		       "that user, or start the desk first",
		       state, (unsigned)st.st_uid);
}

static int do_as(struct cli *c, const struct manifest *m, struct brain_of *b,
		 const struct str *request, cJSON **reply, struct err *err)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	CLEANUP(json_free_ptr)
	cJSON *json = json_parse(str_c(request), request->len, err);
	struct desk_options options = { .state = m->state,
					.brain = brain_of(b) };
	struct desk *d = NULL;
	int rc = -1;

	c->alone = true;
	if (json && desk_open(&d, &options, err) == 0) {
		control_do(d, NULL, manifest_actor(m, (int64_t)getuid()), json,
			   &text);
		*reply = json_parse(str_c(&text), text.len, err);
		rc = *reply ? 0 : -1;
	}
	desk_close(d);
	return rc;
}

/* No desk runs: take the lock and be the desk for this one command. What only
 * speaks with a desk does without a sound manifest, what is one does not. */
static int be_the_desk(struct cli *c, const struct str *request, cJSON **reply,
		       struct err *err)
{
	struct manifest *m = cli_manifest(c, err);
	struct brain_of *brain = NULL;
	int rc = -1;

	if (m && not_for_another(m->state, err) == 0)
		brain = cli_brain(c, m, err);
	if (brain)
		rc = do_as(c, m, brain, request, reply, err);
	brain_close(brain);
	manifest_close(m);
	return rc;
}

static int do_it(struct cli *c, const char *state, const struct str *request,
		 cJSON **reply, struct err *err)
{
	if (control_ask(state, request, reply, err) == 0)
		return 0;
	if (err->code != ERR_NO_DESK)
		return -1;
	*err = (struct err){ 0 };
	if (be_the_desk(c, request, reply, err) == 0)
		return 0;
	/* A desk that is just starting holds the lock before it listens. */
	if (err->code != ERR_RETRY)
		return -1;
	*err = (struct err){ 0 };
	return control_ask(state, request, reply, err);
}

static void put_request(struct str *s, const char *what, const struct str *args)
{
	str_printf(s, "{\"do\":\"%s\",\"args\":", what);
	str_add(s, str_c(args), args->len);
	str_putc(s, '}');
}

/* -1 when the answer is that it was refused; frees it then. */
static int refused(cJSON **reply, struct err *err)
{
	if (!json_text(*reply, "error"))
		return 0;
	err_set(err, (enum err_code)json_i64(*reply, "code", ERR_FAILED), "%s",
		json_text(*reply, "error"));
	json_free(*reply);
	*reply = NULL;
	return -1;
}

int cli_do(struct cli *c, const char *what, const struct str *args,
	   cJSON **reply, struct err *err)
{
	CLEANUP(str_release) struct str request = STR_INIT;
	const char *state = cli_state(c, err);

	if (!state)
		return -1;
	put_request(&request, what, args);
	return do_it(c, state, &request, reply, err) ? -1 : refused(reply, err);
}

int cli_ask(const char *state, const char *what, cJSON **reply, struct err *err)
{
	CLEANUP(str_release) struct str request = STR_INIT, args = STR_INIT;

	str_puts(&args, "{}");
	put_request(&request, what, &args);
	return control_ask(state, &request, reply, err) ? -1
							: refused(reply, err);
}
