/* words.c - see words.h.
 * SPDX-License-Identifier: MIT */
#include "words.h"

#include "base/str.h"
#include "policy/pack/choice.h"
#include "policy/rule/fact.h"

static void put_marks(struct jw *w, const size_t *marks)
{
	static const struct {
		char mark;
		size_t least;
		const char *name;
	} names[] = {
		{ '!', 1, "always" }, { '?', 1, "supposes" },
		{ '?', 2, "asked" },  { '=', 1, "over" },
		{ '.', 1, "alone" },  { '.', 2, "whole" },
	};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (marks[(unsigned char)names[i].mark] >= names[i].least)
			jw_kv_bool(w, names[i].name, true);
}

static void put_cue(struct jw *w, const char *issue, const struct conf_node *n)
{
	const char *phrase = conf_self_text(n);
	size_t len, marks[128] = { 0 };
	bool open_start, open_end, over;

	for (; phrase && *phrase && strchr("+!?=.", *phrase); phrase++)
		marks[(unsigned char)*phrase]++;
	over = marks['='];
	if (over && !text_eq(issue, "thanks"))
		conf_mistake(n,
			     "= is for phrases of thanks, not of %s; leave it "
			     "out",
			     issue);
	if (phrase && strpbrk(phrase, "\r\n\t"))
		conf_mistake(n, "a phrase stands on one line");
	open_start = phrase && *phrase == '*';
	open_end = phrase && text_ends(phrase, "*");
	phrase += open_start;
	len = phrase ? strlen(phrase) - open_end : 0;
	if (!len) {
		conf_mistake(n, "a cue is a phrase in quotes");
		return;
	}
	jw_object(w);
	jw_kv_text(w, "issue", issue);
	jw_key(w, "phrase");
	jw_text_n(w, phrase, len);
	jw_kv_i64(w, "weight", 2 + (int64_t)marks['+']);
	if (open_start)
		jw_kv_bool(w, "open_start", true);
	if (open_end)
		jw_kv_bool(w, "open_end", true);
	put_marks(w, marks);
	jw_end(w);
}

static void put_cues(struct jw *w, const struct conf_node *cues)
{
	jw_key(w, "cues");
	jw_array(w);
	for (int i = 0; i < conf_count(cues); i++) {
		const struct conf_node *list = conf_at(cues, i);
		bool known = false;

		for (const char *const *t = issue_types; *t; t++)
			known |= text_eq(*t, conf_name(list));
		if (!known)
			conf_mistake(list, "\"%s\" is no issue type",
				     conf_name(list));
		for (int k = 0; k < conf_count(list); k++)
			put_cue(w, conf_name(list), conf_at(list, k));
	}
	jw_end(w);
}

static void put_words(struct jw *w, const struct conf_node *root,
		      const char *name)
{
	const struct conf_node *words = conf_get(root, name);

	jw_key(w, name);
	jw_array(w);
	for (int i = 0; i < conf_count(words); i++) {
		const char *text = conf_self_text(conf_at(words, i));

		if (text_blank(text))
			conf_mistake(conf_at(words, i),
				     "an entry of %s is a text in quotes",
				     name);
		jw_text(w, text ? text : "");
	}
	jw_end(w);
}

/* What a buyer says who is offered the money, the goods once more, or to wait.
 */
static void put_choices(struct jw *w, const struct conf_node *root)
{
	const struct conf_node *choices = conf_get(root, "choices");

	jw_key(w, "choices");
	jw_object(w);
	for (int i = 0; choice_lists[i]; i++)
		put_words(w, choices, choice_lists[i]);
	jw_end(w);
	if (choices)
		conf_unknown(choices, NULL);
}

void words_put(struct jw *w, const struct conf_node *root)
{
	put_words(w, root, "words");
	put_words(w, root, "negations");
	put_words(w, root, "negations_after");
	put_words(w, root, "conditions");
	put_choices(w, root);
	put_words(w, root, "history");
	put_words(w, root, "forbidden");
	put_cues(w, conf_get(root, "cues"));
}
