/* call_test.c - the services of struct hw_host, with nobody behind them.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/when.h"
#include "wire/call.h"

static int kept;

static hw_status door_keep(struct call *c, const char *key, const char *value)
{
	(void)c, (void)key, (void)value;
	kept++;
	return HW_OK;
}

static const struct call_door door = { .keep = door_keep };

static struct hw_host *started(struct call *c)
{
	call_start(c, &door, NULL, "test");
	return &c->host;
}

static void amounts_are_read_exactly(void **state)
{
	static const struct {
		const char *amount, *currency;
		int64_t minor;
		int bad;
	} cases[] = {
		{ "12.50", "EUR", 1250, 0 }, { "1000", "JPY", 1000, 0 },
		{ "0.005", "KWD", 5, 0 },    { "12.505", "EUR", 0, 1 },
		{ "1e3", "EUR", 0, 1 },      { "12", "EURO", 0, 1 },
		{ "x", "EUR", 0, 1 },        { "12", NULL, 0, 1 },
		{ NULL, "EUR", 0, 0 },       { "", "EUR", 0, 0 },
	};
	CLEANUP(call_release) struct call c;
	struct hw_host *h = started(&c);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		int bad = 0;
		struct hw_money m =
			h->money(h, cases[i].amount, cases[i].currency, &bad);

		assert_int_equal(m.minor, cases[i].minor);
		assert_int_equal(bad, cases[i].bad);
		h->money(h, cases[i].amount, cases[i].currency, NULL);
	}
	assert_string_equal(h->amount(h, (struct hw_money){ 1250, "EUR", "" }),
			    "12.50");
}

static void bad_is_left_alone_by_what_can_be_read(void **state)
{
	CLEANUP(call_release) struct call c;
	struct hw_host *h = started(&c);
	int bad = 0;

	(void)state;
	assert_int_equal(h->when(h, "yesterday", &bad).basis, HW_NO_TIME);
	assert_int_equal(h->when(h, "1970-01-01T00:00:01Z", &bad).ms, 1000);
	assert_int_equal(h->money(h, "1", "EUR", &bad).minor, 100);
	assert_int_equal(bad, 1);
}

static void paths_walk_a_document(void **state)
{
	static const char text[] =
		"{\"a\":[{\"b/c\":\"x\",\"n\":7},[1,2]],\"t\":true,"
		"\"big\":9007199254740993,\"f\":1.5}";
	CLEANUP(call_release) struct call c;
	struct hw_host *h = started(&c);
	const struct hw_json *j = h->json_parse(h, text, sizeof text - 1);

	(void)state;
	assert_non_null(j);
	assert_string_equal(h->json_text(j, "a/0/b~1c"), "x");
	assert_int_equal(h->json_int(j, "a/0/n", -1), 7);
	assert_int_equal(h->json_count(h->json_at(j, "a/1")), 2);
	assert_int_equal(
		h->json_int(h->json_item(h->json_at(j, "a/1"), 1), NULL, -1),
		2);
	assert_null(h->json_text(j, "a/0/n"));
	assert_null(h->json_at(j, "a/2"));
	assert_null(h->json_at(j, "a/00"));
	assert_null(h->json_at(j, "a/-1"));
	assert_null(h->json_at(j, "t/x"));
	assert_null(h->json_at(j, "a//b"));
	assert_int_equal(h->json_int(j, "f", -1), -1);
	assert_int_equal(h->json_int(NULL, "a", -1), -1);
	assert_int_equal(h->json_count(NULL), 0);
	assert_null(h->json_item(NULL, 0));
	assert_null(h->json_item(h->json_at(j, "a"), UINT32_MAX));
}

static void a_document_that_is_no_json_is_told(void **state)
{
	CLEANUP(call_release) struct call c;
	struct hw_host *h = started(&c);

	(void)state;
	assert_null(h->json_parse(h, "{\"a\":1,}", 8));
	assert_non_null(strstr(c.why, "cannot be read"));
	assert_int_equal(call_end(&c, HW_BROKEN), HW_BROKEN);
}

static void text_is_quoted_for_json_and_urls(void **state)
{
	CLEANUP(call_release) struct call c;
	struct hw_host *h = started(&c);

	(void)state;
	assert_string_equal(h->json_quote(h, "a\"\n"), "\"a\\\"\\n\"");
	assert_string_equal(h->json_quote(h, NULL), "null");
	assert_string_equal(h->json_quote(h, "\xff"), "\"\xef\xbf\xbd\"");
	assert_string_equal(h->url_quote(h, "a b/\xc3\xa9~"),
			    "a%20b%2F%C3%A9~");
	assert_string_equal(h->url_quote(h, NULL), "");
}

static void a_call_sees_its_own_puts(void **state)
{
	CLEANUP(call_release) struct call c;
	struct hw_host *h = started(&c);
	const char *value;

	(void)state;
	call_kv(&c, "a", "1");
	h->kv_get(h, "a", &value);
	assert_string_equal(value, "1");
	h->kv_put(h, "a", NULL);
	h->kv_get(h, "a", &value);
	assert_null(value);
	kept = 0;
	h->kv_keep(h, "a", "3");
	h->kv_get(h, "a", &value);
	assert_string_equal(value, "3");
	assert_int_equal(kept, 1);
	assert_int_equal(c.puts.len, 0);
}

/* What an older plugin's struct lacks is zero. */
static void a_shorter_record_is_filled_with_zeros(void **state)
{
	CLEANUP(call_release) struct call c;
	struct hw_host *h = started(&c);
	struct hw_order o = { .ref = "1", .name = "#1", .city = "lost" };

	(void)state;
	assert_int_equal(h->emit(h, HW_REC_ORDER, &o,
				 offsetof(struct hw_order, version)),
			 HW_OK);
	assert_string_equal(str_c(&c.records), "{\"kind\":\"order\",\"ref\":"
					       "\"1\",\"name\":\"#1\"}\n");
}

/* Lists of older and newer plugins are walked by their own stride. */
static void a_list_is_walked_by_its_stride(void **state)
{
	struct newer {
		struct hw_line line;
		const char *more;
	} newer[2] = { { { .ref = "a" }, "x" }, { { .ref = "b" }, "y" } };
	struct older {
		const char *ref;
	} older[2] = { { "c" }, { "d" } };
	struct hw_order o = { .ref = "1", .lines = HW_TABLE(newer) };
	CLEANUP(call_release) struct call c;
	struct hw_host *h = started(&c);

	(void)state;
	assert_int_equal(hw_emit_order(h, &o), HW_OK);
	o.lines = (struct hw_table)HW_TABLE(older);
	assert_int_equal(hw_emit_order(h, &o), HW_OK);
	assert_non_null(strstr(str_c(&c.records),
			       "\"lines\":[{\"ref\":\"a\"},{\"ref\":\"b\"}]"));
	assert_non_null(strstr(str_c(&c.records),
			       "\"lines\":[{\"ref\":\"c\"},{\"ref\":\"d\"}]"));
}

static void what_cannot_be_written_breaks_the_call(void **state)
{
	struct hw_line line = { .quantity = INT64_MAX };
	const struct hw_order orders[] = {
		{ .ref = "1", .total = { 1, "", "" } },
		{ .ref = "1", .total = { INT64_MIN, "EUR", "" } },
		{ .ref = "1", .total = { 1, { 'E', 'U', 'R', 'O' }, "" } },
		{ .ref = "1", .version = INT64_MIN },
		{ .ref = "1", .placed = { -1, HW_UTC, 0 } },
		{ .ref = "1", .placed = { INT64_MAX, HW_UTC, 0 } },
		{ .ref = "1", .placed = { 1, 9, 0 } },
		{ .ref = "1", .placed = { 1, HW_OFFSET, 86400 } },
		{ .ref = "1", .first_order = 2 },
		{ .ref = "1", .status = -1 },
		{ .ref = "1", .lines = { NULL, 1, 8 } },
		{ .ref = "1", .lines = { &line, 1, 0 } },
		{ .ref = "1", .lines = { &line, UINT32_MAX, sizeof line } },
		{ .ref = "1", .lines = { &line, 1, sizeof line } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(orders); i++) {
		CLEANUP(call_release) struct call c;
		struct hw_host *h = started(&c);

		if (hw_emit_order(h, &orders[i]) != HW_BROKEN)
			fail_msg("order %zu: %s", i, str_c(&c.records));
		assert_non_null(strstr(c.why, "test emitted "));
		/* Whatever the plugin then says. */
		assert_int_equal(call_end(&c, HW_OK), HW_BROKEN);
		assert_int_equal(c.records.len, 0);
	}
}

static void bytes_travel_as_base64(void **state)
{
	CLEANUP(call_release) struct call c;
	struct hw_host *h = started(&c);
	struct hw_evidence e = { .ref = "1", .bytes = "\0\xff", .len = 2 };

	(void)state;
	assert_int_equal(hw_emit_evidence(h, &e), HW_OK);
	assert_non_null(strstr(str_c(&c.records), "\"AP8=\""));
	e.bytes = NULL;
	assert_int_equal(hw_emit_evidence(h, &e), HW_BROKEN);
}

static const struct hw_text_in text = {
	.ref = "m1",
	.channel = "email",
	.origin = HW_HUMAN,
	.at = { .ms = 1000, .basis = HW_UTC },
};

static void files_come_behind_their_text_and_their_bytes_beside(void **state)
{
	CLEANUP(call_release) struct call c;
	CLEANUP(str_release) struct str json = STR_INIT;
	struct hw_host *h = started(&c);
	struct hw_file_in f = { .name = "a\xff.jpg",
				.bytes = "\0\xff",
				.len = 2 };

	(void)state;
	assert_int_equal(hw_emit_text_in(h, &text), HW_OK);
	assert_int_equal(hw_emit_file_in(h, &f), HW_OK);
	f = (struct hw_file_in){ .name = "b", .type = "image/png", .len = 9 };
	f.within = 7;
	assert_int_equal(hw_emit_file_in(h, &f), HW_OK);
	assert_string_equal(
		strchr(str_c(&c.records), '\n') + 1,
		"{\"kind\":\"file_in\",\"ref\":\"m1/1\",\"text_ref\":\"m1\","
		"\"name\":\"a\xef\xbf\xbd.jpg\",\"size\":2,"
		"\"at\":\"1970-01-01T00:00:01Z\",\"beside\":2}\n"
		"{\"kind\":\"file_in\",\"ref\":\"m1/2\",\"text_ref\":\"m1\","
		"\"name\":\"b\",\"type\":\"image/png\",\"size\":9,"
		"\"at\":\"1970-01-01T00:00:01Z\",\"within\":true}\n");
	assert_int_equal(c.beside.len, 2);
	assert_memory_equal(c.beside.at, "\0\xff", 2);
	call_put_done(&c, 7, call_end(&c, HW_OK), &json);
	assert_string_equal(str_c(&json),
			    "{\"id\":7,\"done\":0,\"count\":3,\"beside\":2}");
}

static void a_file_without_a_text_breaks_the_call(void **state)
{
	CLEANUP(call_release) struct call c;
	struct hw_host *h = started(&c);

	(void)state;
	assert_int_equal(hw_emit_file_in(h, &(struct hw_file_in){ .len = 1 }),
			 HW_BROKEN);
	assert_string_equal(c.why,
			    "test emitted a file of no text, or nothing");
}

static void what_a_call_cannot_carry_is_told_without_its_bytes(void **state)
{
	CLEANUP(call_release) struct call c;
	CLEANUP(free_ptr) char *bytes = xcalloc(1, CALL_FILES_MAX);
	struct hw_host *h = started(&c);
	struct hw_file_in f = { .bytes = bytes, .len = CALL_FILES_MAX - 1 };

	(void)state;
	assert_int_equal(hw_emit_text_in(h, &text), HW_OK);
	assert_int_equal(hw_emit_file_in(h, &f), HW_OK);
	f.len = 2;
	assert_int_equal(hw_emit_file_in(h, &f), HW_OK);
	assert_null(strstr(str_c(&c.records), "\"size\":2,\"beside\""));
	f.len = 1;
	assert_int_equal(hw_emit_file_in(h, &f), HW_OK);
	assert_int_equal(c.beside.len, CALL_FILES_MAX);
	f.len = SIZE_MAX;
	assert_int_equal(hw_emit_file_in(h, &f), HW_OK);
	assert_int_equal(call_end(&c, HW_OK), HW_OK);
	assert_int_equal(c.count, 5);
}

static void records_and_files_have_a_limit_together(void **state)
{
	CLEANUP(call_release) struct call c;
	CLEANUP(free_ptr) char *bytes = xcalloc(1, CALL_FILES_MAX);
	struct hw_host *h = started(&c);
	struct hw_file_in f = { .bytes = bytes, .len = CALL_FILES_MAX };
	struct hw_text_in large = text;

	(void)state;
	large.raw = bytes;
	large.raw_len = (size_t)9 << 20;
	assert_int_equal(hw_emit_text_in(h, &text), HW_OK);
	assert_int_equal(hw_emit_file_in(h, &f), HW_OK);
	assert_int_equal(hw_emit_text_in(h, &large), HW_BROKEN);
	assert_string_equal(c.why,
			    "test emitted more than 31 MiB of records and "
			    "files; HW_MORE is due after 1 MiB");
}

static void services_that_are_not_there_fail_the_call(void **state)
{
	CLEANUP(call_release) struct call c;
	struct hw_host *h = started(&c);
	struct hw_request req = { .method = "GET", .url = "https://a.example" };
	struct hw_response res;

	(void)state;
	assert_int_equal(h->http(h, &req, &res), HW_UNSUPPORTED);
	assert_non_null(res.headers);
	assert_string_equal(res.body, "");
	assert_null(h->service(h, HW_STREAM_1));
	assert_null(h->service(h, NULL));
}

static void the_result_of_a_call_is_one_object(void **state)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	CLEANUP(call_release) struct call c;
	struct hw_host *h = started(&c);

	(void)state;
	h->kv_put(h, "gone", NULL);
	h->kv_put(h, "a", "1");
	call_put_done(&c, 7, call_end(&c, HW_MORE), &json);
	assert_string_equal(str_c(&json),
			    "{\"id\":7,\"done\":1,\"kv\":{\"gone\":null,"
			    "\"a\":\"1\"},\"count\":0}");
	str_clear(&json);
	call_put_done(&c, 8,
		      call_end(&c, (h->fail)(h, HW_RETRY, 5, "%s", "later")),
		      &json);
	assert_string_equal(str_c(&json),
			    "{\"id\":8,\"done\":-1,\"why\":\"later\","
			    "\"retry_at\":5,\"count\":0}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amounts_are_read_exactly),
		cmocka_unit_test(bad_is_left_alone_by_what_can_be_read),
		cmocka_unit_test(paths_walk_a_document),
		cmocka_unit_test(a_document_that_is_no_json_is_told),
		cmocka_unit_test(text_is_quoted_for_json_and_urls),
		cmocka_unit_test(a_call_sees_its_own_puts),
		cmocka_unit_test(a_shorter_record_is_filled_with_zeros),
		cmocka_unit_test(a_list_is_walked_by_its_stride),
		cmocka_unit_test(what_cannot_be_written_breaks_the_call),
		cmocka_unit_test(bytes_travel_as_base64),
		cmocka_unit_test(
			files_come_behind_their_text_and_their_bytes_beside),
		cmocka_unit_test(a_file_without_a_text_breaks_the_call),
		cmocka_unit_test(
			what_a_call_cannot_carry_is_told_without_its_bytes),
		cmocka_unit_test(records_and_files_have_a_limit_together),
		cmocka_unit_test(services_that_are_not_there_fail_the_call),
		cmocka_unit_test(the_result_of_a_call_is_one_object),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
