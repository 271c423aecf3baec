/* effect_test.c - what is checked before money leaves, and what a reply means.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "host/effect.h"

static struct verb_info verb_of(const char *effects, const char *not_done,
				bool money)
{
	struct err err = { 0 };

	return (struct verb_info){
		.name = "test",
		.money = money,
		.effects = json_parse(effects, strlen(effects), &err),
		.not_done = json_parse(not_done, strlen(not_done), &err),
		.code_at = "/errors/0/code|/message",
	};
}

static enum effect_answer answer(const char *not_done, int64_t status,
				 const char *body)
{
	struct verb_info v = verb_of("[]", not_done, true);
	enum effect_answer a = effect_answer(&v, status, body, strlen(body));

	json_free((cJSON *)(uintptr_t)v.effects);
	json_free((cJSON *)(uintptr_t)v.not_done);
	return a;
}

#define RULES                                                    \
	"[{\"http\":200,\"code\":\"THROTTLED\"},"                \
	"{\"http\":200,\"code\":\"~new key\",\"new_key\":true}," \
	"{\"http\":200,\"code\":\"?idempoten\"},"                \
	"{\"http\":200,\"code\":\"~ \",\"final\":true},"         \
	"{\"http\":401,\"code\":\"*\"}]"

static void a_code_is_matched_whole_or_by_what_it_holds(void **state)
{
	(void)state;
	assert_int_equal(
		answer(RULES, 200, "{\"errors\":[{\"code\":\"THROTTLED\"}]}"),
		EFFECT_NOT_DONE);
	assert_int_equal(answer(RULES, 200, "{\"message\":\"Too much, sir\"}"),
			 EFFECT_REFUSED);
	assert_int_equal(
		answer(RULES, 200, "{\"message\":\"use a New Key now\"}"),
		EFFECT_NEW_KEY);
	assert_int_equal(answer(RULES, 401, "no"), EFFECT_NOT_DONE);
}

static void what_may_be_done_is_unknown(void **state)
{
	(void)state;
	assert_int_equal(
		answer(RULES, 200,
		       "{\"message\":\"the Idempotency key is in use\"}"),
		EFFECT_UNKNOWN);
	assert_int_equal(
		answer(RULES, 200, "{\"errors\":[{\"code\":\"INTERNAL\"}]}"),
		EFFECT_UNKNOWN);
	assert_int_equal(answer(RULES, 200, "{}"), EFFECT_UNKNOWN);
	assert_int_equal(answer(RULES, 500, "{\"message\":\"a b\"}"),
			 EFFECT_UNKNOWN);
}

static int check(const char *body, int64_t minor)
{
	struct verb_info v =
		verb_of("[{\"what\":\"amount\",\"where\":\"/value/amount\"}]",
			"[]", false);
	struct action a = { .order_ref = "O1",
			    .key = "K",
			    .amount.minor = minor };
	struct http_ask ask = { .body = body,
				.body_len = strlen(body),
				.verb = "test" };
	struct err err = { 0 };
	int rc;

	if (minor)
		memcpy(a.amount.currency, "USD", 4);
	ask.http = cJSON_CreateObject();
	rc = effect_check(&v, &a, &ask, &err);
	json_free((cJSON *)(uintptr_t)ask.http);
	json_free((cJSON *)(uintptr_t)v.effects);
	json_free((cJSON *)(uintptr_t)v.not_done);
	return rc;
}

static void
a_verb_without_money_shows_the_amount_it_was_given_or_none(void **state)
{
	(void)state;
	assert_int_equal(check("{\"value\":{\"amount\":\"5.00\"}}", 500), 0);
	assert_int_equal(check("{\"value\":{\"amount\":\"50.00\"}}", 500), -1);
	assert_int_equal(check("{\"value\":{\"percent\":10}}", 500), -1);
	assert_int_equal(check("{\"value\":{\"percent\":10}}", 0), 0);
	assert_int_equal(check("{\"value\":{\"amount\":\"5.00\"}}", 0), -1);
}

/* effect_check of a verb that shows its order in the URL. */
static int check_url(const char *url, const char *verb)
{
	struct verb_info v = verb_of("[{\"what\":\"order\",\"where\":\"url\"}]",
				     "[]", false);
	struct action a = { .order_ref = "12", .key = "K" };
	struct http_ask ask = { .verb = verb };
	cJSON *http = cJSON_CreateObject();
	struct err err = { 0 };
	int rc;

	cJSON_AddStringToObject(http, "url", url);
	ask.http = http;
	rc = effect_check(&v, &a, &ask, &err);
	json_free(http);
	json_free((cJSON *)(uintptr_t)v.effects);
	json_free((cJSON *)(uintptr_t)v.not_done);
	return rc;
}

static void an_order_in_a_url_is_a_whole_segment(void **state)
{
	(void)state;
	assert_int_equal(check_url("https://x.example/orders/12/r", "test"), 0);
	assert_int_equal(check_url("https://x.example/orders/123/r", "test"),
			 -1);
	assert_int_equal(check_url("https://12/orders/123/r", "test"), -1);
}

static void the_effect_of_one_verb_is_not_that_of_another(void **state)
{
	(void)state;
	assert_int_equal(check_url("https://x.example/orders/12/r", "other"),
			 -1);
	assert_int_equal(check_url("https://x.example/orders/12/r", NULL), -1);
}

#define PAYS                                                                   \
	"[{\"what\":\"order\",\"where\":\"/order\"},"                          \
	"{\"what\":\"amount\",\"where\":\"/parts/*/amount|/amount\"},"         \
	"{\"what\":\"currency\",\"where\":\"/currency\"},"                     \
	"{\"what\":\"key\",\"where\":\"/key\"},"                               \
	"{\"what\":\"only\",\"where\":\": order amount currency key parts\"}," \
	"{\"what\":\"only\",\"where\":\"/parts/*: amount of\"}]"

/* A payment of 5.00 whose body goes on with `rest`. */
static const char *pays(const char *effects, const char *rest)
{
	static struct err err;
	struct verb_info v = verb_of(effects, "[]", true);
	struct action a = { .order_ref = "12",
			    .key = "K",
			    .amount = { 500, "USD" } };
	CLEANUP(free_ptr)
	char *body = xasprintf("{\"order\":\"12\",\"currency\":\"USD\","
			       "\"key\":\"K\"%s}",
			       rest);
	struct http_ask ask = { .body = body,
				.body_len = strlen(body),
				.verb = "test",
				.http = cJSON_CreateObject() };
	int rc;

	err = (struct err){ 0 };
	rc = effect_check(&v, &a, &ask, &err);
	json_free((cJSON *)(uintptr_t)ask.http);
	json_free((cJSON *)(uintptr_t)v.effects);
	json_free((cJSON *)(uintptr_t)v.not_done);
	return rc ? err.text : "good";
}

static void a_payment_holds_the_amount_and_no_other_way_to_pay(void **state)
{
	(void)state;
	assert_string_equal(pays(PAYS, ",\"amount\":\"5.00\""), "good");
	assert_string_equal(pays(PAYS, ",\"parts\":[{\"amount\":\"2.00\"},{"
				       "\"amount\":\"3.00\",\"of\":\"x\"}]"),
			    "good");
	/* Both forms at once would pay twice. */
	assert_non_null(strstr(pays(PAYS, ",\"amount\":\"5.00\",\"parts\":[{"
					  "\"amount\":\"5.00\"}]"),
			       "another amount"));
	/* A part without an amount may be all that is left. */
	assert_non_null(strstr(pays(PAYS, ",\"parts\":[{\"amount\":\"5.00\"},{"
					  "\"of\":\"x\"}]"),
			       "another amount"));
	assert_non_null(strstr(pays(PAYS, ",\"amount\":\"5.00\",\"credit\":"
					  "\"20.00\""),
			       "holds \"credit\""));
	assert_non_null(strstr(pays(PAYS, ",\"parts\":[{\"amount\":\"5.00\","
					  "\"bonus\":\"9\"}]"),
			       "holds \"bonus\""));
	assert_non_null(strstr(pays("[{\"what\":\"amount\",\"where\":"
				    "\"/amount\"}]",
				    ",\"amount\":\"5.00\""),
			       "does not declare where"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_is_matched_whole_or_by_what_it_holds),
		cmocka_unit_test(what_may_be_done_is_unknown),
		cmocka_unit_test(
			a_verb_without_money_shows_the_amount_it_was_given_or_none),
		cmocka_unit_test(an_order_in_a_url_is_a_whole_segment),
		cmocka_unit_test(the_effect_of_one_verb_is_not_that_of_another),
		cmocka_unit_test(
			a_payment_holds_the_amount_and_no_other_way_to_pay),
	};

	return cmocka_run_group_tests_name("effect", tests, NULL, NULL);
}
