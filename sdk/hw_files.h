/* hw_files.h - files that go with a text, for channels that can carry some.
 *
 * Beside hw_plugin.h, whose rules hold here, too. A channel says what it takes
 * by one more entry of its .provides:
 *
 *     static const struct hw_files_taken files = {
 *             .bytes_max = 10 << 20, .count_max = 5,
 *             .types = "application/pdf image/png image/jpeg",
 *     };
 *     static const struct hw_iface provides[] = {
 *             HW_IFACE(HW_CHANNEL_1, channel), HW_IFACE(HW_FILES_1, files),
 *     };
 *
 * and asks in send() for what goes with this text:
 *
 *     const struct hw_files *files = h->service(h, HW_FILES_1);
 *     for (uint32_t i = 0; files && i < files->count(h); i++)
 *             ... files->at(h, i) ...
 *
 * A host that knows nothing of files offers no such service and ignores the
 * entry. A channel without the entry is never given one: the text has a link
 * instead, or says that there is no file.
 * SPDX-License-Identifier: MIT */
#ifndef HW_FILES_H
#define HW_FILES_H

#include "hw_plugin.h"

#define HW_FILES_1 "files/1"

struct hw_files_taken {
	int64_t bytes_max;  /* of all files of one text */
	uint32_t count_max; /* 0: as many as there are */
	const char *types;  /* media types by blanks */
};

struct hw_file {
	const char *name; /* letters, digits, dots and dashes: no path */
	const char *type; /* one of .types; the bytes begin as it says */
	const void *bytes;
	size_t len;
	const char *sha256; /* of the bytes, hex */
};

struct hw_files {
	uint32_t size; /* as of hw_host: HW_HAS works on it */
	uint32_t (*count)(struct hw_host *);
	/* Lives until the call ends. NULL beyond the last. */
	const struct hw_file *(*at)(struct hw_host *, uint32_t i);
};

#endif
