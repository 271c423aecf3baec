/* scan.h - a file before a virus scanner: clamd's INSTREAM over its socket.
 *
 * On the host's loop; the desk goes on meanwhile. What is not said to be clean
 * is not.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_SCAN_H
#define HW_HOST_SCAN_H

#include "host/loop.h"

enum scan_says {
	SCAN_CLEAN,
	SCAN_FOUND,
	SCAN_FAILED, /* it could not say, of this file */
	SCAN_SILENT  /* nobody answers, of any */
};

struct scan;

/* Calls done() once, later: SILENT when nobody answers within 30 s, or it
 * cannot be begun. The bytes are borrowed until then. Gives the scan, which
 * ends with done(). */
struct scan *scan_begin(struct loop *loop, const char *path, const void *bytes,
			size_t len,
			void (*done)(void *arg, enum scan_says says),
			void *arg);
/* Before its time, as SILENT. */
void scan_stop(struct scan *s);

#endif
