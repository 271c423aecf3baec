/* guard_glyphs.h - a text as glyphs, each of which remembers its bytes.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_GLYPHS_H
#define HW_POLICY_GUARD_GLYPHS_H

#include <stdint.h>

#include "base/vec.h"

struct glyph {
	uint32_t c, from, to;
};
VEC(glyphs, struct glyph);

/* Each makes of the glyphs what a reader sees in them; guard_undo.c. */
void undo_alike(struct glyphs *g); /* letters of another script */
void undo_spaced(const struct glyphs *in,
		 struct glyphs *out); /* s p a c e d letters */
void undo_digits(struct glyphs *g);   /* d1gits inside of words */
void undo_marks(const struct glyphs *in, struct glyphs *out); /* and ma.rks */

#endif
