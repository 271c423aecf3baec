/* conf_own.h - what the files of conf.h share: a file as libconfig's tree.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_CONF_OWN_H
#define HW_POLICY_CONF_OWN_H

#include <libconfig.h>

#include "policy/conf/conf.h"

VEC(name_list, const char *);

/* A node is a libconfig setting; which ones were read is kept in its hook. */
struct conf {
	int long_text; /* line of the first text over more lines, 0: none */
	config_t tree;
	struct str bytes;
	struct hash hash; /* of them */
	char *path;
	struct mistakes *mistakes;
	struct name_list asked; /* every name a reader asked for */
};

static inline config_setting_t *setting(const struct conf_node *node)
{
	return (config_setting_t *)(uintptr_t)node;
}

static inline const struct conf_node *node_of(const config_setting_t *s)
{
	return (const struct conf_node *)s;
}

static inline struct conf *file_of(const struct conf_node *node)
{
	return CONTAINER_OF(setting(node)->config, struct conf, tree);
}

/* What libconfig would misread or take quietly: told as mistakes, before it
 * reads. False when the bytes are not fit to be read at all. */
bool conf_scan(struct conf *c);

#endif
