/* log.h - one line per event, on standard error, for people and log shippers.
 *
 * A line is: time level component message. Control bytes in the message are
 * escaped, so a line is always one line. Never pass personal data or a secret:
 * where one must be named use log_mask(). Repeats of one line within 10 s are
 * counted and told once. No files, no rotation: the supervisor keeps the log.
 * A line that standard error does not take at once is lost and counted: nobody
 * who reads slowly, or no longer, holds the desk up.
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_LOG_H
#define HW_BASE_LOG_H

#include "base/def.h"

enum log_level {
	LOG_ERROR,   /* an operator must act */
	LOG_WARNING, /* we coped */
	LOG_INFO,    /* a state changed */
	LOG_DEBUG
};

/* The component's name is kept for good; lines below `least` are not written.
 * Before it "helloword" logs from LOG_INFO on. */
void log_open(const char *component, enum log_level least);
void log_write(enum log_level level, const char *fmt, ...) HW_PRINTF_LIKE(2, 3);

#define log_error(...) log_write(LOG_ERROR, __VA_ARGS__)
#define log_warning(...) log_write(LOG_WARNING, __VA_ARGS__)
#define log_info(...) log_write(LOG_INFO, __VA_ARGS__)
#define log_debug(...) log_write(LOG_DEBUG, __VA_ARGS__)

/* "error", "warning", "info", "debug". */
const char *log_word(enum log_level level);

/* "<kind:8 hex>": names a value that may not be printed, the same for the same
 * value within one process (keyed with a random key per process).
 * Lives in one of 8 rotating buffers; copy to keep. */
const char *log_mask(const char *kind, const char *value);

#endif
