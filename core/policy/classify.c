/* classify.c - what a text is about, by the packs' cue phrases.
 *
 * Quoted history is left out first. Phrases are looked for in the folded text,
 * at word borders for scripts with blanks; one that a negation stands before
 * ("it is not broken") does not count. Each adds its weight to its issue. A
 * concrete cause is primary before a plain question, that before a remedy, that
 * before a threat, whatever they weigh (contract, "How to label"); the others
 * stand in `also`. The language is the pack with the heaviest cues and function
 * words, after the script. A text that says nothing known has confidence 0.
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

/* Lowest first; what is not named here is a cause: rank 0. */
static const struct {
	const char *issue;
	int rank;
} ranks[] = {
	{ "order_status", 1 },   { "refund_request", 2 },
	{ "return_request", 2 }, { "exchange_request", 2 },
	{ "cancel_request", 2 }, { "review_bad", 3 },
	{ "review_threat", 3 },  { "claim_announced", 3 },
	{ "legal_threat", 3 },   { "service_complaint", 4 },
	{ "human_wanted", 4 },   { "abuse", 5 },
	{ "thanks", 6 },
};

static int rank_of(int issue)
{
	for (size_t i = 0; i < COUNT_OF(ranks); i++)
		if (text_eq(ranks[i].issue, issue_types[issue]))
			return ranks[i].rank;
	return 0;
}

/* -- the buyer's own words -- */

/* ASCII and Latin-1 to lower case; enough for phrases, which are written in
 * lower case by the packs. */
static void fold(struct str *out, const char *text, size_t len)
{
	const char *end = text + len;

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

static bool has_mark(const char *line, const char *mark)
{
	size_t len = strlen(line);

	if (!text_ends(mark, ":") && !text_ends(mark, "："))
		return strstr(line, mark) != NULL;
	while (len && isspace((unsigned char)line[len - 1]))
		len--;
	return len >= strlen(mark) &&
	       strncmp(line + len - strlen(mark), mark, strlen(mark)) == 0;
}

/* A line that begins the mail being answered: it holds one of the packs'
 * history marks (ends with it, if that is a colon) and nothing of the buyer's
 * follows. */
static bool begins_history(const struct pack_list *packs, const char *line)
{
	for (size_t i = 0; i < packs->len; i++) {
		size_t n;
		const struct cue *marks =
			pack_words(packs->at[i], "history", &n);

		for (size_t k = 0; k < n; k++)
			if (has_mark(line, marks[k].phrase))
				return true;
	}
	return false;
}

static void own_words(const struct pack_list *packs, const char *text,
		      struct str *out)
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		CLEANUP(str_release) struct str line = STR_INIT;

		fold(&line, text, len);
		if (begins_history(packs, str_c(&line)))
			return;
		if (*(text + strspn(text, " \t")) != '>') {
			str_add(out, str_c(&line), line.len);
			str_putc(out, '\n');
		}
		text += len + (text[len] == '\n');
	}
}

/* -- phrases -- */

static bool without_blanks(const char *at)
{
	return (unsigned char)*at >= 0xE3;
}

static bool is_letter(unsigned char c)
{
	return isalnum(c) || c >= 0x80;
}

static bool is_one(const struct cue *words, size_t count, const char *at,
		   size_t len)
{
	for (size_t i = 0; i < count; i++)
		if (words[i].len == len &&
		    memcmp(words[i].phrase, at, len) == 0)
			return true;
	return false;
}

/* Words before `at`, inside its clause: is one of the last few a negation? */
static bool word_negates(const struct pack *p, const char *text, const char *at,
			 int words)
{
	size_t count;
	const struct cue *negations = pack_words(p, "negations", &count);

	while (words-- > 0) {
		const char *end = at, *start;

		while (end > text && (end[-1] == ' ' || end[-1] == '\t'))
			end--;
		start = end;
		while (start > text && (is_letter((unsigned char)start[-1]) ||
					start[-1] == '\''))
			start--;
		if (start == end) /* the clause begins here */
			return false;
		if (is_one(negations, count, start, (size_t)(end - start)))
			return true;
		at = start;
	}
	return false;
}

#define CJK_GAP 6 /* bytes: two characters */

/* Between a negation and what it takes back stands no end of a clause. */
static bool one_clause(const char *at, size_t len)
{
	static const char *const ends[] = { "，", "。", "！", "？",
					    "；", "、", "了", NULL };

	for (size_t i = 0; i < len; i += 3)
		for (const char *const *e = ends; *e; e++)
			if (memcmp(at + i, *e, 3) == 0)
				return false;
	return true;
}

static bool script_negates(const struct pack *p, const char *text,
			   const char *at)
{
	size_t count;
	const struct cue *n = pack_words(p, "negations", &count);

	for (size_t i = 0; i < count; i++)
		for (size_t gap = 0; gap <= CJK_GAP; gap += 3)
			if ((size_t)(at - text) >= n[i].len + gap &&
			    memcmp(at - n[i].len - gap, n[i].phrase,
				   n[i].len) == 0 &&
			    one_clause(at - gap, gap))
				return true;
	return false;
}

/* Of a remedy the negation stands further off: "I do not want to cancel". */
static bool is_negated(const struct pack *p, const char *text, const char *at,
		       int issue)
{
	return without_blanks(at)
		       ? script_negates(p, text, at)
		       : word_negates(p, text, at, rank_of(issue) == 2 ? 4 : 2);
}

static bool fits(const struct cue *c, const char *text, const char *at)
{
	if (without_blanks(at))
		return true;
	return (c->open_start || at == text ||
		!is_letter((unsigned char)at[-1])) &&
	       (c->open_end || !is_letter((unsigned char)at[c->len]));
}

/* A text and which pairs of bytes it has. */
struct subject {
	const char *text;
	uint64_t grams[CUE_GRAMS / 64];
};

static void read_grams(struct subject *s, const char *text)
{
	*s = (struct subject){ .text = text };
	for (; text[0] && text[1]; text++)
		s->grams[cue_gram(text) / 64] |= UINT64_C(1)
						 << cue_gram(text) % 64;
}

static bool may_hold(const struct subject *s, const struct cue *c)
{
	for (size_t i = 0; c->len > 1 && i < COUNT_OF(c->grams); i++)
		if (!(s->grams[c->grams[i] / 64] >> c->grams[i] % 64 & 1))
			return false;
	return true;
}

static bool has_cue(const struct pack *p, const struct subject *s,
		    const struct cue *c)
{
	const char *text = s->text, *at = text;

	if (!may_hold(s, c))
		return false;
	while (c->len && (at = strstr(at, c->phrase))) {
		if (fits(c, text, at) &&
		    (c->always || !is_negated(p, text, at, c->issue)))
			return true;
		at++;
	}
	return false;
}

static void add_cue(struct tally *t, const struct cue *c)
{
	t->weight[c->issue] += c->weight;
	t->total += c->weight;
	if (t->cues.len)
		str_putc(&t->cues, ',');
	json_quote(&t->cues, c->phrase, c->len);
}

static void weigh(const struct pack *p, const struct subject *text,
		  struct tally *t)
{
	size_t count;
	const struct cue *cues = pack_cues(p, &count);

	for (size_t i = 0; i < count; i++)
		if (has_cue(p, text, &cues[i]))
			add_cue(t, &cues[i]);
}

/* -- language -- */

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

static int64_t common_words(const struct pack *p, const struct subject *text)
{
	size_t count;
	const struct cue *words = pack_words(p, "words", &count);
	int64_t n = 0;

	for (size_t i = 0; i < count; i++)
		n += has_cue(p, text, &words[i]);
	return n;
}

/* NULL when no pack knows a word of it. */
static const struct pack *language_of(const struct pack_list *packs,
				      const struct subject *text)
{
	bool cjk = cjk_share(text->text) >= 30;
	const struct pack *best = NULL;
	int64_t most = 0;

	for (size_t i = 0; i < packs->len; i++) {
		const struct pack *p = packs->at[i];
		struct tally t = { .cues = STR_INIT };
		int64_t score;

		if (pack_is_cjk(p) != cjk)
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

/* -- the verdict -- */

static int primary_of(const struct tally *t)
{
	int best = -1;

	for (int i = 0; issue_types[i]; i++) {
		if (!t->weight[i])
			continue;
		if (best < 0 || rank_of(i) < rank_of(best) ||
		    (rank_of(i) == rank_of(best) &&
		     t->weight[i] > t->weight[best]))
			best = i;
	}
	return best;
}

/* Told beside the primary one, and not merely another word for it. */
static bool is_told(const struct tally *t, int i, int primary)
{
	const char *first = issue_types[primary], *other = issue_types[i];

	if (i == primary || !t->weight[i] || text_eq(other, "thanks"))
		return false;
	if (text_eq(first, "refund_status"))
		return !text_eq(other, "refund_request") &&
		       !text_eq(other, "order_status");
	if (text_eq(other, "order_status"))
		return !text_eq(first, "not_received") &&
		       !text_eq(first, "delivered_not_received") &&
		       !text_eq(first, "late") && !text_eq(first, "stalled");
	return !text_eq(other, "not_received") ||
	       !text_eq(first, "delivered_not_received");
}

static const char *others(const struct tally *t, int primary,
			  struct arena *arena)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	for (int i = 0; issue_types[i]; i++)
		if (is_told(t, i, primary))
			str_printf(&s, "%s%s", s.len ? " " : "",
				   issue_types[i]);
	return arena_strdup(arena, str_c(&s));
}

/* What the cues of the primary issue weigh, less what speaks for another
 * primary one. A model that knows better replaces this function. */
static int64_t confidence_of(const struct tally *t, int primary)
{
	int64_t rivals = 0, mine = t->weight[primary];
	int64_t sure = 35 + 10 * mine;

	if (mine <= 0)
		return 0;
	for (int i = 0; issue_types[i]; i++)
		if (i != primary && rank_of(i) == rank_of(primary))
			rivals += t->weight[i];
	return (sure > 90 ? 90 : sure) * (2 * mine + rivals) /
	       (2 * (mine + rivals));
}

static void conclude(const struct tally *t, struct arena *arena,
		     struct guess *out)
{
	int primary = primary_of(t);

	out->cues = arena_printf(arena, "[%s]", str_c(&t->cues));
	if (primary < 0)
		return;
	out->issue = issue_types[primary];
	out->also = others(t, primary, arena);
	out->confidence = confidence_of(t, primary);
}

void classify(const struct pack_list *packs, const char *text, const char *lang,
	      struct arena *arena, struct guess *out)
{
	CLEANUP(str_release) struct str own = STR_INIT;
	struct tally t = { .cues = STR_INIT };
	struct subject subject;
	const struct pack *p;

	*out = (struct guess){ .issue = "other",
			       .also = "",
			       .lang = lang ? lang : "",
			       .cues = "[]" };
	own_words(packs, text, &own);
	read_grams(&subject, str_c(&own));
	p = lang && *lang ? pack_for(packs, lang)
			  : language_of(packs, &subject);
	if (!p)
		return;
	out->lang =
		arena_strndup(arena, pack_tag(p), strcspn(pack_tag(p), "-"));
	weigh(p, &subject, &t);
	conclude(&t, arena, out);
	str_release(&t.cues);
}
