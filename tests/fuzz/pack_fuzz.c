/* pack_fuzz.c - locale packs as hostile blobs: opened, classified with and
 * rendered from, or refused with a sentence.
 *
 * An input is a text that a buyer wrote, then the blob: all bytes after the
 * first line end. A blob of JSON alone is given a tongue to which every text
 * costs nothing, so that small inputs come to the end of the reader; one with a
 * NUL is taken as it is. The same bytes are looked at as the words of a pack's
 * guard, which are looked for in the text.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "policy/guard/guard_lexicon.h"
#include "policy/pack/pack.h"
#include "policy/rule/fact.h"

static void check_guess(const struct guess *g)
{
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *cues = json_parse(g->cues, strlen(g->cues), &err);

	FUZZ_HOLDS(issue_index(g->issue) >= 0, "\"%s\" is no issue", g->issue);
	FUZZ_HOLDS(g->confidence >= 0 && g->confidence <= 100,
		   "it is sure by %lld", (long long)g->confidence);
	FUZZ_HOLDS(cJSON_IsArray(cues), "the cues are no list: %s", g->cues);
	FUZZ_HOLDS(!words_have(g->also, g->issue), "%s is also %s", g->issue,
		   g->also);
}

static void render(const struct pack *p, const char *id, struct arena *arena)
{
	static const struct value values[] = {
		{ .name = "order", .type = VALUE_TEXT, .text = "#1001" },
		{ .name = "amount",
		  .type = VALUE_MONEY,
		  .money = { 1250, "EUR" } },
		{ .name = "date",
		  .type = VALUE_DATE,
		  .instant = INT64_C(1795514400000) },
		{ .name = "name", .type = VALUE_TEXT, .text = "{order}" },
	};
	const char *subject = NULL, *text = NULL;
	struct err err = { 0 };

	if (pack_render(p, id, values, COUNT_OF(values), arena, &subject, &text,
			&err)) {
		fuzz_sentence(&err);
		return;
	}
	FUZZ_HOLDS(text, "%s gave no text", id);
	FUZZ_HOLDS(utf8_check(text, strlen(text)) < 0, "%s is not UTF-8", id);
}

static void use(struct pack *p, const struct str *blob, const char *text)
{
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json =
		json_parse(str_c(blob), strnlen(str_c(blob), blob->len), &err);
	struct pack_list list = { .at = &p, .len = 1, .cap = 1 };
	struct arena arena = ARENA_INIT;
	struct guess g;
	const cJSON *one;

	FUZZ_HOLDS(pack_tag(p), "a pack without a tag");
	pack_for(&list, "de-AT");
	classify(&list, text, NULL, &arena, &g);
	check_guess(&g);
	classify(&list, text, "de", &arena, &g);
	check_guess(&g);
	cJSON_ArrayForEach (one, json_get(json, "templates"))
		render(p, one->string, &arena);
	arena_release(&arena);
}

static void on_word(void *arg, size_t letter, uint32_t name)
{
	const struct letters *plain = arg;

	(void)name;
	FUZZ_HOLDS(letter < plain->len, "a word begins at %zu of %zu", letter,
		   plain->len);
}

static void look_up(const struct fuzz_text *t, const char *text)
{
	CLEANUP(letters_release) struct letters plain = { 0 };
	const uint8_t *at = (const uint8_t *)t->at;
	size_t len = (size_t)(t->end - t->at), all = len;
	struct guard_lexicon l;
	struct err err = { 0 };

	if (guard_lexicon_open(&l, &at, &len, &err)) {
		fuzz_sentence(&err);
		return;
	}
	FUZZ_HOLDS(len < all, "%zu bytes are left of %zu", len, all);
	letters_put_plain(&plain, text, strlen(text));
	guard_lexicon_find(&l, &plain, on_word, &plain);
}

static void blob_of(const struct fuzz_text *t, struct str *out)
{
	static const char tongue[1 + TONGUE_SIZE];
	size_t len = (size_t)(t->end - t->at);

	str_add(out, t->at, len);
	if (!memchr(t->at, '\0', len))
		str_add(out, tongue, sizeof tongue);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_text t = { (const char *)data, (const char *)data + size };
	CLEANUP(free_ptr) char *text = fuzz_line(&t);
	CLEANUP(str_release) struct str blob = STR_LIMIT((size_t)8 << 20);
	struct err err = { 0 };
	struct pack *p;

	if (!text || utf8_check(text, strlen(text)) >= 0)
		return -1;
	look_up(&t, text);
	blob_of(&t, &blob);
	p = pack_open(str_c(&blob), blob.len, &err);
	if (!p) {
		fuzz_sentence(&err);
		return 0;
	}
	use(p, &blob, text);
	pack_free(p);
	return 0;
}
