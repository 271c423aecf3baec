/* learnt.c - see learnt.h.
 * SPDX-License-Identifier: MIT */
#include "learnt.h"

#include "base/file.h"
#include "base/json.h"
#include "examples.h"
#include "heed.h"
#include "policy/own_words.h"
#include "policy/reading.h"
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

/* Read as it will be when the pack is used. */
static struct sample sample_of(const struct pack_list *self,
			       const struct example *e, bool kin,
			       struct arena *arena)
{
	CLEANUP(str_release) struct str own = STR_INIT;
	CLEANUP(letters_release) struct letters plain = { 0 };
	struct sample s = { .issue = e->issue, .kin = kin, .also = e->also };
	int32_t *prior = arena_alloc(arena, MODEL_CLASSES * sizeof *prior);
	struct reading r = READING_INIT;

	own_words(self, e->text, &own);
	letters_put_plain(&plain, str_c(&own), own.len);
	reading_of(self->at[0], &plain, &r);
	for (int i = 0; issue_types[i]; i++)
		prior[i] = reading_prior(&r, i);
	s.prior = prior;
	s.grams = r.grams;
	r.grams = (struct gram_list){ 0 };
	reading_release(&r);
	return s;
}

static void add_samples(const struct pack_list *self,
			const struct example_list *examples, bool kin,
			struct arena *arena, struct sample_list *out)
{
	for (size_t i = 0; i < examples->len; i++)
		sample_list_push(out,
				 sample_of(self, &examples->at[i], kin, arena));
}

/* 1.1 MB with 36 classes. */
static const struct course course = { .rows = 30000,
				      .rounds = 15,
				      .with_sure = true };

/* `examples` and what is written in languages so near that their words help:
 * read with this pack's phrases, and learnt from beside its own. */
static void put_model(const char *folder, const struct example_list *examples,
		      const struct example_list *kin, struct arena *arena,
		      struct str *blob, struct mistakes *m)
{
	CLEANUP(str_release) struct str types = STR_INIT;
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
	pack_free(p); /* it borrows the blob, which grows now */
	for (; issue_types[classes]; classes++)
		str_printf(&types, "%s%s", classes ? " " : "",
			   issue_types[classes]);
	train(&samples, str_c(&types), classes, course, blob);
	for (size_t i = 0; i < samples.len; i++)
		gram_list_release(&samples.at[i].grams);
	sample_list_release(&samples);
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
		struct str *blob, struct arena *arena, struct mistakes *m)
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
		     json_get(json, "templates"), blob, m);
	json_free(json);
	example_list_release(&examples);
	example_list_release(&kin);
}
