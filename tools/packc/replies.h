/* replies.h - the messages of a replies.po, as translators wrote it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_PACKC_REPLIES_H
#define HW_PACKC_REPLIES_H

#include <gettext-po.h>

#include "policy/conf/conf.h"

/* Calls one() for each message but the head and those that are obsolete, in
 * the order of the file. Not wellformed: mistakes are added, with their lines.
 * False: it cannot be read at all, which is left to the caller to tell. */
bool replies_read(const char *path, struct mistakes *m,
		  void (*one)(void *arg, po_message_t message), void *arg);

#endif
