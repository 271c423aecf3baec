/* guard.c - what a text must not say before it leaves.
 * SPDX-License-Identifier: MIT */
#include "policy/guard/guard.h"
#include "base/file.h"
#include "cli/batch.h"
#include "cli/folder.h"
#include "cli/guard_facts.h"
#include "cli/guard_lang.h"
#include "cli/show.h"
#include "cli/speak.h"
#include "cli/verbs.h"

#define FORM                                                   \
	"{\"text\": \"Please delete your review\", \"lang\": " \
	"\"en\", \"platform\": \"amazon\"}"

struct guarding {
	struct speaking speaking; /* the packs */
	struct numbers *numbers;
	struct guard_policy *guard;
	struct arena arena;
	const char *lang;  /* where a line says none, "" if nobody does */
	struct str talk;   /* how the last text was judged, for people */
	struct str broken; /* its rules */
};

/* -- reading a line -- */

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static const char *lang_of(const struct guarding *s, const char *told)
{
	return told && *told ? told : s->lang;
}

/* -- answering -- */

static void put_urls(struct jw *w, const char *urls)
{
	CLEANUP(free_ptr) char *copy = xstrdup(urls);
	char *save = NULL;

	jw_key(w, "urls");
	jw_array(w);
	for (char *url = strtok_r(copy, " ", &save); url;
	     url = strtok_r(NULL, " ", &save))
		jw_text(w, url);
	jw_end(w);
}

/* Which rules it breaks, each once. */
static void put_rules(struct guarding *s, struct jw *w,
		      const struct guard_hits *h)
{
	str_clear(&s->broken);
	jw_kv_bool(w, "blocked", h->len > 0);
	jw_key(w, "rules");
	jw_array(w);
	for (size_t i = 0; i < h->len; i++)
		if (!i || h->at[i].rule != h->at[i - 1].rule) {
			jw_text(w, h->at[i].rule->name);
			str_printf(&s->broken, "%s%s", i ? ", " : "",
				   h->at[i].rule->name);
		}
	jw_end(w);
}

static void put_spans(struct jw *w, const char *text,
		      const struct guard_hits *h)
{
	jw_key(w, "spans");
	jw_array(w);
	for (size_t i = 0; i < h->len; i++) {
		const struct guard_hit *one = &h->at[i];
		CLEANUP(free_ptr)
		char *span = xstrndup(text + one->from, one->to - one->from);

		jw_object(w);
		jw_kv_text(w, "rule", one->rule->name);
		jw_kv_i64(w, "from", (int64_t)one->from);
		jw_kv_i64(w, "to", (int64_t)one->to);
		jw_kv_text(w, "text", span);
		jw_kv_text(w, "source", one->rule->source);
		jw_kv_text(w, "date", one->rule->date);
		put_urls(w, one->rule->urls);
		jw_end(w);
	}
	jw_end(w);
}

/* -- what was not judged -- */

struct unjudged {
	const char *name, *why;
};
static const struct unjudged no_words = {
	"words", "what its words say, of a language that nobody has words of: "
		 "only links, numbers and placeholders were"
};
static const struct unjudged no_facts = {
	"wrong_fact", "whether it contradicts the order: \"facts\" says what "
		      "is known of it"
};
static const struct unjudged no_authority = {
	"authority", "whether something stands behind what it promises: "
		     "\"may_promise\" among the facts says what"
};
static const struct unjudged no_platform = {
	"platform", "what one platform alone forbids: \"platform\" names it"
};

/* In the answer, and in words for who reads it. */
static void put_unjudged(struct guarding *s, struct jw *w,
			 const struct unjudged *one)
{
	jw_text(w, one->name);
	str_printf(&s->talk, "not judged: %s\n", one->why);
}

static void put_all_unjudged(struct guarding *s, struct jw *w,
			     const struct guard_text *t,
			     const struct guard_judged *as)
{
	jw_key(w, "not_judged");
	jw_array(w);
	if (!as->words)
		put_unjudged(s, w, &no_words);
	if (!t->facts)
		put_unjudged(s, w, &no_facts);
	if (!t->facts || !t->facts->may_promise)
		put_unjudged(s, w, &no_authority);
	if (!*t->platform)
		put_unjudged(s, w, &no_platform);
	jw_end(w);
}

static void put_lang(struct guarding *s, struct jw *w, const char *given,
		     const struct guard_judged *as)
{
	bool by_given = text_eq(as->by, "given");

	jw_kv_text(w, "lang", as->lang);
	jw_kv_text(w, "lang_by", as->by);
	if (*given && !(by_given && as->words)) {
		show_safe(&s->talk, given);
		str_puts(&s->talk, " was given, and nobody has words of it\n");
	}
	if (by_given && !as->words)
		return;
	if (by_given)
		str_puts(&s->talk, "judged in the language that was given\n");
	else if (*as->lang)
		str_printf(&s->talk,
			   "judged in the language that was heard, %s; --lang "
			   "says another\n",
			   as->lang);
	else
		str_puts(&s->talk, "no language was heard; --lang says it\n");
}

static int guard_one(void *arg, const cJSON *in, struct jw *w, struct err *err)
{
	struct guarding *s = arg;
	CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };
	const cJSON *told = json_get(in, "facts");
	struct guard_judged as;
	struct guard_facts facts;
	struct guard_text t = {
		.text = json_text(in, "text"),
		.lang = lang_of(s, json_text(in, "lang")),
		.platform = or_empty(json_text(in, "platform")),
		.channel = or_empty(json_text(in, "channel")),
		.is_public = json_bool(in, "public", false),
	};

	if (!t.text)
		return err_set(err, ERR_DATA,
			       json_get(in, "text")
				       ? "\"text\" is no text; write it in "
					 "quotes"
				       : "\"text\" is missing");
	arena_clear(&s->arena);
	if (told && !cJSON_IsNull(told)) {
		if (guard_facts_read(told, &s->arena, &facts, err))
			return -1;
		t.facts = &facts;
	}
	str_clear(&s->talk);
	guard_lang_judge(s->guard, &s->speaking.packs, &t, &s->arena, &hits,
			 &as);
	put_lang(s, w, t.lang, &as);
	put_rules(s, w, &hits);
	put_spans(w, t.text, &hits);
	put_all_unjudged(s, w, &t, &as);
	return 0;
}

/* -- the policy -- */

/* The seller's folder when there is a manifest and the folder has a guard, else
 * that of the program. */
static int open_guard(struct guarding *s, struct cli *c, struct mistakes *m,
		      struct err *err)
{
	CLEANUP(free_ptr) char *plugins = cli_plugins(c);
	CLEANUP(free_ptr) char *policy = folder_of_data(c, "policy");
	CLEANUP(free_ptr) char *own = NULL;
	struct manifest *seller = NULL;

	if ((c->manifest_path || file_exists(manifest_default())) &&
	    !(seller = cli_manifest(c, err)))
		return -1;
	if (seller)
		own = path_join(seller->policy, "guard/rules.conf");
	s->numbers = numbers_load(seller && seller->plugins ? seller->plugins
							    : plugins,
				  seller ? seller->policy : policy, m);
	s->guard = guard_load(own && file_exists(own) ? seller->policy : policy,
			      s->numbers, m);
	manifest_close(seller);
	for (size_t i = 0; i < m->list.len; i++)
		fprintf(stderr, "%s\n", m->list.at[i]);
	return m->list.len ? err_set(err, ERR_CONFIG,
				     "the guard's files have %zu mistake%s",
				     m->list.len, m->list.len == 1 ? "" : "s")
			   : 0;
}

/* Of one text, people are told how it was judged, and scripts by the status
 * whether it may leave; of lines each answer says it. */
static int conclude(const struct guarding *s, struct err *err)
{
	fputs(str_c(&s->talk), stderr);
	return s->broken.len ? err_set(err, ERR_FOUND,
				       "the text must not leave as it is: %s",
				       str_c(&s->broken))
			     : 0;
}

int verb_guard(struct cli *c, struct err *err)
{
	CLEANUP(mistakes_release) struct mistakes m = { 0 };
	struct guarding s = { .lang = or_empty(cli_option(c, "lang")),
			      .talk = STR_INIT,
			      .broken = STR_INIT };
	int rc = open_guard(&s, c, &m, err);

	if (rc == 0)
		rc = speaking_open(&s.speaking, c, err);
	guard_learn(s.guard, &s.speaking.packs);
	if (rc == 0)
		rc = cli_batch_or_text(c, FORM, guard_one, &s, err);
	if (rc > 0)
		rc = conclude(&s, err);
	guard_free(s.guard);
	speaking_release(&s.speaking);
	numbers_free(s.numbers);
	arena_release(&s.arena);
	str_release(&s.talk);
	str_release(&s.broken);
	return rc;
}
