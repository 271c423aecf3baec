/* walls.h - what the desk's own process gives up when it starts to serve.
 *
 * It reads what is in the folders that its manifest names (its own, those of
 * policy, plugins, secrets and CA files), the system's libraries and
 * configuration; it writes to its state and the folder of anchors; it runs what
 * lies beside its worker and sender. That holds for its children too, which
 * give up more.
 *
 * The folders are those of the start: a reload that names another is refused.
 * Files in them may come, go and be exchanged.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_WALLS_H
#define HW_HOST_WALLS_H

#include "host/manifest.h"

struct walls {
	const struct manifest *manifest;
	const char *worker, *sender; /* programs */
	const char *plugins;         /* folder, where the manifest names none */
	const char *writes; /* [nullable] a file that is written besides */
};

/* From now on; what the kernel lacks is a warning in the log. */
int walls_raise(const struct walls *w, struct err *err) MUST_CHECK;

/* Do they leave this file or folder in sight? -1 with ERR_CONFIG and what to
 * do; always 0 before they stand. */
int walls_allow(const char *what, const char *path, struct err *err) MUST_CHECK;
/* So for all that a manifest names but its plugins (describe_plugin). */
int walls_hold(const struct manifest *m, struct err *err) MUST_CHECK;

#endif
