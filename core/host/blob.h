/* blob.h - the bytes of a locale pack, to be read only.
 *
 * They are read as the exported object HW_PACK_BLOB of the pack's file, which
 * is not loaded; of a pack that was built without one a short-lived worker
 * hands them out, which takes a process each. A desk that serves keeps them as
 * packs/<sha256> in its state folder and maps that file: they take memory only
 * where somebody reads them, and stand there once however often the desk
 * reloads. The files stay, because the journal cites a pack by its hash; one
 * that is torn or was changed is written anew. Who has no such folder (the
 * command line) has them in memory of his own.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_BLOB_H
#define HW_HOST_BLOB_H

#include "host/manifest.h"

#define HW_PACK_BLOB "hw_pack_blob" /* tools/packc/pack.c.in */

struct blob {
	const void *at;
	size_t len;
	bool kept; /* as a file */
};

/* ERR_CONFIG: the file is no pack; ERR_SYSTEM: it cannot be kept. */
int blob_open(struct blob *b, const struct describer *d, const char *plugin,
	      struct err *err) MUST_CHECK;
void blob_close(struct blob *b);

/* Nobody reads it for now. */
void blob_rest(const struct blob *b);

#endif
