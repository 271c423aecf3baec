/* track.c - whose tracking number is this?
 * SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "cli/folder.h"
#include "cli/verbs.h"
#include "policy/number/numbers.h"

/* The seller's files when there is a manifest, else those of the program. */
static struct numbers *open_numbers(struct cli *c, struct mistakes *m,
				    struct err *err)
{
	CLEANUP(free_ptr) char *plugins = cli_plugins(c);
	CLEANUP(free_ptr) char *policy = folder_of_data(c, "policy");
	struct manifest *seller = NULL;
	struct numbers *n;

	if ((c->manifest_path || file_exists(manifest_default())) &&
	    !(seller = cli_manifest(c, err)))
		return NULL;
	n = numbers_load(seller && seller->plugins ? seller->plugins : plugins,
			 seller ? seller->policy : policy, m);
	manifest_close(seller);
	for (size_t i = 0; i < m->list.len; i++)
		fprintf(stderr, "%s\n", m->list.at[i]);
	if (!m->list.len)
		return n;
	err_set(err, ERR_CONFIG, "the files of numbers have %zu mistake%s",
		m->list.len, m->list.len == 1 ? "" : "s");
	numbers_free(n);
	return NULL;
}

static void put_json(struct str *s, const char *given,
		     const struct candidate *at, size_t count)
{
	struct jw w = JW_INIT(s);

	jw_object(&w);
	jw_kv_text(&w, "number", given);
	jw_key(&w, "candidates");
	jw_array(&w);
	for (size_t i = 0; i < count; i++) {
		jw_object(&w);
		jw_kv_text(&w, "carrier", at[i].carrier);
		jw_kv_bool(&w, "valid", at[i].valid);
		jw_kv_i64(&w, "confidence", at[i].confidence);
		jw_kv_text(&w, "link", *at[i].link ? at[i].link : NULL);
		jw_kv_text(&w, "service", at[i].service);
		jw_end(&w);
	}
	jw_end(&w);
	jw_end(&w);
	str_putc(s, '\n');
}

static void put_words(struct str *s, const char *given,
		      const struct candidate *at, size_t count)
{
	str_printf(s, "%s%s\n", given,
		   count ? "" : ": no carrier has such a number");
	for (size_t i = 0; i < count; i++)
		str_printf(s, "  %-12s %3d %%  %-22s %s%s\n", at[i].carrier,
			   at[i].confidence, at[i].service,
			   at[i].valid ? "" : "(its check digit is wrong) ",
			   at[i].link);
}

/* A person at a terminal reads words; whatever else reads, reads JSON. */
static bool wants_json(const struct cli *c)
{
	return c->json || (!cli_flag(c, "text") && !isatty(STDOUT_FILENO));
}

int verb_track(struct cli *c, struct err *err)
{
	struct mistakes m = { { 0 } };
	struct numbers *n = c->words.len ? open_numbers(c, &m, err) : NULL;
	struct candidate found[CANDIDATES_MAX];
	struct arena arena = ARENA_INIT;
	size_t unknown = 0;

	for (size_t i = 0; n && i < c->words.len; i++) {
		CLEANUP(str_release) struct str given = STR_INIT;
		const char *word = cli_word(c, i);
		size_t count = numbers_recognise(n, word, &arena, found);

		utf8_repair(&given, word, strlen(word));
		(wants_json(c) ? put_json : put_words)(&c->out, str_c(&given),
						       found, count);
		unknown += count == 0;
		arena_clear(&arena);
	}
	arena_release(&arena);
	numbers_free(n);
	mistakes_release(&m);
	if (!c->words.len)
		return err_set(err, ERR_USAGE, "track needs a number");
	if (!n)
		return -1;
	return unknown ? err_set(err, ERR_DATA,
				 "%zu of %zu are no tracking number that any "
				 "carrier here has",
				 unknown, c->words.len)
		       : 0;
}
