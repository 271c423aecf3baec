/* numbers_fuzz.c - tracking numbers, by the files of the tree: who they are
 * of, and what a link to them may hold.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "help/place.h"
#include "policy/number/numbers.h"

static struct numbers *numbers;

static void load(void)
{
	struct mistakes m = { 0 };

	CLEANUP(free_ptr) char *plugins = built("plugins");

	numbers = numbers_load(plugins, "policy", &m);
	FUZZ_HOLDS(!m.list.len, "%s", m.list.at[0]);
}

/* A link is data: what a buyer wrote may not become another address. */
static void check_link(const char *link)
{
	if (!*link)
		return;
	FUZZ_HOLDS(text_starts(link, "https://"), "a link to %s", link);
	for (const char *c = link; *c; c++)
		FUZZ_HOLDS(*c > 0x20 && *c < 0x7f &&
				   !strchr("\"'<>\\^`{|}", *c),
			   "a link with a byte that is not of one: %s", link);
}

static void check_normal(const char *normal)
{
	FUZZ_HOLDS(utf8_check(normal, strlen(normal)) < 0, "it is not UTF-8");
	for (const char *c = normal; *c; c++)
		FUZZ_HOLDS(*c != ' ' && *c != '-' && !(*c >= 'a' && *c <= 'z'),
			   "%s is not how a carrier stores it", normal);
}

static void same(const struct candidate *a, const struct candidate *b,
		 size_t count)
{
	for (size_t i = 0; i < count; i++)
		FUZZ_HOLDS(text_eq(a[i].carrier, b[i].carrier) &&
				   text_eq(a[i].service, b[i].service) &&
				   a[i].valid == b[i].valid &&
				   a[i].confidence == b[i].confidence &&
				   text_eq(a[i].link, b[i].link),
			   "candidate %zu is %s and then %s", i, a[i].service,
			   b[i].service);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_text t = { (const char *)data, (const char *)data + size };
	struct candidate out[CANDIDATES_MAX], twice[CANDIDATES_MAX];
	struct arena arena = ARENA_INIT;
	const char *normal, *id, *found;
	char *number, *word;
	size_t count;

	if (!numbers)
		load();
	number = fuzz_line(&t);
	word = fuzz_rest(&t);
	normal = numbers_normal(number, &arena);
	check_normal(normal);
	FUZZ_HOLDS(text_eq(numbers_normal(normal, &arena), normal),
		   "%s is normal and is changed again", normal);
	count = numbers_recognise(numbers, number, &arena, out);
	FUZZ_HOLDS(count <= CANDIDATES_MAX, "%zu candidates", count);
	for (size_t i = 0; i < count; i++) {
		FUZZ_HOLDS(out[i].confidence >= 1 && out[i].confidence <= 99 &&
				   (!i ||
				    out[i].confidence <= out[i - 1].confidence),
			   "candidate %zu is sure by %d", i, out[i].confidence);
		check_link(out[i].link);
	}
	FUZZ_HOLDS(numbers_recognise(numbers, normal, &arena, twice) == count,
		   "the same number has more candidates");
	same(out, twice, count);
	id = numbers_carrier(numbers, word, number);
	found = numbers_carrier(numbers, id, "");
	FUZZ_HOLDS(!*id || text_eq(id, found), "%s is called %s", id, found);
	check_link(numbers_link(numbers, word, number, &arena));
	arena_release(&arena);
	free(number);
	free(word);
	return 0;
}
