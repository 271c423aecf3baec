/* text_test.c - letters as they are heard, pieces, phrases, tongues, models.
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include "base/utf8.h"
#include "text/bits.h"
#include "text/grams.h"
#include "text/letters.h"
#include "text/model.h"
#include "text/phrases.h"
#include "text/tongue.h"

/* The letters as text, a clause's end as '|'. */
static void assert_heard(const char *text, const char *wanted)
{
	CLEANUP(letters_release) struct letters heard = { 0 };
	CLEANUP(str_release) struct str s = STR_INIT;

	letters_put_plain(&heard, text, strlen(text));
	for (size_t i = 0; i < heard.len; i++)
		utf8_put(&s, heard.at[i] == CLAUSE_END ? '|' : heard.at[i]);
	assert_string_equal(str_c(&s), wanted);
}

static void letters_are_what_is_heard(void **state)
{
	(void)state;
	assert_heard("", " ");
	assert_heard("NICHT  angekommen!!", " nicht angekommen!! ");
	assert_heard("Ｎｏｔ ｈｅｒｅ", " not here ");
	assert_heard("re\xC2\xAD"
		     "fund",
		     " refund ");
	assert_heard("r\xE2\x80\x8B"
		     "efund",
		     " refund ");
	assert_heard("reçu à Noël", " recu a noel ");
	assert_heard("Złoty ŁÓDŹ", " zloty lodz ");
	assert_heard("12 345 and 7", " 0 0 and 0 ");
	assert_heard("don’t", " don't ");
	assert_heard("One. Two, 3.5", " one|two|0 0 ");
	assert_heard("\xFF\xFE broken \xC3", " broken ");
}

static void no_text_is_longer_than_what_is_read(void **state)
{
	CLEANUP(letters_release) struct letters heard = { 0 };
	CLEANUP(free_ptr) char *text = xcalloc(1, 3 * HEARD_MAX);

	(void)state;
	for (size_t i = 0; i < 3 * HEARD_MAX; i++)
		text[i] = i % 2 ? 'a' : 'b';
	letters_put(&heard, text, 3 * HEARD_MAX);
	assert_true(heard.len <= HEARD_MAX + 1);
}

static void grams(const char *text, struct gram_list *out)
{
	CLEANUP(letters_release) struct letters heard = { 0 };

	letters_put_plain(&heard, text, strlen(text));
	grams_of(&heard, out);
}

static size_t shared(const char *a, const char *b)
{
	CLEANUP(gram_list_release) struct gram_list x = { 0 }, y = { 0 };
	size_t n = 0;

	grams(a, &x);
	grams(b, &y);
	for (size_t i = 0; i < x.len; i++) {
		assert_true(!i || x.at[i - 1] < x.at[i]);
		for (size_t k = 0; k < y.len; k++)
			n += x.at[i] == y.at[k];
	}
	return n;
}

static void pieces_are_shared_by_what_sounds_alike(void **state)
{
	(void)state;
	assert_int_equal(shared("", "broken lamp"), 0);
	assert_true(shared("broken lamp", "the BROKEN lamps") > 15);
	assert_true(shared("broken lamp", "where is it") < 3);
	assert_true(shared("退款", "我要退款") >= 2);
}

/* "not broken" is no broken: a marked letter makes another piece. */
static void what_is_denied_is_another_piece(void **state)
{
	CLEANUP(letters_release) struct letters heard = { 0 };
	CLEANUP(gram_list_release) struct gram_list x = { 0 }, y = { 0 };
	size_t same = 0;

	(void)state;
	letters_put_plain(&heard, "broken", 6);
	grams_of(&heard, &x);
	for (size_t i = 0; i < heard.len; i++)
		if (!letter_is_blank(heard.at[i]))
			heard.at[i] |= LETTER_DENIED;
	grams_of(&heard, &y);
	assert_int_equal(x.len, y.len);
	for (size_t i = 0; i < x.len; i++)
		for (size_t k = 0; k < y.len; k++)
			same += x.at[i] == y.at[k];
	assert_int_equal(same, 0);
}

static char places[256];

static void note(void *arg, size_t phrase, size_t from, size_t to)
{
	size_t used = strlen(places);

	(void)arg;
	snprintf(places + used, sizeof places - used, "%zu:%zu-%zu ", phrase,
		 from, to);
}

static void assert_found(const struct phrases *p, const char *text,
			 const char *wanted)
{
	CLEANUP(letters_release) struct letters heard = { 0 };

	places[0] = '\0';
	letters_put_plain(&heard, text, strlen(text));
	phrases_find(p, &heard, note, NULL);
	assert_string_equal(places, wanted);
}

static void phrases_stand_between_borders(void **state)
{
	struct phrases *p = phrases_new();

	(void)state;
	phrases_add(p, "broken", 6, false, false);
	phrases_add(p, "defekt", 6, false, true);
	phrases_add(p, "退款", 6, false, false);
	phrases_add(p, "not here", 8, false, false);
	phrases_add(p, " ", 1, false, false);
	assert_found(p, "It is BROKEN!", "0:7-13 ");
	assert_found(p, "unbroken brokenly", "");
	assert_found(p, "defekter", "1:1-7 ");
	assert_found(p, "我要退款了", "2:3-5 ");
	assert_found(p, "not\nhere", "3:1-9 ");
	phrases_fit(p);
	assert_found(p, "not\nhere", "3:1-9 ");
	phrases_add(p, "not", 3, false, false);
	assert_found(p, "not here", "5:1-4 3:1-9 "); /* the latest first */
	assert_found(p, "not", "5:1-4 ");
	assert_found(p, "", "");
	phrases_add(p, "😡 kaputt ł", 14, false, true);
	assert_found(p, "😡 kaputt Łódź", "6:1-11 ");
	assert_found(p, "😀 kaputt Łódź", "");
	phrases_free(p);
	phrases_free(NULL);
}

static void a_text_is_cheapest_in_its_own_tongue(void **state)
{
	static const char *const said[] = { "where is my parcel please",
					    "wo ist mein paket bitte" };
	uint8_t tongue[2][TONGUE_SIZE];
	CLEANUP(sound_list_release) struct sound_list sounds = { 0 };
	CLEANUP(letters_release) struct letters none = { 0 };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		CLEANUP(free_ptr)
		struct tongue_count *c = xcalloc(1, sizeof *c);
		CLEANUP(letters_release) struct letters heard = { 0 };

		letters_put(&heard, said[i], strlen(said[i]));
		tongue_learn(c, &heard);
		tongue_of(c, tongue[i]);
	}
	for (size_t i = 0; i < 2; i++) {
		CLEANUP(letters_release) struct letters heard = { 0 };

		letters_put(&heard, said[i], strlen(said[i]));
		tongue_sounds(&heard, &sounds);
		assert_true(tongue_cost(tongue[i], &sounds) <
			    tongue_cost(tongue[1 - i], &sounds));
	}
	tongue_sounds(&none, &sounds);
	assert_int_equal(tongue_cost(tongue[0], &sounds), 255);
}

static void roots_and_logarithms_are_whole(void **state)
{
	(void)state;
	assert_int_equal(root_of(0), 0);
	assert_int_equal(root_of(99), 9);
	assert_int_equal(root_of(UINT64_MAX), UINT32_MAX);
	assert_int_equal(log2_ratio(8, 1), 48);
	assert_int_equal(log2_ratio(1, 1), 0);
	assert_int_equal(log2_ratio(3, 1), 25);
}

#define ROWS (GRAM_BUCKETS / 8)
#define MAP 21 /* where the map of known buckets begins */

/* One class, whose weight is 127 everywhere; every eighth bucket has a row. */
static void put_model(struct str *out)
{
	static const char head[] = "HWM2\1\0\0\0\0\x80\0\0\5\0\0\0other";

	str_add(out, head, sizeof head - 1);
	for (size_t i = 0; i < ROWS; i++)
		str_putc(out, 1);
	for (size_t i = 0; i < ROWS; i += 8) {
		str_putc(out, (char)(i & 255));
		str_putc(out, (char)(i >> 8));
	}
	for (size_t i = 0; i < ROWS; i++)
		str_putc(out, 16);
	for (size_t i = 0; i < ROWS; i++)
		str_putc(out, 127);
	str_add(out, "\0\1\0\0", 4);
	for (size_t i = 0; i < MODEL_STEPS; i++)
		str_putc(out, (char)(50 + i));
}

static void a_model_is_read_whole_or_refused(void **state)
{
	CLEANUP(str_release) struct str s = STR_LIMIT(1 << 20);
	CLEANUP(gram_list_release) struct gram_list x = { 0 };
	struct err err = { 0 };
	struct model m;
	int32_t score[MODEL_CLASSES];

	(void)state;
	put_model(&s);
	for (size_t len = 0; len < s.len; len += len < 64 ? 1 : 977)
		assert_refused(model_open(&m, str_c(&s), len, &err), err,
			       ERR_DATA);
	assert_int_equal(model_open(&m, str_c(&s), s.len, &err), 0);
	model_score(&m, &x, score);
	assert_int_equal(score[0], 0);
	grams("broken lamp", &x);
	model_score(&m, &x, score);
	assert_true(score[0] > 0);
	assert_int_equal(model_sure(&m, -1), 50);
	assert_int_equal(model_sure(&m, 2 * MODEL_STEP_SIZE), 52);
	assert_int_equal(model_sure(&m, INT32_MAX), 50 + MODEL_STEPS - 1);
	s.at[s.len - 1] = 101; /* percent */
	assert_refused(model_open(&m, str_c(&s), s.len, &err), err, ERR_DATA);
	s.at[s.len - 1] = 99;
	s.at[MAP + 1000] = 3; /* a bucket that leads beyond the rows */
	assert_refused(model_open(&m, str_c(&s), s.len, &err), err, ERR_DATA);
	s.at[MAP + 1000] = 1;
	s.at[MAP + ROWS + 2000] ^= 1; /* a count that does not add up */
	assert_refused(model_open(&m, str_c(&s), s.len, &err), err, ERR_DATA);
	s.at[MAP + ROWS + 2000] ^= 1;
	assert_int_equal(model_open(&m, str_c(&s), s.len, &err), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_are_what_is_heard),
		cmocka_unit_test(no_text_is_longer_than_what_is_read),
		cmocka_unit_test(pieces_are_shared_by_what_sounds_alike),
		cmocka_unit_test(what_is_denied_is_another_piece),
		cmocka_unit_test(phrases_stand_between_borders),
		cmocka_unit_test(a_text_is_cheapest_in_its_own_tongue),
		cmocka_unit_test(roots_and_logarithms_are_whole),
		cmocka_unit_test(a_model_is_read_whole_or_refused),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
