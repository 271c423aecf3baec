/* limits.h - how much a call may do, for the plugin's side and the desk's.
 *
 * The worker holds a plugin to these, so that its author reads what was too
 * much; the desk holds the worker to them, because a plugin may write to its
 * socket itself. Nothing that one worker sends may cost another instance more
 * than a moment.
 * SPDX-License-Identifier: MIT */
#ifndef HW_WIRE_LIMITS_H
#define HW_WIRE_LIMITS_H

#include <stddef.h>
#include <stdint.h>

/* One frame, and its JSON when it comes from a worker: parsing costs the desk
 * time and some thirty times the memory. */
#define FRAME_MAX ((uint32_t)32 << 20)
#define FRAME_JSON_MAX ((size_t)1 << 20)

/* What a call hands in. */
#define CALL_RECORDS_MAX 4000             /* records */
#define CALL_BYTES_MAX ((size_t)24 << 20) /* their JSON */
#define CALL_FILES_MAX ((size_t)20 << 20) /* bytes of files beside them */
#define CALL_HANDED_MAX ((size_t)FRAME_MAX - FRAME_JSON_MAX) /* of both */

/* What it uses. */
#define CALL_ALLOC_MAX ((size_t)256 << 20) /* of alloc() */
#define CALL_LOG_MAX 500                   /* lines of log */
#define CALL_LINE_MAX 4000                 /* bytes of one */
#define CALL_STREAMS_MAX 8                 /* opened */
#define CALL_WHY_MAX 1000                  /* bytes: why it failed, one line */

/* Requests and replies; beside a body there must be room for its frame. */
#define METHOD_MAX 20
#define URL_MAX 8192
#define HEADER_MAX 16384
#define HEADERS_COUNT_MAX 100
#define CALL_BODY_MAX ((size_t)16 << 20)
#define REPLY_BODY_MAX ((size_t)FRAME_MAX - FRAME_JSON_MAX)

/* Strings that an instance keeps. */
#define CALL_KV_MAX 1000                   /* keys */
#define CALL_KEY_MAX 200                   /* bytes of a key */
#define CALL_VALUE_MAX ((size_t)256 << 10) /* bytes of a value */
#define CALL_PUTS_MAX ((size_t)512 << 10)  /* bytes put in one call */
#define KEPT_MAX ((size_t)4 << 20)         /* all of them, as JSON */

#endif
