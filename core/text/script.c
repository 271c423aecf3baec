/* script.c - see script.h.
 * SPDX-License-Identifier: MIT */
#include "text/script.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/utf8.h"

#define CJK_WEIGHT 3

void scripts_of(const char *tag, struct scripts *out)
{
	UErrorCode rc = U_ZERO_ERROR;
	UScriptCode codes[SCRIPTS_MAX];
	int32_t n = uscript_getCode(tag, codes, SCRIPTS_MAX, &rc);

	out->count = 0;
	for (int32_t i = 0; U_SUCCESS(rc) && i < n; i++)
		if (codes[i] > USCRIPT_INHERITED && codes[i] < SCRIPT_KINDS)
			out->at[out->count++] = (uint8_t)codes[i];
}

bool scripts_dense(const struct scripts *s)
{
	for (uint32_t i = 0; i < s->count; i++)
		if (s->at[i] == USCRIPT_HAN)
			return true;
	return false;
}

/* 0 (common) of what is no letter. */
static int script(uint32_t c)
{
	UErrorCode rc = U_ZERO_ERROR;
	int code;

	if (c < 0x80)
		return c >= 'a' && c <= 'z' ? USCRIPT_LATIN : 0;
	if (!u_isalpha((UChar32)c))
		return 0;
	code = uscript_getScript((UChar32)c, &rc);
	return U_SUCCESS(rc) && code > USCRIPT_INHERITED && code < SCRIPT_KINDS
		       ? code
		       : 0;
}

void script_count(const struct letters *text, struct script_count *out)
{
	memset(out, 0, sizeof *out);
	for (size_t i = 0; i < text->len; i++) {
		int code = script(text->at[i]);
		bool dense = code && utf8_is_cjk(text->at[i]);
		uint32_t weight = dense ? CJK_WEIGHT : 1;

		if (!code)
			continue;
		out->of[code] += weight;
		out->all += weight;
		out->dense += dense ? weight : 0;
	}
}

uint32_t script_covers(const struct script_count *c, const struct scripts *s)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < s->count; i++)
		n += c->of[s->at[i]];
	return s->count ? n : c->all;
}
