/* reply_test.c - which variant of a reply is taken, what it may not say, and
 * how the library is searched: the packs and the policy as they ship.
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include <dirent.h>

#include "base/file.h"
#include "base/when.h"
#include "policy/pack/forms.h"
#include "policy/with_packs.h"
#include "policy/words/etiquette.h"

/* An order of which everything is known, and the occasion. */
static const char *render(const struct pack *p, const char *id,
			  const char *what, const char *word, struct err *err)
{
	struct value values[KNOWN_VALUES + 3];
	size_t n = KNOWN_VALUES;
	const char *subject, *text;

	memcpy(values, known_values, sizeof *values * KNOWN_VALUES);
	values[n++] = (struct value)TEXT_VALUE("proof_file",
					       "proof-of-delivery-1.pdf");
	values[n++] = (struct value)TEXT_VALUE("proof_link",
					       "https://carrier.example/pod/1");
	values[n++] = (struct value)TEXT_VALUE(what, word);
	arena_clear(&arena);
	return pack_render(p, id, values, n, &arena, &subject, &text, err)
		       ? NULL
		       : text;
}

static char *rendered(const struct pack *p, const char *id, const char *what,
		      const char *word)
{
	struct err err = { 0 };
	const char *text = render(p, id, what, word, &err);

	if (!text)
		fail_msg("%s: %s", pack_tag(p), err.text);
	return xstrdup(text);
}

/* The sentences of our answer, without greeting and closing. */
static bool shares_a_paragraph(const char *a, const char *b)
{
	CLEANUP(free_ptr) char *copy = xstrdup(a);
	char *save = NULL;
	int n = 0;

	for (char *line = strtok_r(copy, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save), n++)
		if (n && strlen(line) > 60 && strstr(b, line))
			return true;
	return false;
}

static void
the_second_and_third_reply_do_not_repeat_the_first_in_any_language(void **state)
{
	static const char *const ids[] = { "order_status.reply", "late.apology",
					   "not_received.investigate" };

	(void)state;
	assert_int_equal(packs.len, 12);
	for (size_t i = 0; i < packs.len; i++)
		for (size_t k = 0; k < COUNT_OF(ids); k++) {
			const struct pack *p = packs.at[i];
			char *a = rendered(p, ids[k], "written", "0");
			char *b = rendered(p, ids[k], "written", "1");
			char *c = rendered(p, ids[k], "written", "2");
			char *d = rendered(p, ids[k], "written", "3+");

			if (shares_a_paragraph(a, b) ||
			    shares_a_paragraph(b, c) ||
			    shares_a_paragraph(a, c))
				fail_msg("%s %s:\n%s\n%s\n%s", pack_tag(p),
					 ids[k], a, b, c);
			assert_string_equal(c, d);
			free(a), free(b), free(c), free(d);
		}
}

/* Nor one that only a shop with goods of its own can send. */
static void what_the_shop_cannot_send_again_is_not_offered(void **state)
{
	static const char *const ids[] = {
		"not_received.offer", "delivered_not_received.offer",
		"late.choice",        "parcel.returning",
		"complaint.remedy",   "claim.settlement"
	};

	(void)state;
	for (size_t i = 0; i < packs.len; i++)
		for (size_t k = 0; k < COUNT_OF(ids); k++) {
			const struct pack *p = packs.at[i];
			char *yes = rendered(p, ids[k], "reship", "yes");
			char *no = rendered(p, ids[k], "reship", "no");

			if (text_eq(yes, no) || strlen(no) >= strlen(yes))
				fail_msg("%s %s:\n%s", pack_tag(p), ids[k], no);
			if (text_eq(pack_tag(p), "en") &&
			    (strstr(no, "once more") || strstr(no, "replace") ||
			     !strstr(no, "refund")))
				fail_msg("%s", no);
			free(yes), free(no);
		}
}

static void
a38_a_proof_is_enclosed_or_linked_or_its_absence_is_told(void **state)
{
	static const char found[] = "delivered_not_received.found";
	static const char offer[] = "delivered_not_received.offer";

	(void)state;
	for (size_t i = 0; i < packs.len; i++) {
		const struct pack *p = packs.at[i];
		char *file = rendered(p, found, "proof", "file");
		char *link = rendered(p, found, "proof", "link");
		char *known = rendered(p, found, "proof", "known");
		char *none = rendered(p, offer, "proof", "none");
		char *some = rendered(p, offer, "proof", "file");

		assert_non_null(strstr(file, "proof-of-delivery-1.pdf"));
		assert_null(strstr(file, "https://carrier"));
		assert_non_null(strstr(link, "https://carrier.example/pod/1"));
		assert_null(strstr(known, "proof-of-delivery-1.pdf"));
		assert_null(strstr(known, "https://carrier"));
		assert_string_not_equal(none, some);
		free(file), free(link), free(known), free(none), free(some);
	}
}

/* -- the engine: country, platform, channel, tier -- */

static const char blob[] =
	"{\"tag\":\"en\",\"cues\":[],\"templates\":{"
	"\"t\":\"plain {order}\",\"t~none\":\"nothing known\","
	"\"t~at\":\"in Austria\",\"t~sms\":\"short\","
	"\"t~red\":\"urgent {lacking}\",\"t~at~sms\":\"short in Austria\","
	"\"t~ebay\":\"on ebay {part.sorry}\","
	"\"needs\":\"{order}, {coupon} by {eta}\","
	"\"part.sorry\":\"sorry\",\"part.sorry~at\":\"servus\"}}";

static struct pack *small_pack(struct str *bytes)
{
	struct err err = { 0 };
	struct pack *p;

	str_add(bytes, blob, sizeof blob);
	for (size_t i = 0; i < TONGUE_SIZE; i++)
		str_putc(bytes, 0);
	p = pack_open(str_c(bytes), bytes->len, &err);
	if (!p)
		fail_msg("%s", err.text);
	return p;
}

static void expect(const struct pack *p, const struct value *v, size_t n,
		   const char *wanted)
{
	const char *subject, *text;
	struct err err = { 0 };

	if (pack_render(p, "t", v, n, &arena, &subject, &text, &err))
		fail_msg("%s", err.text);
	assert_string_equal(text, wanted);
}

static void the_variant_that_is_most_for_the_occasion_is_taken(void **state)
{
	struct variant_rule rules[] = {
		{ "at", { { "country", "AT CH" } }, 1 },
		{ "sms", { { "channel", "sms push" } }, 1 },
		{ "red", { { "tier", "red" } }, 1 },
		{ "ebay", { { "platform", "ebay" } }, 1 },
	};
	const struct variant_list list = { .at = rules,
					   .len = COUNT_OF(rules) };
	struct value v[] = { TEXT_VALUE("order", "#1"),
			     TEXT_VALUE("country", "CH"),
			     TEXT_VALUE("channel", "sms"),
			     TEXT_VALUE("tier", "red") };
	struct value ebay[] = { TEXT_VALUE("platform", "ebay"),
				TEXT_VALUE("country", "AT") };
	CLEANUP(str_release) struct str bytes = STR_INIT;
	struct pack *p;

	(void)state;
	p = small_pack(&bytes);
	pack_vary(p, &list);
	expect(p, v, 1, "plain #1");
	expect(p, NULL, 0, "nothing known");
	expect(p, v, 2, "in Austria");
	expect(p, v, 3, "short in Austria");
	/* What is for the occasion and lacks something gives way. */
	expect(p, v, 4, "short in Austria");
	v[1].text = "DE";
	expect(p, v, 3, "short");
	v[2].text = "email";
	expect(p, v, 4, "plain #1");
	/* Parts have occasions, too. */
	expect(p, ebay, 1, "on ebay sorry");
	pack_free(p);
}

/* A28: what is not known is listed, all of it, and nothing is rendered. */
static void
a28_a_value_that_is_not_known_blocks_a_reply_and_is_named(void **state)
{
	CLEANUP(str_release) struct str bytes = STR_INIT;
	struct value value = (struct value)TEXT_VALUE("order", "#1001");
	const char *subject, *text;
	struct err err = { 0 };
	struct pack *p;

	(void)state;
	p = small_pack(&bytes);
	assert_int_equal(pack_render(p, "needs", &value, 1, &arena, &subject,
				     &text, &err),
			 -1);
	assert_int_equal(err.code, ERR_DATA);
	assert_non_null(strstr(err.text, "lacks: coupon, eta"));
	assert_null(text);
	pack_free(p);
}

/* -- etiquette -- */

static struct conf *note_conf;
static struct etiquette notes;

static void notes_of(const char *country)
{
	CLEANUP(free_ptr)
	char *path = xasprintf("policy/etiquette/%s.conf", country);

	note_conf = conf_open(path, &mistakes);
	assert_non_null(note_conf);
	etiquette_read(&notes, note_conf, country, &arena);
	assert_int_equal(mistakes.list.len, 0);
}

static size_t warnings(const char *text, const char *lang, const char *issue)
{
	const struct reply_facts f = { "#1001", "3318810025", lang, issue };
	struct note_texts out = { 0 };
	size_t n;

	etiquette_lint(&notes, pack_for(&packs, lang), text, &f, &arena, &out);
	n = out.len;
	note_texts_release(&out);
	return n;
}

static void notes_close(void)
{
	etiquette_release(&notes);
	conf_close(note_conf);
}

/* A74. */
static void a74_there_are_notes_for_more_than_25_countries(void **state)
{
	DIR *dir = opendir("policy/etiquette");
	const struct dirent *e;
	int n = 0;

	(void)state;
	assert_non_null(dir);
	while ((e = readdir(dir))) {
		char country[3] = { e->d_name[0], e->d_name[1] };

		if (!text_ends(e->d_name, ".conf"))
			continue;
		notes_of(country);
		assert_true(notes.avoid.len > 0 && notes.give.len > 0);
		notes_close();
		n++;
	}
	closedir(dir);
	print_message("# notes for %d countries\n", n);
	assert_true(n >= 25);
}

/* Who follows the note writes no other greeting than the proposal beside it. */
static void a74_the_notes_greet_as_the_texts_do(void **state)
{
	static const struct {
		const char *country, *lang, *greeting;
	} of[] = {
		{ "DE", "de", "Guten Tag" },   { "AT", "de", "Guten Tag" },
		{ "FR", "fr", "Bonjour" },     { "ES", "es", "Hola" },
		{ "IT", "it", "Gentile" },     { "NL", "nl", "Beste" },
		{ "PL", "pl", "Dzień dobry" }, { "PT", "pt", "Olá" },
		{ "SE", "sv", "Hej" },         { "US", "en", "Dear" },
		{ "GB", "en", "Dear" },        { "JP", "ja", "様" },
		{ "KR", "ko", "고객님" },      { "CN", "zh-CN", "您好" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(of); i++) {
		char *text = rendered(pack_for(&packs, of[i].lang),
				      "thanks.reply", "written", "0");

		text[strcspn(text, "\n")] = '\0';
		notes_of(of[i].country);
		if (!strstr(text, of[i].greeting) ||
		    !strstr(notes.address, of[i].greeting) ||
		    !strstr(notes.address, "as our texts have it"))
			fail_msg("%s: \"%s\" beside \"%s\"", of[i].country,
				 notes.address, text);
		notes_close();
		free(text);
	}
}

/* A75. */
static void a75_a_reply_to_germany_names_order_day_and_parcel(void **state)
{
	static const char whole[] = "Ihre Bestellung 1001 vom 3. November "
				    "(Sendung 3318810025) kommt an.";

	(void)state;
	notes_of("DE");
	assert_int_equal(warnings(whole, "de", "late"), 0);
	assert_int_equal(warnings("Das tut uns leid.", "de", "late"), 3);
	assert_int_equal(warnings("Bestellung 1001, 3318810025, kommt bald.",
				  "de", "late"),
			 1);
	assert_int_equal(warnings("Bestellung 1001, 3318810025, am 24.11.",
				  "de", "late"),
			 0);
	assert_int_equal(warnings("Bestellung 1001, 3318810025, 12.50 EUR",
				  "de", "late"),
			 1);
	notes_close();
}

static void a75_a_reply_to_a_complaint_in_japan_apologises(void **state)
{
	(void)state;
	notes_of("JP");
	assert_int_equal(warnings("配送会社に確認いたします。", "ja", "late"),
			 1);
	assert_int_equal(warnings("誠に申し訳ございません。", "ja", "late"), 0);
	assert_int_equal(warnings("We look into it.", "en", "late"), 1);
	assert_int_equal(warnings("We are sorry.", "en", "late"), 0);
	assert_int_equal(warnings("ありがとうございます。", "ja", "thanks"), 0);
	notes_close();
}

/* In every language there is something that one does not write to a buyer, and
 * the lint says it. */
static void a20_every_language_has_forms_that_it_does_not_use(void **state)
{
	(void)state;
	notes_of("DE");
	for (size_t i = 0; i < packs.len; i++) {
		const struct pack *p = packs.at[i];
		size_t n;
		const char *const *forms = pack_forbidden(p, &n);
		const char *form;

		assert_true(n > 0);
		form = arena_strndup(&arena, forms[0], strcspn(forms[0], "*"));
		if (warnings(form, pack_tag(p), "thanks") < 1)
			fail_msg("%s: nobody is told of \"%s\"", pack_tag(p),
				 form);
	}
	notes_close();
}

/* Shops of that kind make codes that begin so. */
static void a20_letters_of_a_code_are_no_form(void **state)
{
	static const char code[] = "1001 z 24.11., 3318810025: Pana kod to "
				   "(TY-1D84E07A2B).";
	static const char word[] = "1001 z 24.11., 3318810025: TY masz 1 kod.";

	(void)state;
	notes_of("DE");
	assert_int_equal(warnings(code, "pl", "late"), 0);
	assert_int_equal(warnings(word, "pl", "late"), 1);
	assert_int_equal(
		warnings("1001, 3318810025, 24-NOVEMBER-2026", "en", "late"),
		0);
	notes_close();
}

/* A20. */
static void a20_a_form_that_a_pack_forbids_is_told(void **state)
{
	static const char polite[] = "1001 vom 24.11., 3318810025: ";

	(void)state;
	notes_of("DE");
	assert_int_equal(warnings(arena_printf(&arena,
					       "%sIhr Paket ist da, "
					       "Sie sehen es dort.",
					       polite),
				  "de", "late"),
			 0);
	assert_int_equal(warnings(arena_printf(&arena,
					       "%sDein Paket ist da, "
					       "Sie sehen es dort.",
					       polite),
				  "de", "late"),
			 1);
	notes_close();
	notes_of("CN");
	assert_int_equal(warnings("您好，你的包裹到了。", "zh-CN", "late"), 1);
	assert_int_equal(warnings("您好，您的包裹到了。", "zh-CN", "late"), 0);
	notes_close();
}

/* -- the library -- */

/* A27. */
static void a27_the_library_is_searched_in_less_than_50_ms(void **state)
{
	struct library_texts all = { 0 };
	struct err err = { 0 };
	int64_t before, took;
	size_t found = 0;

	(void)state;
	for (size_t i = 0; i < packs.len; i++)
		assert_int_equal(library_add(&all, packs.at[i], &err), 0);
	before = clock_mono();
	for (int round = 0; round < 20; round++)
		for (size_t i = 0; i < all.len; i++)
			found += library_match(&all.at[i], "proof carrier") > 0;
	took = clock_mono() - before;
	print_message("# a search of %zu texts: %.2f ms\n", all.len,
		      (double)took / 20);
	assert_true(found > 0);
	assert_true(took < (int64_t)20 * 50);
	library_free(&all);
}

static void a27_a_matter_is_shown_its_own_texts_first(void **state)
{
	const struct library_families *s = &policy->templates.scenarios;

	(void)state;
	assert_true(scenario_has(s, "damaged", "damaged.photo_request"));
	assert_true(scenario_has(s, "damaged", "replacement.coming~x"));
	assert_false(scenario_has(s, "damaged", "customs.info"));
	assert_true(scenario_has(s, "abuse", "customs.info"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_second_and_third_reply_do_not_repeat_the_first_in_any_language),
		cmocka_unit_test(
			what_the_shop_cannot_send_again_is_not_offered),
		cmocka_unit_test(
			a38_a_proof_is_enclosed_or_linked_or_its_absence_is_told),
		cmocka_unit_test(
			a28_a_value_that_is_not_known_blocks_a_reply_and_is_named),
		cmocka_unit_test(
			the_variant_that_is_most_for_the_occasion_is_taken),
		cmocka_unit_test(
			a74_there_are_notes_for_more_than_25_countries),
		cmocka_unit_test(a74_the_notes_greet_as_the_texts_do),
		cmocka_unit_test(
			a75_a_reply_to_germany_names_order_day_and_parcel),
		cmocka_unit_test(
			a75_a_reply_to_a_complaint_in_japan_apologises),
		cmocka_unit_test(a20_letters_of_a_code_are_no_form),
		cmocka_unit_test(a20_a_form_that_a_pack_forbids_is_told),
		cmocka_unit_test(
			a20_every_language_has_forms_that_it_does_not_use),
		cmocka_unit_test(
			a27_the_library_is_searched_in_less_than_50_ms),
		cmocka_unit_test(a27_a_matter_is_shown_its_own_texts_first),
	};

	return cmocka_run_group_tests(tests, with_packs_load,
				      with_packs_unload);
}
