/* import_fuzz.c - facts of a file, one JSON object a line, as `helloword
 * import` hands them to the desk.
 *
 * fuzz: at most 8192 bytes of it.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "fuzz/desk.h"
#include "fuzz/fuzz.h"
#include "host/control.h"

struct told {
	int64_t taken, unchanged, refused;
};

static struct told import(struct desk *d, const char *records, size_t len)
{
	CLEANUP(str_release) struct str request = STR_INIT, reply = STR_INIT;
	struct jw w = JW_INIT(&request);
	struct err err = { 0 };
	CLEANUP(json_free_ptr) cJSON *json = NULL, *answer = NULL;
	struct told t;

	jw_object(&w);
	jw_kv_text(&w, "do", "import");
	jw_key(&w, "args");
	jw_object(&w);
	jw_kv_text(&w, "shop", "shop");
	jw_key(&w, "records");
	jw_text_n(&w, records, len);
	jw_end(&w);
	jw_end(&w);
	json = json_parse(str_c(&request), request.len, &err);
	FUZZ_HOLDS(json, "%s", err.text);
	control_do(d, NULL, NULL, "eva", json, &reply);
	answer = json_parse(str_c(&reply), reply.len, &err);
	FUZZ_HOLDS(answer && !json_get(answer, "error"), "refused: %s",
		   str_c(&reply));
	t.taken = json_i64(answer, "taken", -1);
	t.unchanged = json_i64(answer, "unchanged", -1);
	t.refused = json_i64(answer, "refused", -1);
	return t;
}

static int64_t lines(const char *at, size_t len, const char **last)
{
	const char *end = at + len, *nl;
	int64_t n = 0;

	for (*last = end; at < end; at = nl + 1) {
		nl = memchr(at, '\n', (size_t)(end - at));
		nl = nl ? nl : end;
		n += nl > at;
		*last = nl > at ? at : *last;
	}
	return n;
}

/* The last line was taken in: once more it says nothing new. */
static void again(struct desk *d, const char *last, size_t len)
{
	struct hash before = fuzz_state(d), after;
	struct told t = import(d, last, len);

	after = fuzz_state(d);
	FUZZ_HOLDS(!t.taken, "the same line was taken twice: %.*s", (int)len,
		   last);
	FUZZ_HOLDS(t.refused || hash_eq(&before, &after),
		   "a line that says nothing new changed something: %.*s",
		   (int)len, last);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data, *last;
	struct desk *d;
	struct told t;
	int64_t n;

	if (!size || utf8_check(text, size) >= 0 || memchr(text, 0, size))
		return -1;
	d = fuzz_desk();
	n = lines(text, size, &last);
	t = import(d, text, size);
	FUZZ_HOLDS(t.taken >= 0 && t.unchanged >= 0 && t.refused >= 0 &&
			   t.taken + t.unchanged + t.refused == n,
		   "of %lld lines %lld taken, %lld unchanged, %lld refused",
		   (long long)n, (long long)t.taken, (long long)t.unchanged,
		   (long long)t.refused);
	FUZZ_HOLDS(fuzz_count(d, "SELECT count(*) FROM quarantine") ==
			   t.refused,
		   "what is refused is kept");
	if (n)
		again(d, last, (size_t)(text + size - last));
	fuzz_desk_holds(d, false);
	desk_close(d);
	return 0;
}
