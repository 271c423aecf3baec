/* file_view.c - see file_view.h.
 * SPDX-License-Identifier: MIT */
#include "cli/file_view.h"

#include "cli/view.h"
#include "db/record.h"
#include "model/records.h"

static const char *const whys[] = {
	[FILE_OTHER] = "it is of no kind that is taken (uploads.conf)",
	[FILE_LARGE] = "it is larger than what is taken (uploads.conf)",
	[FILE_MANY] = "as many as are taken are here already (uploads.conf)",
	[FILE_UNREAD] = "it could not be read whole; it is in the mailbox",
	[FILE_UNSEEN] = "the scanner did not look at it; it is in the mailbox",
	[FILE_FOUND] = "the scanner found something in it",
	[FILE_BROKEN] =
		"it is damaged, or of a form not read here; ask for another",
};

static void put_size(struct str *out, int64_t bytes)
{
	if (bytes < 1000)
		str_printf(out, "%lld bytes", (long long)bytes);
	else if (bytes < 1000000)
		str_printf(out, "%lld kB", (long long)(bytes + 500) / 1000);
	else
		str_printf(out, "%lld.%lld MB", (long long)bytes / 1000000,
			   (long long)bytes % 1000000 / 100000);
}

/* What is taken has a number; what its buyer's erasure took has none. */
static void put_file(struct str *out, const struct file_in *f)
{
	bool taken = f->evidence != 0;

	str_puts(out, "    file ");
	if (taken)
		str_printf(out, "%lld: ", (long long)f->evidence);
	str_printf(out, "%s (%s, ", *f->name ? f->name : "without a name",
		   view_or_dash(taken ? f->mime : f->type));
	put_size(out, f->size);
	str_putc(out, ')');
	if (!taken)
		str_printf(out, " was not taken: %s",
			   f->refused < (int32_t)COUNT_OF(whys) &&
					   whys[f->refused]
				   ? whys[f->refused]
				   : "-");
	str_putc(out, '\n');
}

int file_view_of(struct str *out, struct db *db, int64_t message,
		 struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(rows_release)
	struct rows r =
		record_query(db, &file_in_kind,
			     "WHERE message = ?1 ORDER BY id", "i", message);
	struct file_in f;

	while (rows_next(&r)) {
		record_read(&r, &file_in_kind, &f, &arena);
		put_file(out, &f);
	}
	return rows_end(&r, err);
}
