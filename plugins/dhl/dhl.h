/* dhl.h - what the files of this plugin share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DHL_H
#define HW_DHL_H

#include "hw_plugin.h"

struct dhl_meaning {
	const char *word;
	int32_t status;
	const char *reason;
};

/* five: one of DHL's five states; status: the division's code. Each may be
 * NULL. */
struct dhl_meaning dhl_status(const char *five, const char *status,
			      const char *description);

#endif
