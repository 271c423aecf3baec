/* frame_test.c - frames in pieces, and bytes that are no frames.
 * SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "wire/frame.h"

static const char blob[] = "a\0b";

static void two_frames(struct str *out)
{
	struct err err;

	assert_int_equal(frame_put(out, "{\"id\":1}", 8, blob, 3, &err), 0);
	assert_int_equal(frame_put(out, "{}", 2, NULL, 0, &err), 0);
}

static void check_first(const struct frame *f)
{
	assert_int_equal(f->json_len, 8);
	assert_memory_equal(f->json, "{\"id\":1}", 8);
	assert_int_equal(f->blob_len, 3);
	assert_memory_equal(f->blob, blob, 3);
}

/* Feeds bytes through a pipe, as they would come. */
static void feed(struct frame_reader *r, const char *bytes, size_t len)
{
	struct err err;
	int p[2];

	assert_int_equal(pipe(p), 0);
	assert_int_equal(write(p[1], bytes, len), len);
	assert_int_equal(frame_fill(r, p[0], &err), 1);
	close(p[0]);
	close(p[1]);
}

static void frames_come_whole_however_they_are_split(void **state)
{
	CLEANUP(str_release) struct str out = STR_INIT;

	(void)state;
	two_frames(&out);
	for (size_t at = 1; at < out.len; at++) {
		struct frame_reader r = FRAME_READER_INIT;
		struct frame f;
		struct err err;
		int seen = 0;

		feed(&r, out.at, at);
		while (frame_next(&r, &f, &err) == 1)
			if (seen++ == 0)
				check_first(&f);
		feed(&r, out.at + at, out.len - at);
		while (frame_next(&r, &f, &err) == 1)
			if (seen++ == 0)
				check_first(&f);
		assert_int_equal(seen, 2);
		assert_int_equal(f.json_len, 0);
		frame_reader_release(&r);
	}
}

static void frames_come_whole_byte_by_byte(void **state)
{
	CLEANUP(str_release) struct str out = STR_INIT;
	struct frame_reader r = FRAME_READER_INIT;
	struct frame f;
	struct err err;
	int seen = 0;

	(void)state;
	two_frames(&out);
	for (size_t i = 0; i < out.len; i++) {
		feed(&r, out.at + i, 1);
		if (frame_next(&r, &f, &err) == 1 && seen++ == 0)
			check_first(&f);
	}
	assert_int_equal(seen, 2);
	frame_reader_release(&r);
}

static int first(const uint32_t *lengths, size_t count, struct err *err)
{
	struct frame_reader r = FRAME_READER_INIT;
	struct frame f;
	int rc;

	feed(&r, (const char *)lengths, count * sizeof *lengths);
	rc = frame_next(&r, &f, err);
	frame_reader_release(&r);
	return rc;
}

static void lengths_that_cannot_be_are_refused(void **state)
{
	static const uint32_t hostile[][2] = {
		{ 0, 0 },
		{ 3, 0 },
		{ 5, 1 },
		{ FRAME_MAX + 1, 2 },
		{ UINT32_MAX, UINT32_MAX },
		{ 100, 97 },
		{ 100, UINT32_MAX },
		{ 100, 0 },
		{ 100, 1 },
		{ 0x7fffffff, 2 },
	};
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(hostile); i++) {
		assert_int_equal(first(hostile[i], 2, &err), -1);
		assert_int_equal(err.code, ERR_DATA);
	}
}

static void a_frame_too_long_is_refused_by_its_first_word(void **state)
{
	const uint32_t length = FRAME_MAX + 1;
	struct err err = { 0 };

	(void)state;
	assert_int_equal(first(&length, 1, &err), -1);
}

static void an_unfinished_frame_waits(void **state)
{
	const uint32_t most[] = { FRAME_MAX, FRAME_MAX - 4 };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(first(most, 1, &err), 0);
	assert_int_equal(first(most, 2, &err), 0);
}

static void a_frame_over_the_limit_is_not_put(void **state)
{
	CLEANUP(str_release) struct str out = STR_INIT;
	struct err err = { 0 };

	(void)state;
	assert_int_equal(frame_put(&out, "{}", 2, blob, FRAME_MAX, &err), -1);
	assert_int_equal(err.code, ERR_DATA);
	assert_int_equal(frame_put(&out, "{}", 2, blob, SIZE_MAX - 8, &err),
			 -1);
	assert_int_equal(out.len, 0);
	assert_int_equal(frame_send(-1, "{}", 2, blob, FRAME_MAX, &err), -1);
	assert_int_equal(err.code, ERR_DATA);
}

static void a_full_buffer_takes_a_frame_whole_or_not(void **state)
{
	CLEANUP(str_release) struct str out = STR_LIMIT(30);
	struct err err = { 0 };

	(void)state;
	assert_int_equal(frame_put(&out, "{\"id\":1}", 8, "abc", 3, &err), 0);
	assert_int_equal(frame_put(&out, "{\"id\":2}", 8, "abc", 3, &err), -1);
	assert_int_equal(out.len, 19);
}

struct reading {
	int fd;
	size_t blob_len;
	int frames;
};

static void *read_all(void *arg)
{
	struct reading *all = arg;
	struct frame_reader r = FRAME_READER_INIT;
	struct frame f;
	struct err err;

	while (frame_fill(&r, all->fd, &err) == 1)
		while (frame_next(&r, &f, &err) == 1) {
			all->frames++;
			all->blob_len += f.blob_len;
		}
	frame_reader_release(&r);
	return NULL;
}

/* Far more than a socket holds: the sender meets short writes. */
static void a_great_frame_is_sent_in_pieces(void **state)
{
	const size_t len = (size_t)20 << 20;
	CLEANUP(free_ptr) char *bytes = xcalloc(1, len);
	struct reading all = { 0 };
	struct err err;
	pthread_t thread;
	int pair[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	all.fd = pair[1];
	assert_int_equal(pthread_create(&thread, NULL, read_all, &all), 0);
	assert_int_equal(frame_send(pair[0], "{}", 2, bytes, len, &err), 0);
	assert_int_equal(frame_send(pair[0], "{}", 2, "x", 1, &err), 0);
	close(pair[0]);
	pthread_join(thread, NULL);
	close(pair[1]);
	assert_int_equal(all.frames, 2);
	assert_int_equal(all.blob_len, len + 1);
}

static void a_peer_that_is_gone_is_an_error_and_no_signal(void **state)
{
	struct frame_reader r = FRAME_READER_INIT;
	struct err err = { 0 };
	int pair[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	close(pair[1]);
	assert_int_equal(frame_send(pair[0], "{}", 2, NULL, 0, &err), -1);
	assert_int_equal(err.code, ERR_SYSTEM);
	assert_int_equal(frame_fill(&r, pair[0], &err), 0);
	close(pair[0]);
	frame_reader_release(&r);
}

static void nothing_to_read_says_try_again(void **state)
{
	struct frame_reader r = FRAME_READER_INIT;
	struct err err = { 0 };
	int p[2];

	(void)state;
	assert_int_equal(pipe2(p, O_NONBLOCK), 0);
	assert_int_equal(frame_fill(&r, p[0], &err), -1);
	assert_int_equal(err.code, ERR_RETRY);
	close(p[0]);
	close(p[1]);
	frame_reader_release(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_come_whole_however_they_are_split),
		cmocka_unit_test(frames_come_whole_byte_by_byte),
		cmocka_unit_test(lengths_that_cannot_be_are_refused),
		cmocka_unit_test(a_frame_too_long_is_refused_by_its_first_word),
		cmocka_unit_test(an_unfinished_frame_waits),
		cmocka_unit_test(a_frame_over_the_limit_is_not_put),
		cmocka_unit_test(a_full_buffer_takes_a_frame_whole_or_not),
		cmocka_unit_test(a_great_frame_is_sent_in_pieces),
		cmocka_unit_test(a_peer_that_is_gone_is_an_error_and_no_signal),
		cmocka_unit_test(nothing_to_read_says_try_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
