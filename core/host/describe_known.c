/* describe_known.c - what plugins have said of themselves.
 * SPDX-License-Identifier: MIT */
#include "host/describe_own.h"

#include <sys/stat.h>

#include "base/vec.h"
#include "base/when.h"

#define FAILED_MS 10000 /* a file that failed is not tried again before */

VEC(known_list, struct known *);

static struct known_list known;

static void known_free(struct known *k)
{
	free(k->how);
	free(k->so);
	free(k->file);
	free(k->said);
	free(k);
}

void known_forget(void)
{
	for (size_t i = 0; i < known.len; i++)
		known_free(known.at[i]);
	known_list_release(&known);
}

static char *file_now(const char *so)
{
	struct stat st = { 0 };

	if (stat(so, &st))
		return xstrdup("");
	return xasprintf("%lld:%lld:%lld:%lld.%09ld:%lld.%09ld",
			 (long long)st.st_dev, (long long)st.st_ino,
			 (long long)st.st_size, (long long)st.st_mtim.tv_sec,
			 st.st_mtim.tv_nsec, (long long)st.st_ctim.tv_sec,
			 st.st_ctim.tv_nsec);
}

struct known *known_of(const char *how, const char *so)
{
	struct known *k;

	for (size_t i = 0; i < known.len; i++)
		if (text_eq(known.at[i]->how, how) &&
		    text_eq(known.at[i]->so, so))
			return known.at[i];
	k = xcalloc(1, sizeof *k);
	k->how = xstrdup(how);
	k->so = xstrdup(so);
	k->file = xstrdup("");
	known_list_push(&known, k);
	return k;
}

bool known_holds(const struct known *k)
{
	CLEANUP(free_ptr) char *file = file_now(k->so);

	return *file && text_eq(k->file, file) &&
	       (!k->err.code || clock_mono() < k->until);
}

void known_begin(struct known *k)
{
	free(k->file);
	k->file = file_now(k->so);
	k->err = (struct err){ 0 };
	known_keep(k, "", 0);
}

int known_ask(struct known *k, const char *worker, struct str *out,
	      struct err *err)
{
	int rc = describe_ask(worker, k->how, k->so, out, &k->err);

	k->until = clock_mono() + FAILED_MS;
	return rc ? known_failed(k, err) : 0;
}

void known_keep(struct known *k, const char *said, size_t len)
{
	free(k->said);
	k->said = xcalloc(len + 1, 1);
	memcpy(k->said, said, len);
	k->len = len;
}

int known_failed(const struct known *k, struct err *err)
{
	if (!k->err.code)
		return 0;
	*err = k->err;
	return -1;
}
