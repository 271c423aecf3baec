/* guard_fuzz.c - what is about to leave: a line of settings (language,
 * platform, p when public, f when there are facts), then the text. Its spans
 * lie in the text, between characters; the same text is judged the same.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "policy/guard/guard.h"

static struct guard_policy *guard;

static void load(void)
{
	struct mistakes m = { 0 };

	guard = guard_load("policy", NULL, &m);
	FUZZ_HOLDS(!m.list.len, "%s", m.list.at[0]);
}

static void check_spans(const char *text, const struct guard_hits *h)
{
	size_t len = strlen(text);
	bool sound = utf8_check(text, len) < 0;

	for (size_t i = 0; i < h->len; i++) {
		size_t from = h->at[i].from, to = h->at[i].to;

		if (!sound)
			return; /* spans are of the text as repaired */
		FUZZ_HOLDS(from < to && to <= len, "a span %zu..%zu of %zu",
			   from, to, len);
		FUZZ_HOLDS(((unsigned char)text[from] & 0xC0) != 0x80 &&
				   ((unsigned char)text[to] & 0xC0) != 0x80,
			   "a span cuts a character at %zu or %zu", from, to);
	}
}

static void same(const struct guard_hits *a, const struct guard_hits *b)
{
	FUZZ_HOLDS(a->len == b->len, "%zu hits and then %zu", a->len, b->len);
	for (size_t i = 0; i < a->len; i++)
		FUZZ_HOLDS(a->at[i].rule == b->at[i].rule &&
				   a->at[i].from == b->at[i].from,
			   "hit %zu is another", i);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct guard_facts facts = { .order =
							  "114-2093381-5540261",
						  .name = "Ann Smith",
						  .tracking =
							  "1Z999AA10123456784",
						  .amount = "49.00",
						  .currency = "EUR",
						  .date = "2026-11-19",
						  .may_promise = "refund" };
	struct fuzz_text in = { (const char *)data, (const char *)data + size };
	CLEANUP(guard_hits_release) struct guard_hits once = { 0 };
	CLEANUP(guard_hits_release) struct guard_hits twice = { 0 };
	CLEANUP(free_ptr) char *head = fuzz_line(&in);
	CLEANUP(free_ptr) char *text = fuzz_rest(&in);
	char *save = NULL;
	struct guard_text t = { .text = text, .lang = "en", .platform = "" };

	if (!guard)
		load();
	if (!head || !text)
		return -1;
	t.lang = strtok_r(head, " ", &save);
	t.lang = t.lang ? t.lang : "en";
	for (char *w; (w = strtok_r(NULL, " ", &save));) {
		t.is_public |= text_eq(w, "p");
		t.facts = text_eq(w, "f") ? &facts : t.facts;
		if (strlen(w) > 1)
			t.platform = w;
	}
	t.channel = "message";
	guard_judge(guard, &t, &once);
	check_spans(text, &once);
	guard_judge(guard, &t, &twice);
	same(&once, &twice);
	return 0;
}
