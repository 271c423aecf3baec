/* learnt.c - see learnt.h.
 * SPDX-License-Identifier: MIT */
#include "learnt.h"

#include "aside_learner.h"
#include "base/file.h"
#include "base/json.h"
#include "examples.h"
#include "heed.h"
#include "policy/pack/aside.h"
#include "policy/pack/own_words.h"
#include "policy/pack/reading.h"
#include "train.h"

static void hear(struct tongue_count *c, const char *text)
{
	CLEANUP(letters_release) struct letters heard = { 0 };

	letters_put(&heard, text, strlen(text));
	tongue_learn(c, &heard);
}

/* From everything in the folder that is written in its language. */
static void put_tongue(const cJSON *json, const struct example_list *examples,
		       struct str *blob)
{
	CLEANUP(free_ptr) struct tongue_count *c = xcalloc(1, sizeof *c);
	uint8_t tongue[TONGUE_SIZE];
	const cJSON *one;

	cJSON_ArrayForEach (one, json_get(json, "templates"))
		hear(c, one->valuestring);
	cJSON_ArrayForEach (one, json_get(json, "words"))
		hear(c, one->valuestring);
	cJSON_ArrayForEach (one, json_get(json, "cues"))
		hear(c, json_text(one, "phrase"));
	for (size_t i = 0; i < examples->len; i++)
		hear(c, examples->at[i].text);
	tongue_of(c, tongue);
	str_add(blob, tongue, sizeof tongue);
}

static void free_samples(struct sample_list *l)
{
	for (size_t i = 0; i < l->len; i++)
		gram_list_release(&l->at[i].grams);
	sample_list_release(l);
}

/* Read as it will be when the pack is used. */
static void read_example(const struct pack_list *self, const struct example *e,
			 struct reading *out)
{
	CLEANUP(str_release) struct str own = STR_INIT;
	CLEANUP(letters_release) struct letters plain = { 0 };

	own_words(self, e->text, &own);
	letters_put_plain(&plain, str_c(&own), own.len);
	reading_of(self->at[0], &plain, out);
}

/* What is told beside is as wrong as every other class: the first one should
 * lead before it, too. */
static struct sample sample_of(const struct pack_list *self,
			       const struct example *e, bool kin,
			       struct arena *arena)
{
	struct sample s = { .issue = e->issue, .kin = kin };
	int32_t *prior = arena_alloc(arena, MODEL_CLASSES * sizeof *prior);
	struct reading r = READING_INIT;

	read_example(self, e, &r);
	for (int i = 0; issue_types[i]; i++)
		prior[i] = reading_prior(&r, i);
	s.prior = prior;
	s.grams = r.grams;
	r.grams = (struct gram_list){ 0 };
	reading_release(&r);
	return s;
}

/* -- what is told beside -- */

static uint32_t told_of(const int *issues, const struct example *e)
{
	uint32_t told = 0;

	for (size_t k = 0; k < ASIDE_COUNT; k++) {
		bool also = e->also >> issues[k] & 1;

		told |= (uint32_t)(also || e->issue == issues[k]) << k;
	}
	return told;
}

static void add_clauses(const struct reading *r, const int *issues,
			struct arena *arena, struct sample_list *out)
{
	uint32_t at = 0;

	for (size_t i = 0; i < r->clauses.len; i++) {
		int32_t *prior =
			arena_alloc(arena, MODEL_CLASSES * sizeof *prior);
		struct sample s = { .prior = prior };

		for (size_t k = 0; k < ASIDE_COUNT; k++)
			prior[k] = aside_prior(r, i, issues[k]);
		for (; at < r->clauses.at[i].pieces; at++)
			gram_list_push(&s.grams, r->pieces.at[at]);
		sample_list_push(out, s);
	}
}

static void put_asides(const struct pack_list *self,
		       const struct example_list *examples, struct arena *arena,
		       struct str *out)
{
	struct sample_list clauses = { 0 };
	struct told_text_list texts = { 0 };
	int issues[ASIDE_COUNT];

	aside_issues(issues);
	for (size_t i = 0; i < examples->len; i++) {
		const struct example *e = &examples->at[i];
		struct reading r = READING_INIT;

		read_example(self, e, &r);
		told_text_list_push(&texts,
				    (struct told_text){ (uint32_t)clauses.len,
							told_of(issues, e) });
		add_clauses(&r, issues, arena, &clauses);
		reading_release(&r);
	}
	asides_train(&clauses, &texts, out);
	free_samples(&clauses);
	told_text_list_release(&texts);
}

static void add_samples(const struct pack_list *self,
			const struct example_list *examples, bool kin,
			struct arena *arena, struct sample_list *out)
{
	for (size_t i = 0; i < examples->len; i++)
		sample_list_push(out,
				 sample_of(self, &examples->at[i], kin, arena));
}

/* Some 1.0 MB with 36 classes. */
static const struct course course = { .rows = 25000,
				      .rounds = 15,
				      .with_sure = true,
				      .lights = true,
				      .pairs = true,
				      .smooth = 20,
				      .counted = 15 };

/* `examples` and what is written in languages so near that their words help:
 * read with this pack's phrases, and learnt from beside its own. */
static void put_model(const char *folder, const struct example_list *examples,
		      const struct example_list *kin, struct arena *arena,
		      struct str *blob, struct mistakes *m)
{
	CLEANUP(str_release) struct str types = STR_INIT;
	CLEANUP(str_release) struct str asides = STR_INIT;
	struct pack_list self = { 0 };
	struct sample_list samples = { 0 };
	struct err err = { 0 };
	struct pack *p = pack_open(str_c(blob), blob->len, &err);
	size_t classes = 0;

	if (!p) { /* a desk could not open it either */
		mistake(m, folder, 1, "%s", err.text);
		return;
	}
	pack_list_push(&self, p);
	add_samples(&self, examples, false, arena, &samples);
	add_samples(&self, kin, true, arena, &samples);
	put_asides(&self, examples, arena, &asides);
	pack_free(p); /* it borrows the blob, which grows now */
	for (; issue_types[classes]; classes++)
		str_printf(&types, "%s%s", classes ? " " : "",
			   issue_types[classes]);
	train(&samples, str_c(&types), classes, course, blob);
	str_add(blob, str_c(&asides), asides.len);
	free_samples(&samples);
	pack_list_release(&self);
}

/* "es": the examples of the pack beside this one. A folder that was copied to
 * another place has none beside it and learns from its own. */
static void read_kin(const char *folder, const struct conf_node *names,
		     struct arena *arena, struct example_list *out,
		     struct mistakes *m)
{
	for (int i = 0; i < conf_count(names); i++) {
		const char *tag = conf_self_text(conf_at(names, i));
		CLEANUP(free_ptr)
		char *path = xasprintf("%s/../locale-%s/examples.tsv", folder,
				       tag ? tag : "");

		if (text_blank(tag))
			conf_mistake(conf_at(names, i),
				     "kin: a language is a tag in quotes, as "
				     "in locale-fr");
		else if (file_exists(path))
			examples_read(path, arena, out, m);
	}
}

void put_learnt(const char *folder, const struct conf_node *kin_names,
		const struct meant *meant, struct str *blob,
		struct arena *arena, struct mistakes *m)
{
	CLEANUP(free_ptr) char *path = path_join(folder, "examples.tsv");
	struct example_list examples = { 0 }, kin = { 0 };
	struct err err = { 0 };
	cJSON *json = json_parse(str_c(blob), blob->len, &err);

	if (file_exists(path))
		examples_read(path, arena, &examples, m);
	read_kin(folder, kin_names, arena, &kin, m);
	str_putc(blob, '\0');
	put_tongue(json, &examples, blob);
	if (examples.len && !m->list.len)
		put_model(folder, &examples, &kin, arena, blob, m);
	if (!m->list.len)
		heed(folder, json_text(json, "tag"),
		     json_get(json, "templates"), meant, blob, m);
	json_free(json);
	example_list_release(&examples);
	example_list_release(&kin);
}
