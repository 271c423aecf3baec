/* guard_others.c - what is somebody else's: the name, the street, the numbers
 * of an order that is another buyer's.
 *
 * The desk says what that is, so nothing is guessed here: a name is told where
 * two words of it stand together, or its last one behind a title; a street with
 * its number. What this buyer wrote themselves they may read again.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "policy/guard/guard_ideas.h"
#include "policy/guard/guard_known.h"
#include "policy/guard/guard_placing.h"

/* Read once for all that is looked for. */
struct others {
	struct judging *j;
	int rule;
	struct token_list tokens; /* of the plain view, and */
	struct name_list words;   /* each as names are compared, */
	/* and all that this buyer may read: of their own name, and what they
	 * wrote; not read before it is asked for. */
	struct name_list may_read;
	bool read;
};

/* -- a name -- */

struct naming {
	struct others *in;
	const struct guard_other *other;
	struct name_list name;
};

/* One for each token: empty for what has no letters. */
static void put_each(struct name_list *out, const char *text,
		     const struct token_list *tokens)
{
	for (size_t i = 0; i < tokens->len; i++) {
		const struct token *t = &tokens->at[i];

		name_put(out, text + t->from, t->to - t->from);
		if (out->len == i)
			name_list_push(out, (struct letters){ 0 });
	}
}

static void put_words(struct name_list *out, const char *text)
{
	CLEANUP(token_list_release) struct token_list tokens = { 0 };

	if (!text)
		return;
	tokens_of(text, strlen(text), &tokens);
	for (size_t i = 0; i < tokens.len; i++)
		name_put(out, text + tokens.at[i].from,
			 tokens.at[i].to - tokens.at[i].from);
}

/* Which of the words that is; -1 if none. */
static int word_of(const struct name_list *words, const struct letters *word)
{
	for (size_t i = 0; word->len && i < words->len; i++) {
		const struct letters *one = &words->at[i];

		if (one->len == word->len && *one->at == *word->at &&
		    memcmp(one->at, word->at, one->len * sizeof *one->at) == 0)
			return (int)i;
	}
	return -1;
}

static int word_of_name(const struct naming *n, size_t i)
{
	return word_of(&n->name, &n->in->words.at[i]);
}

/* This buyer may read it: a word of their own name, or one that they wrote. */
static bool may_read(struct others *in, size_t i)
{
	const struct guard_facts *f = in->j->t->facts;

	if (!in->read) {
		put_words(&in->may_read, f->name);
		put_words(&in->may_read, f->known);
		in->read = true;
	}
	return word_of(&in->may_read, &in->words.at[i]) >= 0;
}

/* "Ms Berg": a greeting or a title stands before. */
static bool is_titled(const struct others *in, size_t i)
{
	const struct judging *j = in->j;
	size_t at = j->views.plain.from.at[in->tokens.at[i].from];

	for (size_t k = 0; k < j->found.len; k++) {
		const struct found *f = &j->found.at[k];
		size_t to = j->views.heard.to.at[f->to - 1];

		if ((f->word.kind == WORD_GREET ||
		     f->word.kind == WORD_NO_NAME) &&
		    to < at && at - to <= 2)
			return true;
	}
	return false;
}

static bool beside(const struct others *in, size_t i)
{
	const char *text = str_c(&in->j->views.plain.text);
	size_t from = in->tokens.at[i].to, to = in->tokens.at[i + 1].from;

	return to - from <= 2 && strspn(text + from, " ,-\n") >= to - from;
}

/* Two of its words from i on, in any order. */
static bool is_pair(const struct naming *n, size_t i, int word)
{
	int next;

	if (i + 1 >= n->in->tokens.len || !beside(n->in, i))
		return false;
	next = word_of_name(n, i + 1);
	return next >= 0 && next != word &&
	       !(may_read(n->in, i) && may_read(n->in, i + 1));
}

static void look_for_words(const struct naming *n)
{
	struct others *in = n->in;

	for (size_t i = 0; i < in->tokens.len; i++) {
		int word = word_of_name(n, i);
		bool pair, last;

		if (word < 0)
			continue;
		pair = is_pair(n, i, word);
		last = (size_t)word + 1 == n->name.len && is_titled(in, i) &&
		       !may_read(in, i);
		if (pair || last)
			judging_hit_why(in->j, in->rule, &in->j->views.plain,
					in->tokens.at[i].from,
					in->tokens.at[pair ? i + 1 : i].to,
					n->other->whose);
	}
}

/* Where blanks part no words the whole of it. */
static void look_for_whole(const struct others *in, const struct guard_other *o)
{
	const char *text = str_c(&in->j->views.plain.text);
	const char *at = strstr(text, o->value);
	const struct guard_facts *f = in->j->t->facts;

	if (at && !(f->known && strstr(f->known, o->value)) &&
	    !(f->name && strstr(f->name, o->value)))
		judging_hit_why(in->j, in->rule, &in->j->views.plain,
				(size_t)(at - text),
				(size_t)(at - text) + strlen(o->value),
				o->whose);
}

static void judge_name(struct others *in, const struct guard_other *o)
{
	struct naming n = { .in = in, .other = o };
	const char *at = o->value, *end = at + strlen(at);

	if (at < end && utf8_is_cjk(utf8_next(&at, end))) {
		look_for_whole(in, o);
		return;
	}
	put_words(&n.name, o->value);
	look_for_words(&n);
	names_free(&n.name);
}

/* -- a street -- */

/* With the number beside it; false when it tells no such house. Houses are few,
 * so they are asked for before the words of a street. */
static bool tells_house(const struct placing *p, size_t i, size_t *from,
			size_t *to)
{
	const struct token *t = placing_at(p, i), *next = placing_at(p, i + 1);
	const struct token *before = i ? placing_at(p, i - 1) : NULL;

	if (placing_is_house(p, next) && placing_beside(p, t, next, " .,") &&
	    placing_is_street(p, t)) {
		*from = t->from;
		*to = next->to;
		return placing_is_own_number(p, next);
	}
	*from = before ? before->from : 0;
	*to = t->to;
	return placing_is_house(p, before) &&
	       placing_beside(p, before, t, " ,") &&
	       placing_is_own_number(p, before) && placing_is_street(p, t);
}

static void judge_street(struct others *in, const struct guard_other *o)
{
	const struct guard_facts facts = { .address = o->value };
	const struct view *v = &in->j->views.plain;
	const struct guard_facts *own = in->j->t->facts;
	struct placing p = { .j = in->j,
			     .text = str_c(&v->text),
			     .tokens = in->tokens };
	size_t from, to;

	place_of(&p.place, &facts);
	for (size_t i = 0; i < p.tokens.len; i++)
		if (tells_house(&p, i, &from, &to) &&
		    !known_street(own->known, p.text + from, to - from) &&
		    !known_street(own->address, p.text + from, to - from))
			judging_hit_why(in->j, in->rule, v, from, to, o->whose);
	place_release(&p.place);
}

/* -- all -- */

static void judge_number(struct others *in, const struct guard_other *o)
{
	guard_other_number_judge(in->j, in->rule, o);
}

void guard_others_judge(struct judging *j, int rule)
{
	static void (*const judges[])(struct others *,
				      const struct guard_other *) = {
		[OTHER_NAME] = judge_name,
		[OTHER_STREET] = judge_street,
		[OTHER_NUMBER] = judge_number,
	};
	const struct guard_facts *f = j->t->facts;
	const struct str *text = &j->views.plain.text;
	struct others in = { .j = j, .rule = rule };

	if (!f->other_count)
		return;
	tokens_of(str_c(text), text->len, &in.tokens);
	put_each(&in.words, str_c(text), &in.tokens);
	for (size_t i = 0; i < f->other_count; i++)
		judges[f->others[i].kind](&in, &f->others[i]);
	token_list_release(&in.tokens);
	names_free(&in.words);
	names_free(&in.may_read);
}
