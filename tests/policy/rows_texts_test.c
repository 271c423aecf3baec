/* rows_texts_test.c - what the texts of each scenario say, by rows of
 * docs/capabilities.md, in the twelve languages that ship.
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include "policy/with_packs.h"

#define LINK "https://track.example/3318810025"

/* With everything known that such a reply may name. */
static const char *render(const struct pack *p, const char *id)
{
	const char *subject, *text;
	struct err err = { 0 };

	if (pack_render(p, id, known_values, KNOWN_VALUES, &arena, &subject,
			&text, &err))
		fail_msg("%s in %s: %s", id, pack_tag(p), err.text);
	return text;
}

static void must_say(const char *lang, const char *id, const char *words)
{
	const struct pack *p = pack_for(&packs, lang);
	const char *text;

	assert_non_null(p);
	text = render(p, id);
	if (!strstr(text, words))
		fail_msg("%s in %s does not say \"%s\": %s", id, lang, words,
			 text);
}

/* Each in words of its own: none is a copy of the English one. */
static void
a19_quality_delay_and_customs_are_written_in_twelve_languages(void **state)
{
	static const char *const ids[] = { "quality.ask", "late.apology",
					   "customs.info" };
	const struct pack *en = pack_for(&packs, "en");

	(void)state;
	assert_int_equal(packs.len, 12);
	for (size_t k = 0; k < COUNT_OF(ids); k++)
		for (size_t i = 0; i < packs.len; i++)
			if (packs.at[i] != en)
				assert_string_not_equal(
					render(packs.at[i], ids[k]),
					render(en, ids[k]));
}

static void a29_an_apology_for_delay_names_order_link_and_code(void **state)
{
	(void)state;
	assert_int_equal(packs.len, 12);
	for (size_t i = 0; i < packs.len; i++) {
		const char *tag = pack_tag(packs.at[i]);

		must_say(tag, "late.compensation", "1001");
		must_say(tag, "late.compensation", LINK);
		must_say(tag, "late.compensation", "SORRY10");
	}
}

struct said {
	const char *lang, *words[3];
};

static void must_say_all(const char *id, const struct said *list, size_t count)
{
	assert_int_equal(count, packs.len);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < 3; k++)
			must_say(list[i].lang, id, list[i].words[k]);
}

static void a38_neighbours_and_the_desk_of_the_house_are_named(void **state)
{
	static const struct said list[] = {
		{ "en", { "neighbours", "reception", "one to three" } },
		{ "de", { "Nachbarn", "Empfang", "ein bis drei" } },
		{ "es", { "vecinos", "portería", "uno a tres" } },
		{ "fr", { "voisins", "gardien", "un à trois" } },
		{ "it", { "vicini", "portineria", "uno-tre" } },
		{ "ja", { "お隣", "受付", "1～3" } },
		{ "ko", { "이웃", "경비실", "1~3" } },
		{ "nl", { "buren", "receptie", "een tot drie" } },
		{ "pl", { "sąsiadów", "portiernia", "jednego do trzech" } },
		{ "pt", { "vizinhos", "portaria", "um a três" } },
		{ "sv", { "grannarna", "receptionen", "en till tre" } },
		{ "zh", { "邻居", "物业", "一到三" } },
	};

	(void)state;
	must_say_all("delivered_not_received.proof", list, COUNT_OF(list));
}

/* Sorry, thank you, and a picture. */
static void a41_who_got_it_damaged_reads_an_apology_and_thanks(void **state)
{
	static const struct said list[] = {
		{ "en", { "sorry", "thank you", "photos" } },
		{ "de", { "leid", "Dank", "Fotos" } },
		{ "es", { "Lamento", "agradezco", "fotos" } },
		{ "fr", { "désolés", "remercions", "photos" } },
		{ "it", { "dispiaciuti", "ringraziamo", "foto" } },
		{ "ja", { "申し訳ございません", "ありがとう", "写真" } },
		{ "ko", { "죄송합니다", "감사합니다", "사진" } },
		{ "nl", { "spijt", "bedankt", "foto" } },
		{ "pl", { "przykro", "Dziękujemy", "zdjęć" } },
		{ "pt", { "Lamentamos", "agradecemos", "fotos" } },
		{ "sv", { "tråkigt", "Tack", "bilder" } },
		{ "zh", { "抱歉", "感谢", "照片" } },
	};
	const struct playbook *p = playbook_find(&policy->playbooks, "damaged");

	(void)state;
	assert_string_equal(p->steps.at[0].name, "shown already");
	assert_string_equal(p->steps.at[1].reply, "damaged.photo_request");
	must_say_all("damaged.photo_request", list, COUNT_OF(list));
}

/* The guard's own look at it in every variant: guard_templates_test.c. */
static void a68_a_threat_is_answered_with_a_chance_to_put_it_right(void **state)
{
	const struct playbook *p =
		playbook_find(&policy->playbooks, "review_threat");
	bool found = false;

	(void)state;
	assert_non_null(p);
	for (size_t i = 0; i < p->steps.len; i++)
		found |= text_eq(p->steps.at[i].reply, "review_threat.chance");
	assert_true(found);
	assert_int_equal(packs.len, 12);
	for (size_t i = 0; i < packs.len; i++)
		must_say(pack_tag(packs.at[i]), "review_threat.chance", "1001");
	must_say("en", "review_threat.chance", "a chance to put this right");
}

static void
a99_trouble_on_the_way_is_explained_in_twelve_languages(void **state)
{
	static const char *const ids[] = { "parcel.exception",
					   "parcel.returning",
					   "stalled.proactive" };

	(void)state;
	for (size_t k = 0; k < COUNT_OF(ids); k++)
		for (size_t i = 0; i < packs.len; i++)
			must_say(pack_tag(packs.at[i]), ids[k], "1001");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a19_quality_delay_and_customs_are_written_in_twelve_languages),
		cmocka_unit_test(
			a29_an_apology_for_delay_names_order_link_and_code),
		cmocka_unit_test(
			a38_neighbours_and_the_desk_of_the_house_are_named),
		cmocka_unit_test(
			a41_who_got_it_damaged_reads_an_apology_and_thanks),
		cmocka_unit_test(
			a68_a_threat_is_answered_with_a_chance_to_put_it_right),
		cmocka_unit_test(
			a99_trouble_on_the_way_is_explained_in_twelve_languages),
	};

	return cmocka_run_group_tests(tests, with_packs_load,
				      with_packs_unload);
}
