/* classify.c - what a text is about, by the packs' cue phrases.
 *
 * Phrases are looked for in the folded text, at word borders for scripts with
 * blanks. Each adds its weight to its issue; the heaviest is primary, others
 * stand in `also`. A concrete cause is primary before a remedy, and before a
 * threat, whatever they weigh (contract, "How to label"). The language is the
 * pack with the heaviest cues and function words, after the script.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>

#include "base/str.h"
#include "base/utf8.h"
#include "policy/policy.h"

#define ISSUES_MAX 40

struct tally {
	int64_t weight[ISSUES_MAX];
	int64_t total;
	struct str cues;
};

/* Remedies and threats are primary only without a cause. */
static const char *const no_causes[] = { "refund_request",   "return_request",
					 "exchange_request", "review_threat",
					 "legal_threat",     "claim_announced",
					 "human_wanted",     "thanks",
					 "review_bad",       NULL };

static int issue_index(const char *issue)
{
	for (int i = 0; issue_types[i]; i++)
		if (text_eq(issue_types[i], issue))
			return i;
	return -1;
}

static bool is_cause(int i)
{
	for (const char *const *n = no_causes; *n; n++)
		if (text_eq(issue_types[i], *n))
			return false;
	return true;
}

/* ASCII and Latin-1 to lower case; enough for phrases, which are written in
 * lower case by the packs. */
static void fold(struct str *out, const char *text)
{
	const char *end = text + strlen(text);

	while (text < end) {
		uint32_t c = utf8_next(&text, end);

		if (c < 0x80)
			c = (uint32_t)tolower((int)c);
		else if (c >= 0xC0 && c <= 0xDE && c != 0xD7)
			c += 32;
		else if (c == 0x2019)
			c = '\'';
		utf8_put(out, c);
	}
}

static bool border(const char *text, const char *at, size_t len)
{
	unsigned char before = at > text ? (unsigned char)at[-1] : ' ';
	unsigned char after = (unsigned char)at[len];

	if ((unsigned char)*at >= 0xE3) /* scripts without blanks */
		return true;
	return !isalnum(before) && before < 0x80 && !isalnum(after) &&
	       after < 0x80;
}

static bool has_phrase(const char *text, const char *phrase)
{
	size_t len = strlen(phrase);
	const char *at = text;

	while (len && (at = strstr(at, phrase))) {
		if (border(text, at, len))
			return true;
		at++;
	}
	return false;
}

static void add_cue(struct tally *t, const cJSON *cue)
{
	int i = issue_index(json_text(cue, "issue"));
	int64_t weight = json_i64(cue, "weight", 1);

	if (i < 0)
		return;
	t->weight[i] += weight;
	t->total += weight;
	if (t->cues.len)
		str_putc(&t->cues, ',');
	json_quote(&t->cues, json_text(cue, "phrase"),
		   strlen(json_text(cue, "phrase")));
}

static void weigh(const struct pack *p, const char *text, struct tally *t)
{
	const cJSON *cue;

	cJSON_ArrayForEach (cue, json_get(pack_json(p), "cues"))
		if (has_phrase(text, json_text(cue, "phrase")))
			add_cue(t, cue);
}

/* -- language
 * -------------------------------------------------------------------------------
 */

static int64_t cjk_share(const char *text)
{
	const char *end = text + strlen(text);
	int64_t cjk = 0, all = 0;

	while (text < end) {
		uint32_t c = utf8_next(&text, end);

		all += c > ' ';
		cjk += utf8_is_cjk(c);
	}
	return all ? cjk * 100 / all : 0;
}

static int64_t common_words(const struct pack *p, const char *text)
{
	const cJSON *word;
	int64_t n = 0;

	cJSON_ArrayForEach (word, json_get(pack_json(p), "words"))
		if (cJSON_IsString(word) && has_phrase(text, word->valuestring))
			n++;
	return n;
}

static const struct pack *language_of(const struct pack_list *packs,
				      const char *text)
{
	bool cjk = cjk_share(text) >= 30;
	const struct pack *best = NULL;
	int64_t most = -1;

	for (size_t i = 0; i < packs->len; i++) {
		const struct pack *p = packs->at[i];
		bool pack_cjk = json_bool(pack_json(p), "cjk", false);
		struct tally t = { .cues = STR_INIT };
		int64_t score;

		if (pack_cjk != cjk)
			continue;
		weigh(p, text, &t);
		score = common_words(p, text) * 2 + t.total;
		str_release(&t.cues);
		if (score > most) {
			most = score;
			best = p;
		}
	}
	return best;
}

/* -- the verdict
 * ------------------------------------------------------------------------------
 */

static int heaviest(const struct tally *t, bool causes_only)
{
	int best = -1;

	for (int i = 0; issue_types[i]; i++) {
		if (!t->weight[i] || (causes_only && !is_cause(i)))
			continue;
		if (best < 0 || t->weight[i] > t->weight[best])
			best = i;
	}
	return best;
}

static const char *others(const struct tally *t, int primary,
			  struct arena *arena)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	for (int i = 0; issue_types[i]; i++)
		if (i != primary && t->weight[i])
			str_printf(&s, "%s%s", s.len ? " " : "",
				   issue_types[i]);
	return arena_strdup(arena, str_c(&s));
}

static void conclude(const struct tally *t, struct arena *arena,
		     struct guess *out)
{
	int primary = heaviest(t, true);

	if (primary < 0)
		primary = heaviest(t, false);
	out->cues = arena_printf(arena, "[%s]", str_c(&t->cues));
	if (primary < 0)
		return;
	out->issue = issue_types[primary];
	out->also = others(t, primary, arena);
	out->confidence = 40 + t->weight[primary] * 40 / (t->total + 1) +
			  (t->weight[primary] > 3 ? 15 : 0);
}

void classify(const struct pack_list *packs, const char *text, const char *lang,
	      struct arena *arena, struct guess *out)
{
	CLEANUP(str_release) struct str folded = STR_INIT;
	struct tally t = { .cues = STR_INIT };
	const struct pack *p;

	*out = (struct guess){ .issue = "other",
			       .also = "",
			       .lang = lang ? lang : "",
			       .cues = "[]" };
	fold(&folded, text);
	p = lang && *lang ? pack_for(packs, lang)
			  : language_of(packs, str_c(&folded));
	if (!p)
		return;
	out->lang =
		arena_strndup(arena, pack_tag(p), strcspn(pack_tag(p), "-"));
	weigh(p, str_c(&folded), &t);
	conclude(&t, arena, out);
	str_release(&t.cues);
}
