/* lone.c - see lone.h.
 * SPDX-License-Identifier: MIT */
#include "cli/lone.h"

#include <sys/stat.h>
#include <unistd.h>

#include "host/control.h"

struct lone {
	struct manifest *manifest;
	struct brain_of *brain;
};

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

static int read_all(struct cli *c, struct lone *l, struct err *err)
{
	l->manifest = cli_manifest(c, err);
	if (!l->manifest || not_for_another(l->manifest->state, err))
		return -1;
	l->brain = cli_brain(c, l->manifest, err);
	if (!l->brain)
		return -1;
	c->alone = true;
	return 0;
}

struct lone *lone_open(struct cli *c, struct err *err)
{
	struct lone *l = xcalloc(1, sizeof *l);

	if (read_all(c, l, err) == 0)
		return l;
	lone_close(l);
	return NULL;
}

int lone_do(struct lone *l, const struct str *request, cJSON **reply,
	    struct err *err)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	CLEANUP(json_free_ptr)
	cJSON *json = json_parse(str_c(request), request->len, err);
	const struct desk_options options = { .state = l->manifest->state,
					      .brain = brain_of(l->brain) };
	struct desk *desk;

	if (!json || desk_open(&desk, &options, err))
		return -1;
	control_do(desk, NULL, l->manifest,
		   manifest_actor(l->manifest, (int64_t)getuid()), json, &text);
	desk_close(desk);
	*reply = json_parse(str_c(&text), text.len, err);
	return *reply ? 0 : -1;
}

void lone_close(struct lone *l)
{
	if (!l)
		return;
	brain_close(l->brain);
	manifest_close(l->manifest);
	free(l);
}
