/* reference.c - see reference.h.
 * SPDX-License-Identifier: MIT */
#include "desk/money/reference.h"

#include <ctype.h>

#include "base/str.h"

#define UUID_LEN 36

static bool is_uuid(const char *at)
{
	for (int i = 0; i < UUID_LEN; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? at[i] != '-' : !isxdigit((unsigned char)at[i]))
			return false;
	}
	return !isalnum((unsigned char)at[UUID_LEN]) && at[UUID_LEN] != '-';
}

const char *reference_of(const char *note, struct arena *arena)
{
	CLEANUP(str_release) struct str out = STR_INIT;

	while (*note) {
		if (is_uuid(note)) {
			str_printf(&out, "%s%.*s", out.len ? " " : "", UUID_LEN,
				   note);
			note += UUID_LEN;
			continue;
		}
		/* Only where a word begins. */
		while (isalnum((unsigned char)*note) || *note == '-')
			note++;
		if (*note)
			note++;
	}
	return arena_strdup(arena, str_c(&out));
}
