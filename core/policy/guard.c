/* guard.c - see guard.h.
 * SPDX-License-Identifier: MIT */
#include "policy/guard.h"

#include "base/die.h"
#include "base/utf8.h"
#include "policy/fact.h"
#include "policy/guard_own.h"

/* -- hits -- */

#define HITS_MAX 200 /* more say nothing more */

/* Once: a span inside of one that is there says nothing more. */
static void add_hit(struct guard_hits *out, struct guard_hit h)
{
	for (size_t i = 0; i < out->len; i++) {
		const struct guard_hit *old = &out->at[i];

		if (old->rule == h.rule && old->from <= h.from &&
		    old->to >= h.to)
			return;
	}
	if (out->len < HITS_MAX)
		guard_hits_push(out, h);
}

void judging_hit(struct judging *j, int rule, const struct view *v, size_t from,
		 size_t to)
{
	if (rule < 0 || to <= from || to > v->from.len)
		return;
	add_hit(j->hits,
		(struct guard_hit){ &j->g->rules.at[rule], v->from.at[from],
				    v->to.at[to - 1] });
}

static bool applies(const struct judging *j, int rule)
{
	const struct guard_rule *r = &j->g->rules.at[rule];

	if (r->public_only && !j->t->is_public)
		return false;
	return text_eq(r->platforms, "*") ||
	       words_have(r->platforms, j->t->platform);
}

/* -- sentences and quotations, in the heard view -- */

static bool ends_sentence(const char *at, const char *next)
{
	static const char *const wide[] = { "\u3002", "\uff01", "\uff1f" };

	for (size_t i = 0; i < COUNT_OF(wide); i++)
		if (text_starts(at, wide[i]))
			return true;
	return *at == '\n' ||
	       ((*at == '.' || *at == '!' || *at == '?') &&
		((unsigned char)*next <= ' ' || (unsigned char)*next >= 0xE3));
}

static void find_sentences(struct judging *j)
{
	const char *text = str_c(&j->views.heard.text);

	for (const char *at = text; *at; at++)
		if (ends_sentence(at, at + 1)) {
			size_t end = (size_t)(at - text);

			sentence_ends_push(&j->ends, end);
		}
}

int judging_sentence(const struct judging *j, size_t at)
{
	int n = 0;

	while ((size_t)n < j->ends.len && j->ends.at[n] < at)
		n++;
	return n;
}

struct quote {
	const char *open, *close;
};

#define QUOTE_MAX 400

/* The end of the quotation that begins at `at`; NULL when none does. */
static const char *quote_end(const char *at, bool after_letter)
{
	static const struct quote marks[] = {
		{ "\u201c", "\u201d" }, { "\u201e", "\u201c" },
		{ "\u201e", "\u201d" }, { "\u00ab", "\u00bb" },
		{ "\u00bb", "\u00ab" }, { "\u300c", "\u300d" },
		{ "\u300e", "\u300f" }, { "\u201d", "\u201d" },
		{ "\"", "\"" },         { "'", "'" },
		{ "\u2018", "\u2019" }, { "\u2039", "\u203a" },
	};

	for (size_t i = 0; i < COUNT_OF(marks); i++) {
		const char *from = at + strlen(marks[i].open), *end;

		if (!text_starts(at, marks[i].open))
			continue;
		if (after_letter && *at == '\'')
			return NULL;
		end = strstr(from, marks[i].close);
		while (end && *marks[i].close == '\'' && end[1] > ' ' &&
		       !strchr(",.;:!?)", end[1]))
			end = strstr(end + 1, marks[i].close);
		if (end && end - from <= QUOTE_MAX)
			return end;
	}
	return NULL;
}

static void mark_quoted(struct judging *j)
{
	const char *text = str_c(&j->views.heard.text);
	const char *end = NULL;

	for (const char *at = text; *at; at = end ? end + 1 : at + 1) {
		end = quote_end(at, at > text && (unsigned char)at[-1] > ' ' &&
					    at[-1] != '(');
		for (size_t i = 0; end && i < j->found.len; i++) {
			struct found *f = &j->found.at[i];

			f->quoted |=
				text + f->from >= at && text + f->to <= end;
		}
	}
}

/* -- what a clause denies -- */

static bool ends_clause(const char *at)
{
	static const char *const wide[] = { "\u3001", "\uff0c", "\uff1b",
					    "\uff1a" };

	for (size_t i = 0; i < COUNT_OF(wide); i++)
		if (text_starts(at, wide[i]))
			return true;
	return strchr(",;:", *at) && (unsigned char)at[1] <= ' ';
}

static bool same_clause(const struct judging *j, const struct found *a,
			const struct found *b)
{
	const char *text = str_c(&j->views.heard.text);
	size_t from = a->from < b->from ? a->from : b->from;
	size_t to = a->from < b->from ? b->from : a->from;

	if (a->sentence != b->sentence)
		return false;
	for (size_t i = from; i < to; i++)
		if (ends_clause(text + i))
			return false;
	return true;
}

static void mark_denied(struct judging *j)
{
	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *no = &j->found.at[i];

		if (no->word.kind != WORD_CONCEPT || no->quoted ||
		    no->word.value != j->g->denies)
			continue;
		for (size_t k = 0; k < j->found.len; k++)
			if (j->found.at[k].sentence == no->sentence &&
			    same_clause(j, no, &j->found.at[k]))
				j->found.at[k].denied = true;
	}
}

/* -- the words of the language -- */

struct finding {
	struct judging *j;
	const struct spots *spots;
};

static void on_word(void *arg, size_t phrase, size_t from, size_t to)
{
	struct finding *f = arg;
	struct found one = { .word = f->j->lang->words.at[phrase],
			     .from = f->spots->at[from],
			     .to = f->spots->at[to] };

	one.sentence = judging_sentence(f->j, one.from);
	found_list_push(&f->j->found, one);
}

static void find_words(struct judging *j)
{
	CLEANUP(letters_release) struct letters plain = { 0 };
	CLEANUP(spots_release) struct spots spots = { 0 };
	struct finding f = { j, &spots };
	const struct str *text = &j->views.heard.text;

	if (!j->lang)
		return;
	letters_put_spots(&plain, &spots, str_c(text), text->len);
	phrases_find(j->lang->phrases, &plain, on_word, &f);
	mark_quoted(j);
	mark_denied(j);
}

/* -- patterns -- */

uint64_t judging_concepts(const struct judging *j, int sentence, bool denied)
{
	uint64_t all = 0;

	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];

		if (f->word.kind == WORD_CONCEPT && !f->quoted &&
		    f->sentence == sentence && (denied || !f->denied))
			all |= UINT64_C(1) << f->word.value;
	}
	return all;
}

/* Where a byte of the original stands in the heard view. */
static size_t in_heard(const struct judging *j, uint32_t origin)
{
	const struct view *v = &j->views.heard;
	size_t i = 0;

	while (i < v->from.len && v->to.at[i] <= origin)
		i++;
	return i;
}

static bool allowed(const struct judging *j, const char *from, size_t len,
		    pcre2_match_data *m)
{
	for (size_t i = 0; i < j->g->allowed.len; i++)
		if (pcre2_match(j->g->allowed.at[i].code, (PCRE2_SPTR)from, len,
				0, 0, m, NULL) >= 0)
			return true;
	return false;
}

static void match_one(struct judging *j, const struct pattern *p, int rule,
		      pcre2_match_data *m)
{
	const struct view *v = p->narrow ? &j->views.narrow : &j->views.plain;
	const char *text = str_c(&v->text);
	size_t at = 0;

	while (at < v->text.len &&
	       pcre2_match(p->code, (PCRE2_SPTR)text, v->text.len, at,
			   PCRE2_NO_UTF_CHECK, m, j->g->limits) >= 0) {
		const PCRE2_SIZE *span = pcre2_get_ovector_pointer(m);
		size_t from = span[0], to = span[1];
		int sentence;

		if (to <= from || to > v->from.len)
			return;
		sentence = judging_sentence(j, in_heard(j, v->from.at[from]));
		at = to;
		if (!(p->unless & judging_concepts(j, sentence, true)) &&
		    !allowed(j, text + from, to - from, m))
			judging_hit(j, rule, v, from, to);
	}
}

/* What is looked for by more than a pattern. */
static void match_spelt(struct judging *j, const char *name,
			pcre2_match_data *m)
{
	int rule = guard_rule_index(j->g, name);

	if (rule < 0 || !applies(j, rule))
		return;
	for (size_t i = 0; j->lang && i < j->lang->spelt.len; i++)
		match_one(j, &j->lang->spelt.at[i], rule, m);
	guard_digits_judge(j, rule);
	if (j->g->rules.at[rule].public_only)
		guard_parcels_judge(j, rule);
}

static void match_patterns(struct judging *j)
{
	pcre2_match_data *m = pcre2_match_data_create(16, NULL);
	int unresolved = guard_rule_index(j->g, "unresolved");

	if (!m)
		die_of_memory();
	for (size_t i = 0; i < j->g->patterns.len; i++)
		if (applies(j, j->g->patterns.at[i].rule))
			match_one(j, &j->g->patterns.at[i],
				  j->g->patterns.at[i].rule, m);
	match_spelt(j, "off_platform", m);
	match_spelt(j, "personal_data_public", m);
	if (unresolved >= 0)
		guard_blanks_judge(j, unresolved);
	pcre2_match_data_free(m);
}

/* -- signs -- */

static bool may(const struct judging *j, const struct sign *s)
{
	const struct guard_facts *f = j->t->facts;
	CLEANUP(free_ptr) char *words = xstrdup(s->may);
	char *save = NULL;

	if (!f || !f->may_promise)
		return true;
	for (char *w = strtok_r(words, " ", &save); w;
	     w = strtok_r(NULL, " ", &save))
		if (words_have(f->may_promise, w))
			return true;
	return false;
}

static bool counts(const struct found *f, const struct sign *s, int sentence)
{
	return f->word.kind == WORD_CONCEPT && f->sentence == sentence &&
	       !f->quoted && (s->though_denied || !f->denied) &&
	       (s->all | s->any) >> f->word.value & 1;
}

/* Where the sign's words stand that begin at the first: up to the byte behind
 * the last that it needs; 0 when the sentence lacks one. */
static size_t sign_end(const struct judging *j, const struct sign *s,
		       size_t first)
{
	uint64_t have = 0;
	size_t to = 0;

	for (size_t i = first; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];

		if (!counts(f, s, j->found.at[first].sentence))
			continue;
		have |= UINT64_C(1) << f->word.value;
		to = f->to > to ? f->to : to;
		if ((have & s->all) == s->all && (!s->any || have & s->any))
			return to;
	}
	return 0;
}

/* Where they stand closest. */
static void match_sign(struct judging *j, const struct sign *s, int sentence)
{
	size_t from = 0, least = s->within ? s->within + 1 : SIZE_MAX;

	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];
		size_t to = counts(f, s, sentence) ? sign_end(j, s, i) : 0;

		if (to && to - f->from < least) {
			from = f->from;
			least = to - f->from;
		}
	}
	if (least < SIZE_MAX && !(s->within && least > s->within))
		judging_hit(j, s->rule, &j->views.heard, from, from + least);
}

static void match_signs(struct judging *j)
{
	for (int k = 0; k <= (int)j->ends.len; k++) {
		uint64_t all = judging_concepts(j, k, true);
		uint64_t said = judging_concepts(j, k, false);

		for (size_t i = 0; all && i < j->g->signs.len; i++) {
			const struct sign *s = &j->g->signs.at[i];
			uint64_t have = s->though_denied ? all : said;

			if ((have & s->all) == s->all &&
			    (!s->any || have & s->any) && !(all & s->unless) &&
			    applies(j, s->rule) && (!*s->may || !may(j, s)))
				match_sign(j, s, k);
		}
	}
}

/* -- length -- */

#define POST_MAX 280
#define MESSAGE_MAX 2000
#define LINK_WEIGHT 23

/* As X counts: what is beyond Latin and its marks counts two. */
static size_t weight(uint32_t c)
{
	return c <= 0x10FF || (c >= 0x2000 && c <= 0x200D) ||
			       (c >= 0x2010 && c <= 0x201F) ||
			       (c >= 0x2032 && c <= 0x2037)
		       ? 1
		       : 2;
}

static size_t link_length(const char *at)
{
	return text_starts(at, "https://") || text_starts(at, "http://")
		       ? strcspn(at, " \t\n")
		       : 0;
}

static void judge_length(struct judging *j, const char *text, size_t len)
{
	int rule = guard_rule_index(j->g, "length");
	bool post = text_eq(j->t->platform, "x") && j->t->is_public;
	size_t most = post ? POST_MAX : MESSAGE_MAX, n = 0;
	const char *at = text, *end = text + len;

	if (rule < 0 || (!post && !applies(j, rule)))
		return;
	while (at < end) {
		size_t link = post ? link_length(at) : 0;
		const char *start = at;
		uint32_t c = utf8_next(&at, end);

		n += link ? LINK_WEIGHT : post ? weight(c) : 1;
		if (link)
			at = start + link;
		if (n > most) {
			guard_hits_push(j->out,
					(struct guard_hit){
						&j->g->rules.at[rule],
						(size_t)(start - text), len });
			return;
		}
	}
}

/* -- all -- */

static const struct guard_lang *lang_of(const struct guard_policy *g,
					const char *tag)
{
	size_t len = tag ? strcspn(tag, "-_") : 0;

	for (size_t i = 0; i < g->langs.len; i++)
		if (tag && len &&
		    strncasecmp(g->langs.at[i].tag, tag, len) == 0 &&
		    strcspn(g->langs.at[i].tag, "-_") == len)
			return &g->langs.at[i];
	return NULL;
}

static int by_rule(const void *a, const void *b)
{
	const struct guard_hit *x = a, *y = b;

	if (x->rule != y->rule)
		return x->rule < y->rule ? -1 : 1;
	return x->from < y->from ? -1 : x->from > y->from;
}

static void judge_facts(struct judging *j)
{
	int rule = guard_rule_index(j->g, "wrong_fact");

	if (rule < 0 || !j->t->facts || !applies(j, rule))
		return;
	guard_facts_judge(j, rule);
	guard_dates_judge(j, rule);
	guard_names_judge(j, rule);
}

/* Longer texts are judged piece by piece, so that their cost grows with their
 * length alone. A piece begins a little before the last one ended. */
#define PIECE_MAX 4096
#define PIECE_OVERLAP 256

static void judge_piece(struct judging *j, const char *text, size_t len)
{
	views_of(&j->views, text, len);
	find_sentences(j);
	find_words(j);
	match_patterns(j);
	match_signs(j);
	judge_facts(j);
	views_release(&j->views);
	j->views = (struct views)VIEWS_INIT;
	found_list_clear(&j->found);
	sentence_ends_clear(&j->ends);
}

static void judge_pieces(struct judging *j, const char *text, size_t len)
{
	size_t from = 0;

	for (;;) {
		CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };
		size_t n = len - from;

		if (n > PIECE_MAX)
			n = utf8_prefix(text + from, n, PIECE_MAX);
		j->hits = &hits;
		judge_piece(j, text + from, n);
		for (size_t i = 0; i < hits.len; i++) {
			hits.at[i].from += from;
			hits.at[i].to += from;
			add_hit(j->out, hits.at[i]);
		}
		if (from + n >= len)
			return;
		from += utf8_prefix(text + from, n, n - PIECE_OVERLAP);
	}
}

void guard_judge(const struct guard_policy *g, const struct guard_text *t,
		 struct guard_hits *out)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	struct judging j = { .g = g,
			     .t = t,
			     .lang = lang_of(g, t->lang),
			     .views = VIEWS_INIT,
			     .out = out };

	if (!g->rules.len)
		return;
	utf8_repair(&text, t->text, strlen(t->text));
	judge_pieces(&j, str_c(&text), text.len);
	judge_length(&j, str_c(&text), text.len);
	if (out->len)
		qsort(out->at, out->len, sizeof *out->at, by_rule);
	found_list_release(&j.found);
	sentence_ends_release(&j.ends);
}
