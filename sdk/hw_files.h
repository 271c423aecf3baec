/* hw_files.h - files that go with a text, and files that come with one, for
 * channels that can carry some.
 *
 * Beside hw_plugin.h, whose rules hold here, too.
 *
 * -- that go --
 *
 * A channel says what it takes by one more entry of its .provides:
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
 *
 * -- that come --
 *
 * fetch() hands in what a text had with it right behind the text, always in
 * the same order:
 *
 *     hw_emit_text_in(h, &text);
 *     hw_emit_file_in(h, &(struct hw_file_in){ .name = "lamp.jpg",
 *             .type = "image/jpeg", .bytes = bytes, .len = len });
 *
 * Nothing is to be judged or left out by the plugin: the desk looks at the
 * bytes and at the seller's uploads.conf, keeps what is a photo or a video, and
 * tells people of the rest. A host that takes no files hears nothing of them.
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

#define HW_FILES_IN_1 "files-in/1"

/* It came with the text that this call emitted last. */
struct hw_file_in {
	const char *name, *type; /* as the sender says: hostile. "" untold */
	const void *bytes;       /* [nullable] it was not read whole */
	size_t len;              /* of the file, also without its bytes */
	int32_t within;          /* 1: shown inside the text, as logos are */
};

struct hw_files_in {
	uint32_t size;
	/* The bytes are copied. What is more than a call can carry (20 MiB) is
	 * told without them. */
	hw_status (*emit)(struct hw_host *, const struct hw_file_in *,
			  size_t size);
};

static inline hw_status hw_emit_file_in(struct hw_host *h,
					const struct hw_file_in *f)
{
	const struct hw_files_in *s =
		(const struct hw_files_in *)h->service(h, HW_FILES_IN_1);

	return s ? s->emit(h, f, sizeof *f) : HW_OK;
}

#endif
