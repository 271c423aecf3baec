/* conf.h - configuration files, read so that every mistake is told at once.
 *
 * The one door to libconfig. Before libconfig sees a file it is scanned: 1.5
 * cuts integers over 32 bits silently and accepts broken UTF-8, so those, and
 * all fractions (money and durations are texts), are mistakes of their own. So
 * is @include: what it brings in would pass neither the scan nor the hash.
 * Readers record what is wrong as "file:line: what; what to do" and go on with
 * the fallback; ask conf_ok() at the end. A key nobody reads is a mistake too,
 * with the nearest right name.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_CONF_H
#define HW_POLICY_CONF_H

#include "base/hash.h"
#include "base/mem.h"
#include "base/money.h"
#include "base/str.h"
#include "policy/conf/mistakes.h"

struct conf;      /* a file */
struct conf_node; /* a setting in it; borrowed from the file, never freed */

/* Reads a file. NULL when nothing of it can be used; what is wrong stands in
 * m, which must outlive the file. */
struct conf *conf_open(const char *path, struct mistakes *m);
/* As conf_open, but of a file that has a syntax error it gives the settings
 * before that: for who needs one of them and no more. */
struct conf *conf_open_part(const char *path, struct mistakes *m);
/* All that is wanted of it was copied: what stays is its path and bytes, for
 * the configuration's hash and copy; its nodes and texts are gone. */
void conf_done(struct conf *c);
/* Its bytes were copied, and nobody asks for them again; its hash stays. */
void conf_kept(struct conf *c);
void conf_close(struct conf *c);

const struct conf_node *conf_root(struct conf *c);
const char *conf_path(const struct conf *c);
struct hash conf_hash(const struct conf *c); /* SHA-256 of its bytes */
const struct str *conf_bytes(const struct conf *c);

/* -- walking -- */

/* A member of a group; NULL when it is not there (or node is NULL). Marks it
 * as read. */
const struct conf_node *conf_get(const struct conf_node *node,
				 const char *name);
/* Elements of a list, array or group, in order. */
int conf_count(const struct conf_node *node);
const struct conf_node *conf_at(const struct conf_node *node, int i);
const char *conf_name(const struct conf_node *node); /* "" in a list */
int conf_line(const struct conf_node *node);
const char *conf_file(const struct conf_node *node);

/* Tells every member of a group that no reader asked for; `known` adds names
 * for the suggestion, NULL-terminated, may be NULL. */
void conf_unknown(const struct conf_node *group, const char *const *known);

/* Records a mistake at a node. */
void conf_mistake(const struct conf_node *node, const char *fmt, ...)
	HW_PRINTF_LIKE(2, 3);

/* -- values -- */

/* Of the member `name` of a group; the fallback when it is not there. Texts
 * live as long as the file. */
const char *conf_text(const struct conf_node *g, const char *name,
		      const char *fallback);
/* As conf_text, but that it is absent or empty is a mistake; "" then. */
const char *conf_required(const struct conf_node *g, const char *name);
int64_t conf_int(const struct conf_node *g, const char *name, int64_t fallback,
		 int64_t least, int64_t most);
bool conf_flag(const struct conf_node *g, const char *name, bool fallback);
int64_t conf_duration(const struct conf_node *g, const char *name,
		      int64_t fallback);
struct money conf_money(const struct conf_node *g, const char *name);
/* Index of the word in words (NULL-terminated), or the fallback. */
int conf_choice(const struct conf_node *g, const char *name,
		const char *const *words, int fallback);
/* A list of texts (or one text), joined by blanks, in the arena. */
const char *conf_words(const struct conf_node *g, const char *name,
		       struct arena *arena);
/* The text of a node itself, NULL when it is none. */
const char *conf_self_text(const struct conf_node *node);
bool conf_is_group(const struct conf_node *node);
/* Do both say the same, in the same order? Comments and blanks do not count;
 * NULL is like NULL only. */
bool conf_same(const struct conf_node *a, const struct conf_node *b);

#endif
