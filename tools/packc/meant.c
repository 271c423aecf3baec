/* meant.c - see meant.h.
 * SPDX-License-Identifier: MIT */
#include "meant.h"

#include <dirent.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "lexicon.h"
#include "policy/guard/guard_grams.h"
#include "replies.h"
#include "sentences.h"
#include "text/bits.h"

#define MAGIC "HWS1"
#define PLUGINS "plugins"

/* What the numbers are of. Of the hashes, what they make of a word: who changes
 * one need not think of this. */
static uint32_t version(void)
{
	const char *name = "review";
	uint32_t piece = gram_hash_on(GRAM_HASH_START, 'r');
	struct hasher h;
	struct hash all;

	hasher_start(&h);
	hasher_text(&h, GUARD_MAGIC);
	for (int kind = 0; kind <= GUARD_KINDS; kind++)
		hasher_i64(&h, guard_kind_from[GUARD_MEANT][kind]);
	hasher_i64(&h, gram_hash_end(piece, GRAM_BUCKETS));
	hasher_i64(&h, guard_lexicon_name(name, strlen(name)));
	for (int set = 0; set < GUARD_SETS; set++)
		hasher_text(&h, guard_set_names[set]);
	all = hasher_end(&h);
	return bytes_u32(all.at);
}

/* -- the sentences -- */

static void add_reply(void *arg, po_message_t m)
{
	sentences_add_template(arg, po_message_msgstr(m));
}

/* Those that are missing are told when the pack is built (build.c). */
static void read_replies(struct sentences *s, const char *folder)
{
	CLEANUP(free_ptr) char *path = path_join(folder, "replies.po");

	if (file_exists(path))
		replies_read(path, s->mistakes, add_reply, s);
}

static void read_folder(struct sentences *s, const char *folder,
			const char *lang)
{
	CLEANUP(str_release) struct str bytes = STR_INIT;
	struct guard_lexicon words = { 0 };
	struct err err = { 0 };
	const uint8_t *at;
	size_t len;

	lexicon(folder, &bytes, s->mistakes);
	at = (const uint8_t *)str_c(&bytes);
	len = bytes.len;
	if (guard_lexicon_open(&words, &at, &len, &err))
		return; /* a mistake was told */
	s->words = &words;
	s->lang = lang;
	for (int set = 0; set < GUARD_SETS; set++)
		sentences_read(s, set, folder);
	if (sentences_here(folder, GUARD_RULES))
		read_replies(s, folder);
	s->words = NULL;
}

static int is_pack(const struct dirent *e)
{
	return text_starts(e->d_name, "locale-");
}

/* In the order of their names, so that the same files give the same bytes. */
static void read_packs(struct sentences *s)
{
	struct dirent **entries = NULL;
	int n = scandir(PLUGINS, &entries, is_pack, alphasort);

	if (n <= 0)
		mistake(s->mistakes, PLUGINS, 1,
			"no locale packs; run it where they stand");
	for (int i = 0; i < n; i++) {
		const char *name = entries[i]->d_name;
		CLEANUP(free_ptr) char *folder = path_join(PLUGINS, name);

		read_folder(s, folder, name + strlen("locale-"));
		free(entries[i]);
	}
	free(entries);
}

/* -- learning -- */

/* What is meant only refines what the letters say of a rule; of a remedy it
 * tells most. Rows as in heed.c. */
static const struct margin_course courses[GUARD_SETS] = {
	[GUARD_RULES] = { .rows = 64000,
			  .rounds = 10,
			  .kind_from = guard_kind_from[GUARD_MEANT],
			  .ease = 5,
			  .part = 2 },
	[GUARD_REMEDIES] = { .rows = 12000,
			     .rounds = 10,
			     .kind_from = guard_kind_from[GUARD_MEANT],
			     .ease = 5,
			     .part = 1 },
};

static void put_set(struct sample_list *samples, enum guard_set set,
		    struct str *out)
{
	CLEANUP(margin_rows_release) struct margin_rows rows = { 0 };
	int32_t constant[GUARD_SCORES] = { 0 };
	size_t count = guard_set_count(set);

	margin_learn(samples, count, courses[set], constant, &rows);
	for (size_t k = 0; k < count; k++)
		put_u32(out, (uint32_t)constant[k]);
	put_u32(out, (uint32_t)rows.len);
	for (size_t i = 0; i < rows.len; i++) {
		put_u32(out, rows.at[i].bucket);
		put_u32(out, rows.at[i].idf);
		for (size_t k = 0; k < count; k++)
			put_u32(out, (uint32_t)rows.at[i].weight[k]);
	}
}

void meant_learn(struct str *out, struct mistakes *m)
{
	struct sentences said = { .mistakes = m };
	struct guard_policy *guard = guard_load("policy", NULL, m);

	said.guard = guard;
	if (!m->list.len)
		read_packs(&said);
	str_puts(out, MAGIC);
	put_u32(out, version());
	for (int set = 0; set < GUARD_SETS && !m->list.len; set++)
		put_set(&said.of[set], set, out);
	sentences_release(&said);
	guard_free(guard);
}

/* -- the file -- */

/* Once something is missing, nothing is there any more. */
static uint32_t take(const uint8_t **at, size_t *len)
{
	uint32_t n = 0;

	if (*len < sizeof n) {
		*at = NULL;
		*len = 0;
		return 0;
	}
	n = bytes_u32(*at);
	*at += sizeof n;
	*len -= sizeof n;
	return n;
}

static void read_set(struct meant *m, enum guard_set set, const uint8_t **at,
		     size_t *len)
{
	size_t count = guard_set_count(set);
	uint32_t rows, least = 0;

	for (size_t k = 0; k < count; k++)
		m->constant[set][k] = (int32_t)take(at, len);
	rows = take(at, len);
	for (uint32_t i = 0; i < rows && *at; i++) {
		struct margin_row row = { .bucket = take(at, len) };

		row.idf = (uint8_t)take(at, len);
		for (size_t k = 0; k < count; k++)
			row.weight[k] = (int32_t)take(at, len);
		if (row.bucket >= GRAM_BUCKETS || row.bucket < least)
			*at = NULL;
		else
			margin_rows_push(&m->rows[set], row);
		least = row.bucket + 1;
	}
}

int meant_read(struct meant *m, const struct str *bytes, struct err *err)
{
	const uint8_t *at = (const uint8_t *)str_c(bytes);
	size_t len = bytes->len;

	*m = (struct meant){ 0 };
	if (len < strlen(MAGIC) || memcmp(at, MAGIC, strlen(MAGIC)) != 0)
		return err_set(err, ERR_DATA, "it does not begin with " MAGIC);
	at += strlen(MAGIC);
	len -= strlen(MAGIC);
	if (take(&at, &len) != version() && at)
		return err_set(err, ERR_DATA,
			       "it was made for another version");
	for (int set = 0; set < GUARD_SETS && at; set++)
		read_set(m, set, &at, &len);
	if (at && !len)
		return 0;
	meant_release(m);
	return err_set(err, ERR_DATA, "it ends too soon or too late");
}

void meant_release(struct meant *m)
{
	for (int set = 0; set < GUARD_SETS; set++)
		margin_rows_release(&m->rows[set]);
}
