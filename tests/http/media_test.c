/* media_test.c - what a file is, by its bytes; the file in a form; a scanner's
 * word. For A42.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/media.h"
#include "base/mem.h"
#include "base/when.h"
#include "help/draw.h"
#include "help/place.h"
#include "host/scan.h"
#include "http/multipart.h"

/* -- media -- */

#define JPEG                                                                   \
	"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" \
	"\xFF\xDA\x00\x04\x01\x02some light\xFF\xD9"
#define PNG                                                                 \
	"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00" \
	"\x01\x08\x00\x00\x00\x00\x01\x02\x03\x04\x00\x00\x00\x02IDAThi"    \
	"\x01\x02\x03\x04\x00\x00\x00\x00IEND\xAE\x42\x60\x82"
#define HEIC                                                       \
	"\x00\x00\x00\x18"                                         \
	"ftypheic\x00\x00\x00\x00mif1heic\x00\x00\x00\x0cmetaabcd" \
	"\x00\x00\x00\x0amdathi"
#define MP4                                                        \
	"\x00\x00\x00\x18"                                         \
	"ftypisom\x00\x00\x02\x00isommp41\x00\x00\x00\x0cmoovabcd" \
	"\x00\x00\x00\x0amdathi"
/* As an iPhone makes it. */
#define MOV                                                                \
	"\x00\x00\x00\x14"                                                 \
	"ftypqt  \x00\x00\x00\x00qt  \x00\x00\x00\x08wide\x00\x00\x00\x0a" \
	"mdathi\x00\x00\x00\x0cmoovabcd"
#define OF(text) text, sizeof(text) - 1

static void a42_photos_and_videos_are_known_by_their_bytes(void **state)
{
	(void)state;
	assert_string_equal(media_type(OF(JPEG)), "image/jpeg");
	assert_string_equal(media_type(OF(PNG)), "image/png");
	assert_string_equal(media_type(OF(HEIC)), "image/heic");
	assert_string_equal(media_type(OF(MP4)), "video/mp4");
	assert_string_equal(media_type(OF(MOV)), "video/mp4");
}

static void a42_anything_else_is_none(void **state)
{
	(void)state;
	assert_null(media_type(OF("")));
	assert_null(media_type(OF("MZ\x90\x00 a program")));
	assert_null(media_type(OF("%PDF-1.7")));
	assert_null(media_type(OF("GIF89a")));
	assert_null(media_type(OF("PK\x03\x04")));
	assert_null(media_type(OF("<html><script>")));
	assert_null(media_type(OF("\x7F"
				  "ELF")));
	/* What only begins like one. */
	assert_null(media_type(OF("\xFF\xD8\xFF\xE0 and a program")));
	assert_null(media_type(OF("\x89PNG\r\n\x1a\n and a program, longer "
				  "than a head")));
	assert_null(media_type(OF(PNG "a program")));
	assert_null(media_type(OF(MP4 "a program")));
	assert_null(media_type(OF("\x00\x00\x00\x18"
				  "ftypqt  \x00\x00\x00\x00qt  qt  ")));
}

static void a42_one_that_is_cut_off_is_broken_and_no_other_kind(void **state)
{
	(void)state;
	assert_true(media_broken(JPEG, sizeof(JPEG) - 3));
	assert_true(media_broken(PNG, sizeof(PNG) - 6));
	assert_true(media_broken(HEIC, sizeof(HEIC) - 4));
	assert_true(media_broken(MP4, sizeof(MP4) - 4));
	assert_false(media_broken(OF(JPEG)));
	assert_false(media_broken(OF(PNG)));
	assert_false(media_broken(OF(MOV)));
	assert_false(media_broken(OF("")));
	assert_false(media_broken(OF("MZ\x90\x00 a program")));
	assert_false(media_broken(OF("%PDF-1.7")));
}

/* No cut or changed byte leads beyond the bytes (the sanitizers see it). */
static void a42_broken_files_are_read_safely(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
	} files[] = { { OF(JPEG) },
		      { OF(PNG) },
		      { OF(HEIC) },
		      { OF(MP4) },
		      { OF(MOV) } };
	uint64_t chance = 42;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++)
		for (size_t len = 0; len < files[i].len; len++) {
			char *cut = xmalloc(len + 1);

			memcpy(cut, files[i].bytes, len);
			media_broken(cut, len);
			if (len)
				cut[draw(&chance, len)] =
					(char)draw(&chance, 256);
			media_type(cut, len);
			media_broken(cut, len);
			free(cut);
		}
}

/* -- forms -- */

#define TYPE "multipart/form-data; boundary=xYz"

static void a42_the_file_of_a_form_is_found(void **state)
{
	static const char body[] =
		"--xYz\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n"
		"hello\r\n--xYz\r\nContent-Disposition: form-data; "
		"name=\"file\"; filename=\"la\\\"mp.jpg\"\r\nContent-Type: "
		"text/html\r\n\r\n\x00\x01--xY\r\n--xYz--\r\n";
	struct form_file f;

	(void)state;
	assert_true(multipart_file(TYPE, body, sizeof body - 1, &f));
	assert_int_equal(f.len, 6);
	assert_memory_equal(f.bytes, "\x00\x01--xY", 6);
	assert_string_equal(str_c(&f.name), "la\"mp.jpg");
	str_release(&f.name);
	assert_true(multipart_file("Multipart/Form-Data; charset=x; "
				   "boundary=\"xYz\"",
				   body, sizeof body - 1, &f));
	str_release(&f.name);
}

static void a42_a_form_without_a_file_is_none(void **state)
{
	static const struct {
		const char *type, *body;
	} forms[] = {
		{ TYPE, "" },
		{ TYPE, "--xYz--\r\n" },
		{ TYPE, "--xYz\r\n" },
		{ TYPE, "--xYz\r\nContent-Disposition: form-data; "
			"name=\"a\"\r\n\r\nb\r\n--xYz--\r\n" },
		{ TYPE, "--xYz\r\nContent-Disposition: form-data; "
			"filename=\"a\"\r\n\r\nnever ends" },
		{ TYPE, "--xYz\r\nno head\r\n--xYz--\r\n" },
		{ "multipart/form-data", "--\r\n\r\n\r\n--" },
		{ "multipart/form-data; boundary=", "--\r\n\r\n\r\n--" },
		{ "text/plain; boundary=xYz", "--xYz\r\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		struct form_file f;

		assert_false(multipart_file(forms[i].type, forms[i].body,
					    strlen(forms[i].body), &f));
		str_release(&f.name);
	}
}

/* Whatever is cut off or changed, a file lies within the body. */
static void a42_broken_forms_are_read_safely(void **state)
{
	static const char body[] =
		"--xYz\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n"
		"hello\r\n--xYz\r\nContent-Disposition: form-data; "
		"name=\"file\"; filename=\"lamp.jpg\"\r\n\r\nlight\r\n"
		"--xYz--\r\n";
	uint64_t chance = 42;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		size_t len = draw(&chance, sizeof body);
		char *cut = xmalloc(len + 1);
		struct form_file f;

		memcpy(cut, body, len);
		for (uint64_t n = draw(&chance, 4); len && n > 0; n--)
			cut[draw(&chance, len)] =
				"\r\n-\";=xYz"[draw(&chance, 9)];
		if (multipart_file(TYPE, cut, len, &f)) {
			assert_true(f.bytes >= cut);
			assert_true(f.bytes + f.len <= cut + len);
		}
		str_release(&f.name);
		free(cut);
	}
}

/* -- the scanner -- */

static enum scan_says said;
static bool over;

static void on_said(void *arg, enum scan_says says)
{
	(void)arg;
	said = says;
	over = true;
}

/* A clamd of one word: reads to the empty chunk. */
static void stand_in(int listening, const char *word)
{
	char bytes[4096];
	int fd = accept(listening, NULL, NULL);
	size_t got = 0, wanted = 14;

	while (got < wanted) {
		ssize_t n = read(fd, bytes + got, sizeof bytes - got);

		if (n <= 0)
			_exit(1);
		got += (size_t)n;
		if (got >= 14)
			wanted = 14 + (size_t)(unsigned char)bytes[13] + 4;
	}
	if (memcmp(bytes, "zINSTREAM", 10) != 0)
		word = "stream: ERROR";
	send(fd, word, strlen(word) + 1, MSG_NOSIGNAL);
	_exit(0);
}

static enum scan_says scanned(const char *word)
{
	CLEANUP(free_ptr) char *path = in_scratch("clamd");
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct loop *loop = loop_new();
	int64_t end = clock_mono() + 20 * SECOND_MS;
	struct err err = { 0 };
	pid_t child;

	unlink(path);
	assert_true(strlen(path) < sizeof a.sun_path);
	memcpy(a.sun_path, path, strlen(path) + 1);
	assert_int_equal(bind(fd, (const void *)&a, sizeof a), 0);
	assert_int_equal(listen(fd, 1), 0);
	child = fork();
	if (!child)
		stand_in(fd, word);
	close(fd);
	over = false;
	scan_begin(loop, path, "a photo", 7, on_said, NULL);
	while (!over && clock_mono() < end)
		assert_int_equal(loop_turn(loop, 50, &err), 0);
	waitpid(child, NULL, 0);
	assert_true(over);
	loop_free(loop);
	return said;
}

static void a42_only_what_a_scanner_calls_clean_is_clean(void **state)
{
	(void)state;
	assert_int_equal(scanned("stream: OK"), SCAN_CLEAN);
	assert_int_equal(scanned("stream: Eicar-Test-Signature FOUND"),
			 SCAN_FOUND);
	assert_int_equal(scanned("INSTREAM size limit exceeded. ERROR"),
			 SCAN_FAILED);
	assert_int_equal(scanned(""), SCAN_FAILED);
}

static void a42_without_its_scanner_nothing_is_clean(void **state)
{
	struct loop *loop = loop_new();
	int64_t end = clock_mono() + 20 * SECOND_MS;
	struct err err = { 0 };

	(void)state;
	over = false;
	scan_begin(loop, "/nowhere/clamd", "a", 1, on_said, NULL);
	assert_false(over);
	while (!over && clock_mono() < end)
		assert_int_equal(loop_turn(loop, 50, &err), 0);
	assert_int_equal(said, SCAN_SILENT);
	loop_free(loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a42_photos_and_videos_are_known_by_their_bytes),
		cmocka_unit_test(a42_anything_else_is_none),
		cmocka_unit_test(
			a42_one_that_is_cut_off_is_broken_and_no_other_kind),
		cmocka_unit_test(a42_broken_files_are_read_safely),
		cmocka_unit_test(a42_the_file_of_a_form_is_found),
		cmocka_unit_test(a42_a_form_without_a_file_is_none),
		cmocka_unit_test(a42_broken_forms_are_read_safely),
		cmocka_unit_test(a42_only_what_a_scanner_calls_clean_is_clean),
		cmocka_unit_test(a42_without_its_scanner_nothing_is_clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
