/* ask.c - a command for the desk: of the one that runs, or as the desk where
 * none does (cli.h). SPDX-License-Identifier: MIT */
#include "cli/lone.h"
#include "host/control.h"

/* No desk runs: be the desk for this command. What only speaks with a desk does
 * without a sound manifest, what is one does not. */
static int be_the_desk(struct cli *c, const struct str *request, cJSON **reply,
		       struct err *err)
{
	struct lone *l = c->lone ? c->lone : lone_open(c, err);
	int rc = l ? lone_do(l, request, reply, err) : -1;

	if (c->stays)
		c->lone = l;
	else
		lone_close(l);
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
	if (control_ask(state, request, reply, err) == 0)
		return 0;
	return err->code == ERR_NO_DESK
		       ? err_set(err, ERR_RETRY,
				 "another helloword command is the desk just "
				 "now; try again")
		       : -1;
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

void cli_stay(struct cli *c)
{
	c->stays = true;
}

void cli_end(struct cli *c)
{
	lone_close(c->lone);
	c->lone = NULL;
	c->stays = false;
}
