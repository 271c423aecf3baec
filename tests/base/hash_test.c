/* hash_test.c - digests by the standards' own vectors.
 * SPDX-License-Identifier: MIT */
#include "base_test.h"

#include "base/encode.h"
#include "base/hash.h"
#include "help/draw.h"

static void expect_hex(const struct hash *h, const char *want)
{
	char hex[2 * HASH_LEN + 1];

	hash_hex(h, hex);
	assert_string_equal(hex, want);
}

/* FIPS 180-4 examples. */
static void sha256_matches_the_standard(void **state)
{
	struct hash h = sha256("abc", 3);

	(void)state;
	expect_hex(&h, "ba7816bf8f01cfea414140de5dae2223"
		       "b00361a396177a9cb410ff61f20015ad");
	h = sha256(NULL, 0);
	expect_hex(&h, "e3b0c44298fc1c149afbf4c8996fb924"
		       "27ae41e4649b934ca495991b7852b855");
}

/* RFC 4231, cases 2 and 6 (a key longer than a block). */
static void hmac_matches_rfc_4231(void **state)
{
	static const char text[] = "Test Using Larger Than Block-Size Key - "
				   "Hash Key First";
	char key[131];
	struct hash h;

	(void)state;
	h = hmac_sha256("Jefe", 4, "what do ya want for nothing?", 28);
	expect_hex(&h, "5bdcc146bf60754e6a042426089575c7"
		       "5a003f089d2739839dec58b964ec3843");
	memset(key, 0xAA, sizeof key);
	h = hmac_sha256(key, sizeof key, text, sizeof text - 1);
	expect_hex(&h, "60e431591ee0b67f0d8a26aacbf5b77f"
		       "8e0bc6213728c5140546040f0ee37f54");
}

/* RFC 5869 A.1. Its info f0..f9 is our purpose (f0 f1) and number (the other
 * eight); its short salt is the same HMAC key as ours, padded with zeros. */
static void derived_keys_match_rfc_5869_case_1(void **state)
{
	struct hash salt = { { 0 } }, h;
	uint8_t secret[22];

	(void)state;
	memset(secret, 0x0B, sizeof secret);
	for (uint8_t i = 0; i < 13; i++)
		salt.at[i] = i;
	h = derive(secret, sizeof secret, &salt, "\xF0\xF1",
		   UINT64_C(0xF9F8F7F6F5F4F3F2));
	expect_hex(&h, "3cb25f25faacd57a90434f64d0362f2a"
		       "2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
}

/* RFC 5869 A.2: a salt longer than a block is the HMAC key of its digest. */
static void derived_keys_match_rfc_5869_case_2(void **state)
{
	uint8_t secret[80], salt[80];
	char purpose[73];
	struct hash key, h;

	(void)state;
	for (int i = 0; i < 80; i++) {
		secret[i] = (uint8_t)i;
		salt[i] = (uint8_t)(0x60 + i);
	}
	for (int i = 0; i < 72; i++)
		purpose[i] = (char)(0xB0 + i);
	purpose[72] = '\0';
	key = sha256(salt, sizeof salt);
	h = derive(secret, sizeof secret, &key, purpose,
		   UINT64_C(0xFFFEFDFCFBFAF9F8));
	expect_hex(&h, "b11e398dc80327a1c8e7f78c596a4934"
		       "4f012eda2d4efad8a050cc4c19afa97c");
}

static void derived_keys_differ_by_purpose_and_number(void **state)
{
	struct hash salt = sha256("s", 1);
	struct hash a = derive("k", 1, &salt, "ids", 1);
	struct hash b = derive("k", 1, &salt, "ids", 2);
	struct hash c = derive("k", 1, &salt, "masks", 1);

	(void)state;
	assert_false(hash_eq(&a, &b));
	assert_false(hash_eq(&a, &c));
	b = derive("k", 1, &salt, "ids", 1);
	assert_true(hash_eq(&a, &b));
}

static struct hash of_two(const char *a, const char *b)
{
	struct hasher h;

	hasher_start(&h);
	hasher_text(&h, a);
	hasher_text(&h, b);
	return hasher_end(&h);
}

static void no_two_lists_of_parts_collide(void **state)
{
	struct hash a = of_two("ab", "c"), b = of_two("a", "bc");
	struct hash c = of_two("abc", ""), d = of_two("", "abc");

	(void)state;
	assert_false(hash_eq(&a, &b));
	assert_false(hash_eq(&a, &c));
	assert_false(hash_eq(&c, &d));
}

/* The form on disk: other programs must be able to compute it. */
static void parts_are_preceded_by_their_length(void **state)
{
	static const char bytes[] = "\3\0\0\0\0\0\0\0abc"
				    "\10\0\0\0\0\0\0\0\376\377\377\377\377"
				    "\377\377\377";
	struct hash want = sha256(bytes, sizeof bytes - 1), got;
	struct hasher h;

	(void)state;
	hasher_start(&h);
	hasher_text(&h, "abc");
	hasher_i64(&h, -2);
	got = hasher_end(&h);
	assert_true(hash_eq(&want, &got));
}

static void a_digest_survives_hexadecimal_and_nothing_else_passes(void **state)
{
	struct hash h = sha256("x", 1), back;
	char hex[2 * HASH_LEN + 2];

	(void)state;
	hash_hex(&h, hex);
	assert_true(hash_from_hex(&back, hex));
	assert_true(hash_eq(&h, &back));
	hex[5] = 'g';
	assert_false(hash_from_hex(&back, hex));
	hash_hex(&h, hex);
	hex[63] = '\0';
	assert_false(hash_from_hex(&back, hex));
	hash_hex(&h, hex);
	hex[64] = '0';
	hex[65] = '\0';
	assert_false(hash_from_hex(&back, hex));
	assert_false(hash_from_hex(&back, ""));
}

static void random_bytes_never_come_twice(void **state)
{
	static uint8_t seen[3000][16];
	uint8_t large[10000] = { 0 };
	size_t zeros = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(seen); i++)
		random_bytes(seen[i], sizeof seen[i]);
	for (size_t i = 0; i < COUNT_OF(seen); i++)
		for (size_t k = 0; k < i; k++)
			assert_false(bytes_eq_const(seen[i], seen[k], 16));
	random_bytes(large, sizeof large);
	for (size_t i = 0; i < sizeof large; i++)
		zeros += large[i] == 0;
	assert_true(zeros < 200);
}

/* RFC 4648 section 10. */
static void base64_matches_rfc_4648(void **state)
{
	static const char *const pairs[][2] = {
		{ "", "" },
		{ "f", "Zg==" },
		{ "fo", "Zm8=" },
		{ "foo", "Zm9v" },
		{ "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" },
		{ "foobar", "Zm9vYmFy" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(pairs); i++) {
		CLEANUP(str_release) struct str s = STR_INIT;
		CLEANUP(str_release) struct str back = STR_INIT;
		struct err err = { 0 };

		put_base64(&s, pairs[i][0], strlen(pairs[i][0]));
		assert_string_equal(str_c(&s), pairs[i][1]);
		assert_int_equal(get_base64(&back, str_c(&s), s.len, &err), 0);
		assert_string_equal(str_c(&back), pairs[i][0]);
	}
}

static void any_bytes_survive_base64(void **state)
{
	uint64_t seed = 6;

	(void)state;
	for (size_t len = 0; len < 200; len++) {
		CLEANUP(str_release) struct str s = STR_INIT;
		CLEANUP(str_release) struct str back = STR_INIT;
		struct err err = { 0 };
		uint8_t bytes[200];

		for (size_t i = 0; i < len; i++)
			bytes[i] = (uint8_t)draw_any(&seed);
		put_base64(&s, bytes, len);
		assert_int_equal(get_base64(&back, str_c(&s), s.len, &err), 0);
		assert_int_equal(back.len, len);
		assert_memory_equal(str_c(&back), bytes, len);
	}
}

static void bad_base64_is_refused_and_leaves_nothing(void **state)
{
	static const char *const wrong[] = {
		"Z",    "Zg",       "Zg=",      "=",        "====",
		"Z===", "Zh==",     "Zm9=",     "Zg==Zg==", "Zm9v\nZm9",
		"Zm-_", "Zm9vZg=!", "Zm9vZ g=",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		CLEANUP(str_release) struct str s = STR_INIT;
		struct err err;

		str_puts(&s, "kept");
		if (get_base64(&s, wrong[i], strlen(wrong[i]), &err) == 0)
			fail_msg("%s is taken", wrong[i]);
		assert_refused(get_base64(&s, wrong[i], strlen(wrong[i]), &err),
			       err, ERR_DATA);
		assert_string_equal(str_c(&s), "kept");
	}
}

static void other_encodings_are_as_written(void **state)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	(void)state;
	put_hex(&s, "\0\x7F\xFF", 3);
	str_putc(&s, ' ');
	put_base32(&s, "\xFF\xFF\xFF\xFF\xFF", 5);
	str_putc(&s, ' ');
	put_base32(&s, "\x01", 1);
	str_putc(&s, ' ');
	put_base32(&s, "foobar", 6);
	assert_string_equal(str_c(&s), "007fff zzzzzzzz 04 csqpyrk1e8");
}

static int start(void **state)
{
	struct err err = { 0 };

	(void)state;
	return hash_start(&err);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256_matches_the_standard),
		cmocka_unit_test(hmac_matches_rfc_4231),
		cmocka_unit_test(derived_keys_match_rfc_5869_case_1),
		cmocka_unit_test(derived_keys_match_rfc_5869_case_2),
		cmocka_unit_test(derived_keys_differ_by_purpose_and_number),
		cmocka_unit_test(no_two_lists_of_parts_collide),
		cmocka_unit_test(parts_are_preceded_by_their_length),
		cmocka_unit_test(
			a_digest_survives_hexadecimal_and_nothing_else_passes),
		cmocka_unit_test(random_bytes_never_come_twice),
		cmocka_unit_test(base64_matches_rfc_4648),
		cmocka_unit_test(any_bytes_survive_base64),
		cmocka_unit_test(bad_base64_is_refused_and_leaves_nothing),
		cmocka_unit_test(other_encodings_are_as_written),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
