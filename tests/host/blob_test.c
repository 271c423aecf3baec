/* blob_test.c - where a pack's bytes are. The worker is a script that counts.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "help/must.h"
#include "help/place.h"
#include "host/blob.h"

#define BYTES "a\0b"
/* printf 'a\0b' | sha256sum */
#define NAME "59b271ae1bbcb1d31d41929817f4b16fb439eb4f31520b5ad1d5ce98920a7138"

static struct describer d;
static char *worker, *packs, *so;

static void write_text(const char *path, const char *text)
{
	struct err err = { 0 };

	must(file_write(path, text, strlen(text), 0700, &err), &err);
}

static int open_all(void **state)
{
	CLEANUP(free_ptr)
	char *text = xasprintf("#!/bin/sh\necho x >>%s/asked\nprintf 'a\\0b'\n",
			       scratch_dir());

	(void)state;
	worker = in_scratch("worker");
	packs = in_scratch("packs");
	so = in_scratch("x.so");
	d = (struct describer){ worker, scratch_dir(), packs };
	write_text(worker, text);
	write_text(so, "one");
	return 0;
}

static int close_all(void **state)
{
	CLEANUP(free_ptr) char *asked = in_scratch("asked");
	CLEANUP(free_ptr) char *kept = path_join(packs, NAME);

	(void)state;
	unlink(asked);
	unlink(kept);
	rmdir(packs);
	describe_forget();
	free(worker);
	free(packs);
	free(so);
	return 0;
}

static int64_t asked(void)
{
	CLEANUP(free_ptr) char *path = in_scratch("asked");
	struct stat st = { .st_size = 0 };

	return stat(path, &st) ? 0 : st.st_size / 2;
}

static void opens(bool kept)
{
	struct err err = { 0 };
	struct blob b;

	must(blob_open(&b, &d, "x", &err), &err);
	assert_int_equal(b.len, strlen("a") + 2);
	blob_rest(&b);
	assert_memory_equal(b.at, BYTES, b.len);
	assert_int_equal(b.kept, kept);
	blob_close(&b);
}

static void a_desk_asks_once_and_keeps_the_bytes_by_their_hash(void **state)
{
	CLEANUP(free_ptr) char *path = path_join(packs, NAME);

	(void)state;
	opens(true);
	opens(true);
	assert_int_equal(asked(), 1);
	assert_true(file_exists(path));
	describe_forget(); /* another start */
	opens(true);
	assert_int_equal(asked(), 2);
}

static void what_was_changed_on_the_disk_is_asked_for_anew(void **state)
{
	static const char *const wrong[] = { "", "a", "axb", "a much longer" };
	CLEANUP(free_ptr) char *path = path_join(packs, NAME);

	(void)state;
	opens(true);
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		write_text(path, wrong[i]);
		opens(true);
	}
	assert_int_equal(asked(), 1 + COUNT_OF(wrong));
}

static void of_a_pack_that_exports_them_nobody_is_asked(void **state)
{
	CLEANUP(free_ptr) char *plugins = built("plugins");
	CLEANUP(free_ptr) char *pack = built("plugins/locale-en.pack");
	CLEANUP(str_release) struct str bytes = STR_INIT;
	struct err err = { 0 };
	struct blob b;

	(void)state;
	write_text(worker, "#!/bin/sh\nexit 1\n");
	d.plugins = plugins;
	d.packs = NULL;
	must(file_read(&bytes, pack, (size_t)16 << 20, &err), &err);
	must(blob_open(&b, &d, "locale-en", &err), &err);
	assert_int_equal(b.len, bytes.len);
	assert_memory_equal(b.at, str_c(&bytes), b.len);
	blob_close(&b);
}

static void without_a_folder_they_are_in_memory_only(void **state)
{
	(void)state;
	d.packs = NULL;
	opens(false);
	opens(false);
	assert_false(file_exists(packs));
}

static void what_cannot_be_kept_is_told(void **state)
{
	struct err err = { 0 };
	struct blob b;

	(void)state;
	write_text(packs, "no folder");
	assert_int_equal(blob_open(&b, &d, "x", &err), -1);
	assert_int_equal(err.code, ERR_SYSTEM);
	assert_non_null(strstr(err.text, "packs"));
	assert_null(b.at);
	unlink(packs);
}

#define CASE(what) cmocka_unit_test_setup_teardown(what, open_all, close_all)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_desk_asks_once_and_keeps_the_bytes_by_their_hash),
		CASE(what_was_changed_on_the_disk_is_asked_for_anew),
		CASE(of_a_pack_that_exports_them_nobody_is_asked),
		CASE(without_a_folder_they_are_in_memory_only),
		CASE(what_cannot_be_kept_is_told),
	};

	return cmocka_run_group_tests_name("blob", tests, NULL, NULL);
}
