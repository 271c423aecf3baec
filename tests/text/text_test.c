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

/* The same pieces, however they are asked for; a clause has its own. */
static void clauses_have_the_pieces_of_the_text(void **state)
{
	static const char text[] = "Broken lamp, money back! Where is it?";
	CLEANUP(letters_release) struct letters heard = { 0 };
	CLEANUP(gram_list_release) struct gram_list all = { 0 }, x = { 0 };
	CLEANUP(gram_list_release) struct gram_list pieces = { 0 };
	CLEANUP(clause_list_release) struct clause_list clauses = { 0 };

	(void)state;
	letters_put_plain(&heard, text, sizeof text - 1);
	grams_of(&heard, &all);
	grams_by_clause(&heard, &x, &pieces, &clauses);
	assert_int_equal(x.len, all.len);
	assert_memory_equal(x.at, all.at, x.len * sizeof *x.at);
	assert_true(clauses.len >= 3);
	assert_int_equal(clauses.at[clauses.len - 1].letters, heard.len);
	assert_int_equal(clauses.at[clauses.len - 1].pieces, pieces.len);
	for (size_t i = 1; i < clauses.len; i++) {
		assert_true(clauses.at[i - 1].letters < clauses.at[i].letters);
		assert_true(clauses.at[i - 1].pieces <= clauses.at[i].pieces);
	}
	for (size_t i = 0; i < all.len; i++) {
		size_t k = 0;

		while (k < pieces.len && pieces.at[k] != all.at[i])
			k++;
		assert_true(k < pieces.len);
	}
}

#define ROWS (GRAM_BUCKETS / 16) /* 0x8000 */
#define MAP_BITS (GRAM_BUCKETS / 8)
#define MAP 21      /* where the map of known buckets begins */
#define MAP_HALF 29 /* in the other form */

/* Every sixteenth bucket has a row, from `first` on. */
static void put_map(struct str *out, int first)
{
	for (size_t i = 0; i < ROWS; i++) {
		str_putc(out, (char)(first < 8 ? 1 << first : 0));
		str_putc(out, (char)(first < 8 ? 0 : 1 << (first - 8)));
	}
	for (size_t i = 0; i < ROWS; i += 4) {
		str_putc(out, (char)(i & 255));
		str_putc(out, (char)(i >> 8));
	}
}

static void put_bytes(struct str *out, int byte, size_t n)
{
	while (n--)
		str_putc(out, (char)byte);
}

static void put_sure(struct str *out)
{
	for (size_t i = 0; i < MODEL_STEPS; i++)
		str_putc(out, (char)(50 + i));
}

/* One class, whose weight is 127 everywhere. */
static void put_model(struct str *out)
{
	static const char head[] = "HWM2\1\0\0\0\0\x80\0\0\5\0\0\0other";

	str_add(out, head, sizeof head - 1);
	put_map(out, 0);
	put_bytes(out, 16, ROWS);
	put_bytes(out, 127, ROWS);
	str_add(out, "\0\1\0\0", 4);
	put_sure(out);
}

/* Classes a, b and c; rows speak for a and against b, lights for c. */
static void put_half_model(struct str *out)
{
	static const char head[] = "HWM3\3\0\0\0\0\x80\0\0\0\x80\0\0"
				   "\1\0\0\0\5\0\0\0a b c";

	str_add(out, head, sizeof head - 1);
	put_map(out, 0);
	put_map(out, 8);
	put_bytes(out, 16, ROWS);  /* idf */
	put_bytes(out, 200, ROWS); /* strength */
	for (size_t i = 0; i < ROWS; i++) {
		str_putc(out, (char)0x8F); /* a: 7, c: 0 */
		str_putc(out, (char)0x81); /* b: -7 */
	}
	put_bytes(out, 16, ROWS);
	put_bytes(out, 100, ROWS);
	put_bytes(out, 2, ROWS);
	str_add(out, "\0\1\0\0\0\1\0\0", 8);
	put_sure(out);
}

static void assert_damaged(struct str *s)
{
	struct err err = { 0 };
	struct model m;

	assert_refused(model_open(&m, str_c(s), s->len, &err), err, ERR_DATA);
}

/* Cut off anywhere, surer than sure, or with rows that do not add up. */
static void assert_read_whole(struct str *s, size_t map)
{
	struct err err = { 0 };
	struct model m;

	for (size_t len = 0; len < s->len; len += len < 64 ? 1 : 977)
		assert_refused(model_open(&m, str_c(s), len, &err), err,
			       ERR_DATA);
	assert_int_equal(model_len(str_c(s), s->len), s->len);
	s->at[s->len - 1] = 101; /* percent */
	assert_damaged(s);
	s->at[s->len - 1] = 99;
	s->at[map + 1000] = 3; /* a bucket that leads beyond the rows */
	assert_damaged(s);
	s->at[map + 1000] = 1;
	s->at[map + MAP_BITS + 2000] ^= 1; /* a count that does not add up */
	assert_damaged(s);
	s->at[map + MAP_BITS + 2000] ^= 1;
	assert_int_equal(model_open(&m, str_c(s), s->len, &err), 0);
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
	assert_int_equal(model_open(&m, str_c(&s), s.len, &err), 0);
	model_score(&m, &x, score);
	assert_int_equal(score[0], 0);
	grams("broken lamp", &x);
	model_score(&m, &x, score);
	assert_true(score[0] > 0);
	assert_int_equal(model_sure(&m, -1), 50);
	assert_int_equal(model_sure(&m, 2 * MODEL_STEP_SIZE), 52);
	assert_int_equal(model_sure(&m, INT32_MAX), 50 + MODEL_STEPS - 1);
	assert_read_whole(&s, MAP);
}

/* The scores are what the bytes say: two pieces, a row and a light. */
static void half_a_byte_a_weight_is_read_as_it_was_written(void **state)
{
	CLEANUP(str_release) struct str s = STR_LIMIT(1 << 20);
	uint32_t row[] = { 160 }, light[] = { 160 + 8 };
	struct gram_list x = { row, 1, 1 }, y = { light, 1, 1 };
	struct err err = { 0 };
	struct model m;
	int32_t score[MODEL_CLASSES];
	size_t class;

	(void)state;
	put_half_model(&s);
	assert_int_equal(model_open(&m, str_c(&s), s.len, &err), 0);
	model_score(&m, &x, score); /* 16 * 200 / 16 * 7 of a length of 16 */
	assert_int_equal(score[0], 87);
	assert_int_equal(score[1], -87);
	assert_int_equal(score[2], 0);
	model_score(&m, &y, score);
	assert_int_equal(score[2], 43);
	assert_int_equal(score[0], -21); /* each other by half as much */
	assert_int_equal(score[1], -21);
	s.at[16] = 0; /* what they tell at least: 1,024, twice as much */
	s.at[17] = 4;
	assert_int_equal(model_open(&m, str_c(&s), s.len, &err), 0);
	model_score(&m, &x, score);
	assert_int_equal(score[0], 43);
	class = s.len - MODEL_STEPS - 8 - 1;
	s.at[class] = 3; /* there is none */
	assert_damaged(&s);
	s.at[class] = 2;
	assert_read_whole(&s, MAP_HALF);
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
		cmocka_unit_test(clauses_have_the_pieces_of_the_text),
		cmocka_unit_test(a_model_is_read_whole_or_refused),
		cmocka_unit_test(
			half_a_byte_a_weight_is_read_as_it_was_written),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
