/* ticket_file.c - see ticket_file.h.
 * SPDX-License-Identifier: MIT */
#include "cli/ticket_file.h"

#include <unistd.h>

#include "base/encode.h"

/* By the desk: the keys are its own. */
int ticket_file(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	int64_t id = cli_number(c, 1, "a file", err);
	const char *bytes;
	cJSON *reply;
	int rc;

	if (id < 0)
		return -1;
	if (isatty(STDOUT_FILENO))
		return err_set(err, ERR_USAGE,
			       "a photo is nothing for a terminal: helloword "
			       "ticket file %lld > FILE",
			       (long long)id);
	str_printf(&args, "{\"id\":%lld}", (long long)id);
	if (cli_do(c, "file", &args, &reply, err))
		return -1;
	bytes = json_text(reply, "bytes");
	rc = get_base64(&c->out, bytes ? bytes : "", strlen(bytes ? bytes : ""),
			err);
	json_free(reply);
	return rc;
}
