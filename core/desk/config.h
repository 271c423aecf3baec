/* config.h - configuration enters as commands.
 *
 * "config" names the hash of every policy file, pack and limit and the
 * fingerprint of what decides; "shop" pins an instance to the account that its
 * credentials turned out to be for.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_CONFIG_H
#define HW_DESK_CONFIG_H

#include "desk/internal.h"

/* Commands: check and decide as struct command_kind says. */
int config_check(struct desk *d, struct err *err);
int config_decide(struct desk *d, struct err *err);
int shop_check(struct desk *d, struct err *err);
int shop_decide(struct desk *d, struct err *err);

/* Whether the last "config" that was taken had this fingerprint. */
bool config_is(struct db *db, const char *fingerprint);

/* The row id of an instance; 0 when it never had one. */
int64_t shop_of(struct db *db, const char *label);

/* The plugin of a shop that is known by facts from a file only. */
#define SHOP_IMPORTED "import"

/* Makes sure the instance has a row (a "shop" command when it has none) and
 * gives its id. live_since 0: now. A row that an import made becomes the
 * instance's: its plugin, and its live_since where that is told. */
int shop_ensure(struct desk *d, const char *label, const char *plugin,
		int64_t live_since, int64_t *id, struct err *err) MUST_CHECK;

/* Stores configuration bytes by their hash, before the command that cites
 * them. */
int config_keep(struct desk *d, const char *name, const struct hash *hash,
		const void *bytes, size_t len, struct err *err) MUST_CHECK;

#endif
