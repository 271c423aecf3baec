/* etiquette.h - how one writes to buyers of a country (policy/etiquette), and
 * what a reply to them lacks.
 *
 * Notes for who writes: they block nothing and decide nothing. A file is a
 * country; whoever sells elsewhere adds one.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_ETIQUETTE_H
#define HW_POLICY_ETIQUETTE_H

#include "policy/conf/conf.h"
#include "policy/pack/pack.h"

VEC(note_texts, const char *);

/* A reply must tell something (`needs`) or have one of the forms of its
 * language (`says`); not in matters of the issue types `except`. */
struct etiquette_check {
	const char *needs; /* order, date, tracking; "" */
	const struct conf_node *says;
	const char *except, *why;
};
VEC(etiquette_checks, struct etiquette_check);

/* Texts live as long as the file and the arena. */
struct etiquette {
	const char *country, *name; /* ISO 3166-1 alpha-2 */
	const char *address, *tone;
	struct note_texts avoid, give;
	struct etiquette_checks checks;
};

/* Mistakes are recorded; file: its name without ".conf", which is the country.
 */
void etiquette_read(struct etiquette *e, struct conf *c, const char *file,
		    struct arena *arena);
void etiquette_release(struct etiquette *e);

/* -- a reply -- */

struct reply_facts {
	const char *order;    /* as people say it, "" when there is none */
	const char *tracking; /* "" */
	const char *lang, *issue;
};

/* Appends sentences, in the arena: what is missing by the country's checks, and
 * each form that the pack forbids. Either may be NULL. */
void etiquette_lint(const struct etiquette *e, const struct pack *p,
		    const char *text, const struct reply_facts *f,
		    struct arena *arena, struct note_texts *out);

#endif
