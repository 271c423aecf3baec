/* may_test.c - which requests of a plugin may leave, whatever it says of them.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/str.h"
#include "wire/may.h"

#define API "https://x.example/admin/api/2026-07/graphql.json"
#define ASKS                                                              \
	"[{\"method\":\"POST\",\"path\":\"/admin/api/*/graphql.json\","   \
	"\"at\":\"/query\",\"says\":\"query A{a}\",\"verb\":null},"       \
	"{\"method\":\"POST\",\"path\":\"/admin/api/*/graphql.json\","    \
	"\"at\":\"/query\",\"says\":\"mutation B{b}\","                   \
	"\"verb\":\"refund\"},"                                           \
	"{\"method\":\"POST\",\"path\":\"/token?\",\"verb\":null},"       \
	"{\"method\":\"PUT\",\"path\":\"/orders/*/note\",\"verb\":null}," \
	"{\"method\":\"PUT\",\"path\":\"/orders/1/note\","                \
	"\"verb\":\"note\"}]"

static struct err why;

/* The verb, "" for none, NULL when it may not leave. */
static const char *ask_with(const char *method, const char *url,
			    const char *header, const char *body)
{
	static char verb[20];
	cJSON *asks = json_parse(ASKS, strlen(ASKS), &why);
	cJSON *http = cJSON_CreateObject(), *headers = cJSON_CreateArray();
	const char *of = NULL;
	int rc;

	why = (struct err){ 0 };
	assert_non_null(asks);
	cJSON_AddStringToObject(http, "method", method);
	cJSON_AddStringToObject(http, "url", url);
	cJSON_AddItemToObject(http, "headers", headers);
	if (header)
		cJSON_AddItemToArray(headers, cJSON_CreateString(header));
	rc = may_send(asks, http, body, strlen(body), &of, &why);
	snprintf(verb, sizeof verb, "%s", of ? of : "");
	json_free(asks);
	json_free(http);
	return rc ? NULL : verb;
}

static const char *ask(const char *method, const char *url, const char *body)
{
	return ask_with(method, url, NULL, body);
}

static void reading_passes_and_may_carry_no_body(void **state)
{
	(void)state;
	assert_string_equal(ask("GET", "https://x.example/any?x=1", ""), "");
	assert_null(ask("GET", "https://x.example/any", "{}"));
	assert_null(ask_with("GET", "https://x.example/any",
			     "x-http-method-override: POST", ""));
	assert_null(
		ask_with("GET", "https://x.example/any", "A: b\r\nC: d", ""));
	assert_null(ask("GET\r\nX: y", "https://x.example/any", ""));
	assert_null(ask("get", "https://x.example/any", ""));
}

static void what_no_row_declares_does_not_leave(void **state)
{
	(void)state;
	assert_null(ask("POST", "https://x.example/refunds", "{}"));
	assert_non_null(strstr(why.text, "POST to /refunds"));
	assert_null(ask("DELETE", API, "{\"query\":\"query A{a}\"}"));
	assert_null(ask("POST", API, "{\"query\":\"query A{a} \"}"));
	assert_null(ask("POST", API, ""));
	assert_null(ask("POST", API, "query A{a}"));
}

static void a_body_that_is_looked_into_says_whose_effect_it_is(void **state)
{
	(void)state;
	assert_string_equal(ask("POST", API, "{\"query\":\"query A{a}\"}"), "");
	assert_string_equal(ask("POST", API, "{\"query\":\"mutation B{b}\"}"),
			    "refund");
	assert_null(ask("POST", API,
			"{\"query\":\"query A{a}\","
			"\"query\":\"mutation B{b}\"}"));
	assert_null(ask("POST", API,
			"{\"query\":\"query A{a}\","
			"\"variables\":\"{secret:token}\"}"));
	assert_null(ask("POST", API "?query=mutation",
			"{\"query\":\"query A{a}\"}"));
}

static void a_path_is_the_whole_path_and_spelt_plainly(void **state)
{
	static const char *const others[] = {
		"https://x.example/orders/2/note/",
		"https://x.example//orders/2/note",
		"https://x.example/orders//note",
		"https://x.example/orders/../note",
		"https://x.example/orders/2%2Frefund/note",
		"https://x.example/orders/%2e%2e/note",
		"https://x.example/orders/{secret:a}/note",
		"https://x.example/orders/2/note?x=1",
		"https://x.example/orders/2/note#x",
		"https:///orders/2/note",
		"https:x.example/orders/2/note",
	};

	(void)state;
	assert_string_equal(ask("PUT", "https://x.example/orders/2/note", ""),
			    "");
	assert_string_equal(ask("POST", "https://x.example/token?a=b", ""), "");
	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (ask("PUT", others[i], ""))
			fail_msg("%s may leave", others[i]);
}

static void of_two_rows_the_one_with_an_effect_counts(void **state)
{
	(void)state;
	assert_string_equal(ask("PUT", "https://x.example/orders/1/note", ""),
			    "note");
	assert_null(ask("PUT", "https://x.example/orders/1/note",
			"{\"a\":\"{secret:x}\"}"));
}

static void a_url_shows_a_whole_segment_or_a_whole_value(void **state)
{
	(void)state;
	assert_true(url_shows("https://x.example/orders/12/refund", "12"));
	assert_true(url_shows("https://x.example/o?order=12&a=b", "12"));
	assert_true(url_shows("https://x.example/o/a%2Fb", "a/b"));
	assert_false(url_shows("https://x.example/orders/123", "12"));
	assert_false(url_shows("https://12/orders/", "12"));
	assert_false(url_shows("https://x.example/o#/12", "12"));
	assert_false(url_shows("https://x.example/o/", ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reading_passes_and_may_carry_no_body),
		cmocka_unit_test(what_no_row_declares_does_not_leave),
		cmocka_unit_test(
			a_body_that_is_looked_into_says_whose_effect_it_is),
		cmocka_unit_test(a_path_is_the_whole_path_and_spelt_plainly),
		cmocka_unit_test(of_two_rows_the_one_with_an_effect_counts),
		cmocka_unit_test(a_url_shows_a_whole_segment_or_a_whole_value),
	};

	return cmocka_run_group_tests_name("may", tests, NULL, NULL);
}
