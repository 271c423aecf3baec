/* foreign.cc - see foreign.h. The library's door is C++: this file is all there
 * is of it here.
 * SPDX-License-Identifier: MIT */
#include "text/foreign.h"

#include <cstdio>
#include <cstring>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

/* What other programs, and our packs, call it. */
static const char *usual(const char *code)
{
	if (strcmp(code, "iw") == 0)
		return "he";
	if (strcmp(code, "zh-Hant") == 0)
		return "zh";
	if (strcmp(code, "un") == 0)
		return "";
	return code;
}

const char *foreign_language(const char *text, size_t len)
{
	const CLD2::CLDHints none = { NULL, NULL, CLD2::UNKNOWN_ENCODING,
				      CLD2::UNKNOWN_LANGUAGE };
	CLD2::Language best[3];
	int percent[3], used;
	double score[3];
	bool sure;
	CLD2::Language language = CLD2::ExtDetectLanguageSummary(
		text, (int)len, true, &none, CLD2::kCLDFlagBestEffort, best,
		percent, score, NULL, &used, &sure);

	return sure ? usual(CLD2::LanguageCode(language)) : "";
}
