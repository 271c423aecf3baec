/* guard.c - what a text must not say before it leaves.
 * SPDX-License-Identifier: MIT */
#include "policy/guard.h"
#include "base/file.h"
#include "cli/batch.h"
#include "cli/folder.h"
#include "cli/speak.h"

#define FORM                                                   \
	"{\"text\": \"Please delete your review\", \"lang\": " \
	"\"en\", \"platform\": \"amazon\"}"

struct guarding {
	struct speaking speaking; /* the packs */
	struct numbers *numbers;
	struct guard_policy *guard;
	struct arena arena;
};

/* -- reading a line -- */

static const char *may_promise(const cJSON *list, struct arena *arena)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	const cJSON *one;

	if (!cJSON_IsArray(list))
		return NULL;
	cJSON_ArrayForEach (one, list)
		if (cJSON_IsString(one))
			str_printf(&s, "%s%s", s.len ? " " : "",
				   one->valuestring);
	return arena_strdup(arena, str_c(&s));
}

static void read_facts(const cJSON *in, struct arena *arena,
		       struct guard_facts *f)
{
	*f = (struct guard_facts){
		.order = json_text(in, "order"),
		.name = json_text(in, "name"),
		.tracking = json_text(in, "tracking"),
		.amount = json_text(in, "amount"),
		.currency = json_text(in, "currency"),
		.date = json_text(in, "date"),
		.address = json_text(in, "address"),
		.city = json_text(in, "city"),
		.postcode = json_text(in, "postcode"),
		.may_promise = may_promise(json_get(in, "may_promise"), arena),
	};
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
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

static void put_hits(struct jw *w, const char *text, const struct guard_hits *h)
{
	jw_kv_bool(w, "blocked", h->len > 0);
	jw_key(w, "rules");
	jw_array(w);
	for (size_t i = 0; i < h->len; i++)
		if (!i || h->at[i].rule != h->at[i - 1].rule)
			jw_text(w, h->at[i].rule->name);
	jw_end(w);
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

/* -- the language -- */

/* The rules of one language more; the text is in the one that finds most. */
static void judge_as(struct guarding *s, struct guard_text t, const char *lang,
		     struct guard_hits *most, const char **of)
{
	struct guard_hits hits = { 0 };

	t.lang = lang;
	guard_judge(s->guard, &t, &hits);
	if (hits.len > most->len) {
		guard_hits_release(most);
		*most = hits;
		*of = lang;
	} else {
		guard_hits_release(&hits);
	}
}

/* Nobody says which language that is, or it is none of ours: the one that
 * classify hears, else each. *of: the language whose rules broke, or "". */
static void judge_unknown(struct guarding *s, const struct guard_text *t,
			  struct guard_hits *hits, const char **of)
{
	const struct pack_list *packs = &s->speaking.packs;
	struct guess g;

	*of = t->lang;
	guard_judge(s->guard, t, hits);
	classify(packs, t->text, NULL, &s->arena, &g);
	if (pack_for(packs, g.lang)) {
		judge_as(s, *t, g.lang, hits, of);
		return;
	}
	for (size_t i = 0; i < packs->len; i++)
		judge_as(s, *t, pack_tag(packs->at[i]), hits, of);
}

static int guard_one(void *arg, const cJSON *in, struct jw *w, struct err *err)
{
	struct guarding *s = arg;
	CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };
	const cJSON *told = json_get(in, "facts");
	const char *lang;
	struct guard_facts facts;
	struct guard_text t = {
		.text = json_text(in, "text"),
		.lang = or_empty(json_text(in, "lang")),
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
	if (cJSON_IsObject(told)) {
		read_facts(told, &s->arena, &facts);
		t.facts = &facts;
	}
	if (pack_for(&s->speaking.packs, t.lang)) {
		guard_judge(s->guard, &t, &hits);
	} else {
		judge_unknown(s, &t, &hits, &lang);
		jw_kv_text(w, "lang", lang);
	}
	put_hits(w, t.text, &hits);
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

int verb_guard(struct cli *c, struct err *err)
{
	CLEANUP(mistakes_release) struct mistakes m = { 0 };
	struct guarding s = { .guard = NULL };
	int rc = open_guard(&s, c, &m, err);

	if (rc == 0)
		rc = speaking_open(&s.speaking, c, err);
	guard_learn(s.guard, &s.speaking.packs);
	if (rc == 0)
		rc = cli_batch_or_text(c, FORM, guard_one, &s, err) < 0 ? -1
									: 0;
	guard_free(s.guard);
	speaking_release(&s.speaking);
	numbers_free(s.numbers);
	arena_release(&s.arena);
	return rc;
}
