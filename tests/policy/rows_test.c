/* rows_test.c - what each kind of matter has, by rows of
 * docs/capabilities.md: a tier, a procedure, words that tell of it, texts. The
 * policy and the packs as they ship.
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include "base/when.h"
#include "policy/rule/decide.h"
#include "policy/with_packs.h"
#include "policy/words/template.h"

/* -- four kinds of crisis -- */

static void decide(const char *trigger, const char *issue, const char *status,
		   struct decision *out)
{
	struct fact_values v = { .of = &policy->facts };

	fact_set_word(&v, "issue", issue);
	fact_set_word(&v, "scan_status", status);
	fact_set_also(&v, "");
	fact_set_number(&v, "confidence", 90);
	fact_set_number(&v, "has_order", 1);
	fact_set_number(&v, "shipped", 1);
	fact_set_number(&v, "delivered", text_eq(status, "delivered"));
	fact_set_number(&v, "refunded", 0);
	fact_set_number(&v, "refunded_amount", 0);
	fact_set_number(&v, "disputed", text_eq(trigger, "dispute"));
	fact_set_word(&v, "platform", "shopify");
	fact_set_number(&v, "cancelled", 0);
	fact_set_number(&v, "order_total", 5000);
	policy_decide(policy, trigger, &v, &arena, out);
}

static void
a1_each_kind_of_crisis_has_a_text_a_time_and_a_procedure(void **state)
{
	static const struct {
		const char *issue, *status, *playbook;
	} kinds[] = {
		{ "review_bad", "delivered", "review_bad" },
		{ "review_threat", "delivered", "review_threat" },
		{ "claim_announced", "in_transit", "claim" },
		{ "payment_failed", "in_transit", "payment" },
		{ "not_received", "in_transit", "not_received" },
		{ "late", "in_transit", "late" },
		{ "customs", "customs_hold", "customs" },
		{ "damaged", "delivered", "damaged" },
		{ "wrong_item", "delivered", "wrong_item" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		struct decision d;
		const struct tier_rule *t =
			policy_tier(policy, kinds[i].issue, 0);

		decide("message", kinds[i].issue, kinds[i].status, &d);
		if (!t || t->respond_ms <= 0 || t->respond_ms > 24 * HOUR_MS)
			fail_msg("%s has no time", kinds[i].issue);
		if (!d.playbook ||
		    !text_eq(d.playbook->playbook, kinds[i].playbook))
			fail_msg("%s: the playbook is %s, not %s",
				 kinds[i].issue,
				 d.playbook ? d.playbook->playbook : "none",
				 kinds[i].playbook);
		if (!d.reply || !d.reply->reply)
			fail_msg("%s has no text", kinds[i].issue);
	}
}

/* The same issue, reported by the platform instead of told by the buyer: what
 * is proposed then stands in the steps. */
static void a1_a_dispute_that_is_reported_has_all_three_as_well(void **state)
{
	const struct tier_rule *t = policy_tier(policy, "claim_announced", 0);
	bool words = false, task = false;
	const struct playbook *p;
	struct decision d;

	(void)state;
	decide("dispute", "claim_announced", "delivered", &d);
	assert_true(t && t->respond_ms > 0 && t->respond_ms <= 4 * HOUR_MS);
	assert_non_null(d.playbook);
	p = playbook_find(&policy->playbooks, d.playbook->playbook);
	assert_non_null(p);
	for (size_t i = 0; i < p->steps.len; i++) {
		words |= *p->steps.at[i].reply != '\0';
		task |= *p->steps.at[i].task != '\0';
	}
	assert_true(words && task);
}

/* -- words that tell of a bad review -- */

static void a10_words_of_a_bad_review_are_found_and_named(void **state)
{
	static const struct {
		const char *lang, *text, *hit;
	} texts[] = {
		{ "en", "I left a bad review for this lamp.",
		  "left a bad review" },
		{ "de", "Ich habe Sie schlecht bewertet.",
		  "schlecht bewertet" },
		{ "es", "He dejado una mala reseña de la lámpara.",
		  "he dejado una mala reseña" },
		{ "fr", "J'ai laissé un mauvais avis sur la lampe.",
		  "ai laissé un mauvais avis" },
		{ "it", "Ho lasciato una recensione negativa.",
		  "lasciato una recensione" },
		{ "ja", "低評価しました。", "低評価しまし" },
		{ "ko", "나쁜 리뷰를 남겼어요.", "리뷰를 남겼" },
		{ "nl", "Ik heb een slechte review geplaatst.",
		  "slechte review geplaatst" },
		{ "pl", "Już wystawiłam opinię o lampie.",
		  "wystawiłam opinię" },
		{ "pt", "Deixei uma avaliação negativa.",
		  "deixei uma avaliação" },
		{ "sv", "Jag har lämnat en dålig recension.",
		  "lämnat en dålig recension" },
		{ "zh", "已经给了差评。", "给了差评" },
	};

	(void)state;
	assert_int_equal(COUNT_OF(texts), packs.len);
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct guess g;

		classify(&packs, texts[i].text, texts[i].lang, &arena, &g);
		if ((!text_eq(g.issue, "review_bad") &&
		     !text_eq(g.issue, "review_threat")) ||
		    !strstr(g.cues, texts[i].hit))
			fail_msg("%s: %s, %s", texts[i].text, g.issue, g.cues);
		assert_true(policy_tier(policy, g.issue, 0)->respond_ms ==
			    4 * HOUR_MS);
	}
}

/* -- twelve languages -- */

static void known(const struct pack *p, const struct template *t)
{
	for (size_t i = 0; i < t->pieces.len; i++) {
		const struct piece *piece = &t->pieces.at[i];
		CLEANUP(free_ptr) char *name = NULL;

		if (piece->type == PIECE_PART && !piece->part)
			fail_msg("%s in %s names a part that is none", t->id,
				 pack_tag(p));
		if (piece->type != PIECE_VALUE)
			continue;
		name = xasprintf("%.*s", (int)piece->len, piece->at);
		if (!words_have(policy->templates.facts, name))
			fail_msg("%s in %s names {%s}, which is no fact", t->id,
				 pack_tag(p), name);
	}
}

static void a18_every_scenario_has_its_text_in_twelve_languages(void **state)
{
	CLEANUP(free_ptr) char *ids = xstrdup(policy->templates.templates);
	char *save = NULL;
	int n = 0;

	(void)state;
	assert_int_equal(packs.len, 12);
	for (char *id = strtok_r(ids, " ", &save); id;
	     id = strtok_r(NULL, " ", &save), n++)
		for (size_t i = 0; i < packs.len; i++) {
			const struct template *t = template_find(
				pack_templates(packs.at[i]), id, strlen(id));

			if (!t)
				fail_msg("%s has no %s", pack_tag(packs.at[i]),
					 id);
			else
				known(packs.at[i], t);
		}
	print_message("# %d scenarios in %zu languages\n", n, packs.len);
	assert_true(n > 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a1_each_kind_of_crisis_has_a_text_a_time_and_a_procedure),
		cmocka_unit_test(
			a1_a_dispute_that_is_reported_has_all_three_as_well),
		cmocka_unit_test(a10_words_of_a_bad_review_are_found_and_named),
		cmocka_unit_test(
			a18_every_scenario_has_its_text_in_twelve_languages),
	};

	return cmocka_run_group_tests(tests, with_packs_load,
				      with_packs_unload);
}
