/* template.h - reply templates, read once: cut into pieces, and each with its
 * variants, its subject and the parts that it names.
 *
 * {name} is a value, {part.NAME} another template; "{{" and "}}" are braces.
 * NAME is the fullest; NAME~x serves when a fact of it is not known.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_TEMPLATE_H
#define HW_POLICY_TEMPLATE_H

#include "base/json.h"
#include "base/vec.h"

struct template;

struct piece {
	enum { PIECE_TEXT, PIECE_VALUE, PIECE_PART } type;
	const char *at; /* the text; the name of the value or part */
	size_t len;
	const struct template *part; /* NULL: there is none of that name */
};
VEC(piece_list, struct piece);
VEC(template_refs, const struct template *);

struct template
{
	const char *id;
	struct piece_list pieces;
	struct template_refs variants;  /* in the order of the pack */
	const struct template *subject; /* NULL: it has none */
};

struct templates; /* of a pack */

/* Copies what it needs of the JSON, an object of texts. */
struct templates *templates_read(const cJSON *json);
void templates_free(struct templates *t); /* NULL is none */

/* NULL if none. */
const struct template *template_find(const struct templates *t, const char *id,
				     size_t len);

#endif
