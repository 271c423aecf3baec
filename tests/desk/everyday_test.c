/* everyday_test.c - a person's everyday words for a remedy, as the guard that
 * is shipped hears them: refused while nothing stands behind them, and tied to
 * what does. SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/backing_help.h"
#include "help/fake_brain.h"
#include "policy/guarded.h"

static const char *language;

static const char *shipped(const struct brain *b, const struct outgoing *o,
			   struct arena *arena)
{
	CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };
	CLEANUP(str_release) struct str amount = STR_INIT;
	struct guard_facts f = { .may_promise = o->may_promise,
				 .alone = o->alone };
	const struct guard_text t = { .text = o->text,
				      .lang = language,
				      .platform = "shopify",
				      .channel = "message",
				      .facts = &f };

	(void)b, (void)arena;
	if (money_given(o->amount)) {
		money_put(&amount, o->amount);
		f.amount = str_c(&amount);
		f.currency = o->amount.currency;
	}
	guard_judge(guard, &t, &hits);
	return hits.len ? "the guard stops this reply" : NULL;
}

static const struct {
	const char *lang, *money, *goods;
} said[] = {
	{ "en", "Your money is already on its way to you.",
	  "Your replacement is on its way." },
	{ "de", "Das Geld ist schon unterwegs zu Ihnen.",
	  "Ihr Ersatz ist schon unterwegs." },
	{ "fr", "Votre argent est déjà en route vers votre carte.",
	  "Votre nouvel exemplaire est en route." },
	{ "es", "Su dinero ya va de vuelta a su tarjeta.",
	  "Su artículo de reemplazo ya está en camino." },
	{ "nl", "Uw geld is al onderweg naar uw rekening.",
	  "Uw vervangende exemplaar is al onderweg." },
	{ "ja", "代金はもうお客様のカードに戻る手続きをしました。",
	  "代わりの品はもう発送しました。" },
};

static struct desk *desk_that_hears(const char *lang)
{
	struct desk *d = desk_with_lost_order();

	test_brain.guard = shipped;
	language = lang;
	return d;
}

static int reply(struct desk *d, const char *text, struct err *err)
{
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"ticket\":1,\"text\":\"%s\"}", text);

	return do_cmd(d, "reply", "tom", json, err);
}

static void refuses(struct desk *d, const char *text)
{
	struct err err = { 0 };

	if (!reply(d, text, &err))
		fail_msg("not refused: %s", text);
	assert_int_equal(err.code, ERR_DATA);
}

static void everyday_words_with_nothing_behind_them_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(said); i++) {
		struct desk *d = desk_that_hears(said[i].lang);

		refuses(d, said[i].money);
		refuses(d, said[i].goods);
		desk_close(d);
	}
}

static void they_are_tied_to_the_money_that_stands_behind_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(said); i++) {
		struct desk *d = desk_that_hears(said[i].lang);
		struct err err = { 0 };
		int64_t refund;

		assert_int_equal(plan(d, "refund", "5.00", NULL, &err), 0);
		refund = one(d, "SELECT max(id) FROM actions WHERE verb = "
				"'refund'");
		if (reply(d, said[i].money, &err))
			fail_msg("%s: %s", err.text, said[i].money);
		assert_int_equal(one(d, "SELECT beside FROM actions ORDER BY "
					"id DESC LIMIT 1"),
				 refund);
		refuses(d, said[i].goods);
		ends_the_same(d);
	}
}

static const struct {
	const char *lang, *both;
} with_voucher[] = {
	{ "en", "We refund you 5 USD and give you a voucher on top." },
	{ "de", "Wir erstatten Ihnen 5 USD und legen einen Gutschein "
		"obendrauf." },
	{ "es", "Le reembolsamos 5 USD y además le damos un vale." },
	{ "it", "Le rimborsiamo 5 USD e in più Le diamo un buono." },
	{ "zh-CN", "我们退您5美元，另外再送您一张优惠券。" },
};

static void a_refund_stands_behind_no_voucher_on_top(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(with_voucher); i++) {
		struct desk *d = desk_that_hears(with_voucher[i].lang);
		struct err err = { 0 };
		int64_t coupon;

		assert_int_equal(plan(d, "refund", "5.00", NULL, &err), 0);
		refuses(d, with_voucher[i].both);
		assert_int_equal(plan(d, "coupon", "5.00", NULL, &err), 0);
		coupon = one(d, "SELECT max(id) FROM actions WHERE verb = "
				"'coupon'");
		if (reply(d, with_voucher[i].both, &err))
			fail_msg("%s: %s", err.text, with_voucher[i].both);
		assert_int_equal(one(d, "SELECT besides ->> 0 FROM actions "
					"ORDER BY id DESC LIMIT 1"),
				 coupon);
		ends_the_same(d);
	}
}

/* -- after it was paid -- */

static const struct {
	const char *lang, *of_it, *of_another;
} after[] = {
	{ "en", "We have refunded you the 5.00 USD.",
	  "Thank you for the photo." },
	{ "de", "Das Geld ist wieder auf Ihrem Konto.", "Danke für das Foto." },
	{ "fr", "Nous vous avons remboursé 5,00 USD.", "Merci pour la photo." },
	{ "es", "Le hemos reembolsado 5,00 USD.", "Gracias por la foto." },
	{ "it", "Le abbiamo rimborsato 5,00 USD.", "Grazie per la foto." },
	{ "pt", "Reembolsámos-lhe 5,00 USD.", "Obrigado pela fotografia." },
	{ "nl", "Wij hebben u 5,00 USD terugbetaald.",
	  "Bedankt voor de foto." },
	{ "pl", "Zwróciliśmy Panu 5,00 USD.", "Dziękujemy za zdjęcie." },
	{ "sv", "Vi har betalat tillbaka 5,00 USD.", "Tack för bilden." },
	{ "ja", "5.00 USDを返金いたしました。",
	  "お写真をありがとうございます。" },
	{ "ko", "5.00 USD를 환불해 드렸습니다.", "사진 감사합니다." },
	{ "zh-CN", "我们已经给您退款5.00 USD。", "谢谢您的照片。" },
};

static int64_t tied_to(struct desk *d, const char *text)
{
	struct err err = { 0 };

	if (reply(d, text, &err))
		fail_msg("%s: %s", err.text, text);
	return one(d, "SELECT coalesce(beside, 0) FROM actions ORDER BY id "
		      "DESC LIMIT 1");
}

static void of_money_that_was_paid_they_tell_and_no_others(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(after); i++) {
		struct desk *d = desk_that_hears(after[i].lang);
		int64_t refund = approved_refund(d, "tom");

		settles(d, refund);
		if (tied_to(d, after[i].of_it) != refund)
			fail_msg("does not tell of it: %s", after[i].of_it);
		if (tied_to(d, after[i].of_another))
			fail_msg("tells of it: %s", after[i].of_another);
		ends_the_same(d);
	}
}

static void a_second_sum_needs_money_of_its_own(void **state)
{
	const char *text = "We refund 5.00 USD and another 3.00 USD as a "
			   "gesture.";
	struct desk *d = desk_that_hears("en");
	struct err err = { 0 };

	(void)state;
	assert_int_equal(plan(d, "refund", "5.00", NULL, &err), 0);
	refuses(d, text);
	must_do(d, "task", "mia",
		"{\"ticket\":1,\"role\":\"finance\",\"text\":\"by bank\","
		"\"within\":\"24h\",\"gives\":\"refund\",\"amount\":\"3.00\","
		"\"currency\":\"USD\",\"reason\":\"a gesture\"}");
	if (reply(d, text, &err))
		fail_msg("%s", err.text);
	assert_int_equal(one(d, "SELECT tasks ->> 0 FROM actions ORDER BY id "
				"DESC LIMIT 1"),
			 one(d, "SELECT max(id) FROM tasks"));
	assert_int_equal(one(d, "SELECT beside > 0 FROM actions ORDER BY id "
				"DESC LIMIT 1"),
			 1);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			everyday_words_with_nothing_behind_them_are_refused),
		cmocka_unit_test(
			they_are_tied_to_the_money_that_stands_behind_them),
		cmocka_unit_test(a_refund_stands_behind_no_voucher_on_top),
		cmocka_unit_test(a_second_sum_needs_money_of_its_own),
		cmocka_unit_test(
			of_money_that_was_paid_they_tell_and_no_others),
	};

	return cmocka_run_group_tests_name("everyday", tests, guarded_load,
					   guarded_unload);
}
