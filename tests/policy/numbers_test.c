/* numbers_test.c - a tracking number is known for whose it is.
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include <dirent.h>

#include "base/json.h"
#include "base/when.h"
#include "help/place.h"
#include "policy/number/check_digit.h"
#include "policy/number/numbers.h"

static struct numbers *shipped;
static struct arena arena;

static const char *plugins(void)
{
	CLEANUP(free_ptr) char *path = built("plugins");

	return arena_strdup(&arena, path);
}

static int load(void **state)
{
	struct mistakes m = { { 0 } };
	int bad;

	(void)state;
	shipped = numbers_load(plugins(), "policy", &m);
	for (size_t i = 0; i < m.list.len; i++)
		print_error("%s\n", m.list.at[i]);
	bad = (int)m.list.len;
	mistakes_release(&m);
	return bad ? -1 : 0;
}

static int unload(void **state)
{
	(void)state;
	numbers_free(shipped);
	arena_release(&arena);
	return 0;
}

/* The best candidate; its carrier is "" when there is none. */
static struct candidate best(const char *text)
{
	struct candidate c[CANDIDATES_MAX] = { { .carrier = "", .link = "" } };

	if (!numbers_recognise(shipped, text, &arena, c))
		c[0] = (struct candidate){ .carrier = "", .link = "" };
	return c[0];
}

static bool valid_for(const char *text, const char *carrier)
{
	struct candidate c[CANDIDATES_MAX];
	size_t n = numbers_recognise(shipped, text, &arena, c);

	for (size_t i = 0; i < n; i++)
		if (text_eq(c[i].carrier, carrier))
			return c[i].valid;
	return false;
}

/* -- one number -- */

static void the_shipped_files_have_no_mistake(void **state)
{
	(void)state;
	assert_non_null(shipped);
	assert_true(numbers_files(shipped) >= 2);
}

static void a_number_is_read_however_it_is_written(void **state)
{
	static const char *const same[] = {
		"1Z999AA10123456784",
		"1z999aa10123456784",
		" 1Z 999 AA1 01 2345 6784 ",
		"1Z-999-AA1-0123456784",
		"\xef\xbc\x91\xef\xbc\xba"
		"999AA10123456784",
		"1Z999AA1\xe2\x80\x93"
		"0123456784\xef\xbb\xbf",
		"1Z999AA1\xe3\x80\x80"
		"0123456784\t\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(same); i++) {
		struct candidate c = best(same[i]);

		assert_string_equal(c.carrier, "ups");
		assert_true(c.valid);
		assert_string_equal(c.link,
				    "https://www.ups.com/"
				    "track?tracknum=1Z999AA10123456784");
	}
}

static void a_wrong_check_digit_is_doubted_and_not_refused(void **state)
{
	struct candidate good = best("1Z999AA10123456784");
	/* The sample of UPS's own documentation fails its check. */
	struct candidate doubted = best("1Z12345E0205271688");

	(void)state;
	assert_string_equal(doubted.carrier, "ups");
	assert_false(doubted.valid);
	assert_true(doubted.confidence < good.confidence / 2);
}

static void an_express_letter_is_ems_and_its_country_must_exist(void **state)
{
	(void)state;
	assert_string_equal(best("EE123456785CN").carrier, "ems");
	assert_string_equal(best("RR123456785DE").carrier, "s10");
	assert_true(valid_for("EE123456785CN", "s10"));
	assert_false(best("EE123456785XX").valid);
	/* "EL" and "RC" stand side by side in the list, "LA" does as well. */
	assert_false(valid_for("RR123456785ZZ", "s10"));
}

static void what_is_no_number_has_no_candidate(void **state)
{
	static const char *const none[] = {
		"",    " ",        "---",         "hello",
		"123", "\xff\xfe", "1Z999AA1'--", "EE123456785CN; rm -rf /",
	};
	char longest[4096];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(none); i++)
		assert_string_equal(best(none[i]).carrier, "");
	assert_string_equal(numbers_normal(NULL, &arena), "");
	memset(longest, '1', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	assert_string_equal(best(longest).carrier, "");
	assert_string_equal(numbers_normal(longest, &arena), "");
}

/* -- carriers and links -- */

static void a_shop_s_word_names_the_carrier(void **state)
{
	static const char *const words[][2] = {
		{ "DHL", "dhl" },
		{ "dhl", "dhl" },
		{ "DHL Express", "dhl" },
		{ " DHL Paket National", "dhl" },
		{ "dhl_express", "dhl" },
		{ "DHLExpress", "dhl" },
		{ "Deutsche Post", "dhl" },
		{ "UPS\xc2\xae", "ups" },
		{ "USPS", "usps" },
		{ "FedEx Ground", "fedex" },
		{ "Federal Express", "fedex" },
		{ "China EMS", "ems" },
		{ "DHLX", "" },
		{ "Other", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(words); i++)
		assert_string_equal(
			numbers_carrier(shipped, words[i][0], "none"),
			words[i][1]);
	/* A word that says nothing: the number tells. */
	assert_string_equal(
		numbers_carrier(shipped, "Other", "1Z999AA10123456784"), "ups");
	assert_string_equal(numbers_carrier(shipped, NULL, NULL), "");
}

static void a_link_is_the_carrier_s_and_holds_only_the_number(void **state)
{
	(void)state;
	assert_string_equal(
		numbers_link(shipped, "DHL Express", "12345 67891", &arena),
		"https://www.dhl.com/global-en/home/"
		"tracking.html?tracking-id=1234567891&submit=1");
	/* Named by the shop: a form nobody knows is linked all the same. */
	assert_string_equal(numbers_link(shipped, "UPS", "ab77", &arena),
			    "https://www.ups.com/track?tracknum=AB77");
	assert_string_equal(numbers_link(shipped, "", "EE123456785CN", &arena),
			    "https://t.17track.net/en#nums=EE123456785CN");
	assert_string_equal(numbers_link(shipped, "DHL", "1\"><b>", &arena),
			    "");
	assert_string_equal(numbers_link(shipped, "DHL", "", &arena), "");
	assert_string_equal(numbers_link(shipped, "Pigeon", "77", &arena), "");
}

/* -- files -- */

static struct numbers *written(const char *text, struct mistakes *m)
{
	const char *dir = arena_printf(&arena, "%s/numbers", scratch_dir());
	const char *path = arena_printf(&arena, "%s/numbers.conf", dir);
	struct err err = { 0 };

	if (dir_make(dir, 0755, &err) ||
	    file_write(path, text, strlen(text), 0644, &err))
		fail_msg("%s", err.text);
	return numbers_load(plugins(), dir, m);
}

static void every_mistake_is_told_with_its_line(void **state)
{
	static const char *const said[] = {
		":2: \"link\" must begin with https://",
		":4: \"pattern\" cannot be read at character",
		":5: \"check\" must be one of none, mod7",
		":6: \"pattern\" needs (?<serial>...) and (?<digit>...)",
		":7: \"9\" is no a by this pattern",
		":8: \"8\" passes as b and must not",
		":9: unknown key \"trst\"; did you mean \"trust\"?",
		":10: \"example\" is missing",
	};
	struct mistakes m = { { 0 } };
	struct numbers *n = written(
		"carriers = ( { carrier = \"x\";\n"
		"  link = \"http://x.example/{number}\";\n"
		"  numbers = (\n"
		"  { service = \"a\"; pattern = \"[0-\"; example = \"1\"; },\n"
		"  { service = \"a\"; pattern = \"1\"; example = \"1\"; "
		"check = \"mod8\"; },\n"
		"  { service = \"a\"; pattern = \"1\"; example = \"1\"; "
		"check = \"luhn\"; },\n"
		"  { service = \"a\"; pattern = \"1\"; example = \"9\"; },\n"
		"  { service = \"b\"; pattern = \"8\"; example = \"8\"; "
		"wrong = \"8\"; },\n"
		"  { service = \"c\"; pattern = \"7\"; example = \"7\"; "
		"trst = 3; },\n"
		"  { service = \"d\"; pattern = \"6\"; }\n"
		"  ); } );\n",
		&m);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(said); i++) {
		bool found = false;

		for (size_t k = 0; k < m.list.len; k++)
			found |= strstr(m.list.at[k], said[i]) != NULL;
		if (!found)
			fail_msg("nobody said %s", said[i]);
	}
	numbers_free(n);
	mistakes_release(&m);
}

static void a_seller_s_link_replaces_a_plugin_s(void **state)
{
	struct mistakes m = { { 0 } };
	struct numbers *n = written("carriers = ( { carrier = \"dhl\"; link = "
				    "\"https://my.example/{number}\"; } );\n",
				    &m);

	(void)state;
	assert_int_equal(m.list.len, 0);
	assert_string_equal(numbers_link(n, "", "1234567891", &arena),
			    "https://my.example/1234567891");
	numbers_free(n);
	mistakes_release(&m);
}

static void a_pattern_that_never_ends_is_cut_off(void **state)
{
	struct mistakes m = { { 0 } };
	struct numbers *n = written(
		"carriers = ( { carrier = \"slow\"; numbers = ( { service = "
		"\"s\"; pattern = \"(1+)+(2|A)\"; example = \"12\"; } ); } );",
		&m);
	struct candidate c[CANDIDATES_MAX];
	int64_t began = clock_mono();

	(void)state;
	assert_int_equal(m.list.len, 0);
	for (int i = 0; i < 10; i++)
		numbers_recognise(n, "11111111111111111111111111111111113",
				  &arena, c);
	assert_true(clock_mono() - began < 2000);
	numbers_free(n);
	mistakes_release(&m);
}

/* -- outside vectors -- */

static struct {
	int valid, invalid, first;
} passed;

/* Invalid for one form may be another form of the same courier: so are the
 * vectors of Purolator. */
static bool valid_elsewhere(const cJSON *courier, const char *text)
{
	const cJSON *form, *one;

	cJSON_ArrayForEach (form, json_get(courier, "tracking_numbers"))
		cJSON_ArrayForEach (one,
				    json_pointer(form, "/test_numbers/valid"))
			if (text_eq(one->valuestring, text))
				return true;
	return false;
}

static void check_form(const cJSON *courier, const cJSON *form)
{
	const char *id = json_text(courier, "courier_code");
	const cJSON *one;

	cJSON_ArrayForEach (one, json_pointer(form, "/test_numbers/valid")) {
		if (!valid_for(one->valuestring, id))
			print_error("%s: %s is not recognised\n", id,
				    one->valuestring);
		else
			passed.valid++;
		if (text_eq(best(one->valuestring).carrier, id))
			passed.first++;
	}
	cJSON_ArrayForEach (one, json_pointer(form, "/test_numbers/invalid"))
		if (valid_for(one->valuestring, id) &&
		    !valid_elsewhere(courier, one->valuestring))
			print_error("%s: %s passes\n", id, one->valuestring);
		else
			passed.invalid++;
}

static int vectors_in(const char *path)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	CLEANUP(json_free_ptr) cJSON *json = NULL;
	struct err err = { 0 };
	const cJSON *form;
	int count = 0;

	if (file_read(&s, path, STR_MAX - 1, &err) ||
	    !(json = json_parse(s.at, s.len, &err)))
		fail_msg("%s: %s", path, err.text);
	cJSON_ArrayForEach (form, json_get(json, "tracking_numbers")) {
		check_form(json, form);
		count += cJSON_GetArraySize(
			json_pointer(form, "/test_numbers/valid"));
		count += cJSON_GetArraySize(
			json_pointer(form, "/test_numbers/invalid"));
	}
	return count;
}

static void the_published_vectors_come_out_to_the_letter(void **state)
{
	CLEANUP(free_ptr)
	char *folder = shared_path("vectors/tracking_number_data/couriers");
	struct dirent **names = NULL;
	int count = scandir(folder, &names, NULL, alphasort), total = 0;

	(void)state;
	for (int i = 0; i < count; i++) {
		CLEANUP(free_ptr)
		char *path = path_join(folder, names[i]->d_name);

		if (text_ends(path, ".json"))
			total += vectors_in(path);
		free(names[i]);
	}
	free(names);
	print_message("# %d valid, %d invalid, of %d; courier first %d times\n",
		      passed.valid, passed.invalid, total, passed.first);
	assert_true(total > 200);
	assert_int_equal(passed.valid + passed.invalid, total);
}

static void recognising_takes_microseconds(void **state)
{
	static const char *const some[] = { "1Z999AA10123456784", "1234567891",
					    "EE123456785CN", "hello",
					    "9400112345678901234566" };
	int64_t began = clock_mono();
	int rounds = 20000;

	(void)state;
	for (int i = 0; i < rounds; i++) {
		best(some[i % COUNT_OF(some)]);
		if (i % 1000 == 0)
			arena_clear(&arena);
	}
	began = clock_mono() - began;
	print_message("# %.1f us a number\n",
		      (double)began * 1000 / (double)rounds);
	assert_true(began < rounds / 4); /* 250 us: under sanitizers too */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shipped_files_have_no_mistake),
		cmocka_unit_test(a_number_is_read_however_it_is_written),
		cmocka_unit_test(
			a_wrong_check_digit_is_doubted_and_not_refused),
		cmocka_unit_test(
			an_express_letter_is_ems_and_its_country_must_exist),
		cmocka_unit_test(what_is_no_number_has_no_candidate),
		cmocka_unit_test(a_shop_s_word_names_the_carrier),
		cmocka_unit_test(
			a_link_is_the_carrier_s_and_holds_only_the_number),
		cmocka_unit_test(every_mistake_is_told_with_its_line),
		cmocka_unit_test(a_seller_s_link_replaces_a_plugin_s),
		cmocka_unit_test(a_pattern_that_never_ends_is_cut_off),
		cmocka_unit_test(the_published_vectors_come_out_to_the_letter),
		cmocka_unit_test(recognising_takes_microseconds),
	};

	return cmocka_run_group_tests_name("numbers", tests, load, unload);
}
