/* elf_test.c - what is read of a shared library without loading it.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <elf.h>

#include "base/file.h"
#include "base/mem.h"
#include "help/must.h"
#include "help/place.h"
#include "hw_plugin.h"
#include "wire/elf.h"

#define ABI HW_SYMBOL
#define OBJECT "hw_pack_blob"
#define FILE_MAX ((size_t)16 << 20)

static struct str library = STR_INIT, blob = STR_INIT;
static char *path;

static void read_built(struct str *out, const char *name)
{
	CLEANUP(free_ptr) char *from = built(name);
	struct err err = { 0 };

	must(file_read(out, from, FILE_MAX, &err), &err);
}

static int open_all(void **state)
{
	(void)state;
	path = in_scratch("x.so");
	read_built(&library, "plugins/locale-en.so");
	read_built(&blob, "plugins/locale-en.pack");
	return 0;
}

static int close_all(void **state)
{
	(void)state;
	free(path);
	str_release(&library);
	str_release(&blob);
	return 0;
}

static void write_library(size_t len)
{
	struct err err = { 0 };

	must(file_write(path, str_c(&library), len, 0600, &err), &err);
}

static bool takes(size_t max, struct str *out)
{
	return elf_object(path, ABI, OBJECT, max, out);
}

static void a_pack_is_read_without_being_loaded(void **state)
{
	CLEANUP(str_release) struct str bytes = STR_INIT;

	(void)state;
	write_library(library.len);
	assert_true(takes(FILE_MAX, &bytes));
	assert_int_equal(bytes.len, blob.len);
	assert_memory_equal(str_c(&bytes), str_c(&blob), blob.len);
}

static void nothing_is_taken_that_is_too_large_or_not_there(void **state)
{
	CLEANUP(str_release) struct str bytes = STR_INIT;

	(void)state;
	write_library(library.len);
	assert_false(takes(blob.len - 1, &bytes));
	assert_true(takes(blob.len, &bytes));
	assert_false(elf_object(path, ABI, "hw_pack_start", FILE_MAX, &bytes));
	assert_false(elf_object(path, ABI, ABI, FILE_MAX, &bytes));
	assert_false(elf_object("/nowhere.so", ABI, OBJECT, FILE_MAX, &bytes));
	assert_int_equal(bytes.len, blob.len);
}

static void what_is_no_plugin_of_this_contract_gives_nothing(void **state)
{
	CLEANUP(str_release) struct str bytes = STR_INIT;

	(void)state;
	write_library(library.len);
	assert_false(
		elf_object(path, "hw_plugin_abi2", OBJECT, FILE_MAX, &bytes));
	assert_int_equal(bytes.len, 0);
}

static void a_library_that_was_cut_gives_nothing(void **state)
{
	CLEANUP(str_release) struct str bytes = STR_INIT;

	(void)state;
	for (size_t len = 0; len < library.len; len += library.len / 97) {
		write_library(len);
		assert_false(takes(FILE_MAX, &bytes));
	}
	write_library(library.len - 1); /* of the table of sections */
	assert_false(takes(FILE_MAX, &bytes));
	assert_int_equal(bytes.len, 0);
}

/* -- symbols that lie -- */

static Elf64_Shdr *section(uint32_t i)
{
	char *at = (char *)(uintptr_t)str_c(&library);
	Elf64_Ehdr *head = (Elf64_Ehdr *)(void *)at;

	return (Elf64_Shdr *)(void *)(at + head->e_shoff) + i;
}

static Elf64_Shdr *dynsym(void)
{
	Elf64_Shdr *table = section(0);

	while (table->sh_type != SHT_DYNSYM)
		table++;
	return table;
}

static Elf64_Sym *symbol(void)
{
	char *at = (char *)(uintptr_t)str_c(&library);
	Elf64_Shdr *table = dynsym(), *names = section(table->sh_link);

	for (uint64_t i = 0; i < table->sh_size / sizeof(Elf64_Sym); i++) {
		Elf64_Sym *sym =
			(Elf64_Sym *)(void *)(at + table->sh_offset) + i;

		if (text_eq(at + names->sh_offset + sym->st_name, OBJECT))
			return sym;
	}
	fail_msg("the pack exports no %s", OBJECT);
	return NULL;
}

static void refuses(Elf64_Sym lie)
{
	CLEANUP(str_release) struct str bytes = STR_INIT;
	Elf64_Sym *at = symbol(), true_one = *at;

	*at = lie;
	write_library(library.len);
	assert_false(takes(FILE_MAX, &bytes));
	*at = true_one;
}

static void a_symbol_that_leaves_its_section_gives_nothing(void **state)
{
	Elf64_Sym lie = *symbol();

	(void)state;
	lie.st_size = section(lie.st_shndx)->sh_size + 1;
	refuses(lie);
	lie = *symbol();
	lie.st_value = section(lie.st_shndx)->sh_addr - 1;
	refuses(lie);
	lie = *symbol();
	lie.st_value = UINT64_MAX - 8;
	refuses(lie);
	lie = *symbol();
	lie.st_shndx = SHN_ABS;
	refuses(lie);
	lie = *symbol();
	lie.st_size = 0;
	refuses(lie);
	lie = *symbol();
	lie.st_info = ELF64_ST_INFO(STB_GLOBAL, STT_FUNC);
	refuses(lie);
}

static void what_may_be_written_is_no_pack(void **state)
{
	Elf64_Shdr *in = section(symbol()->st_shndx);

	(void)state;
	in->sh_flags |= SHF_WRITE;
	refuses(*symbol());
	in->sh_flags &= ~(Elf64_Xword)SHF_WRITE;
	in->sh_offset = library.len;
	refuses(*symbol());
}

/* -- tables that lie -- */

static void refuses_table(Elf64_Shdr lie)
{
	CLEANUP(str_release) struct str bytes = STR_INIT;
	Elf64_Shdr *at = dynsym(), true_one = *at;

	*at = lie;
	write_library(library.len);
	assert_false(takes(FILE_MAX, &bytes));
	*at = true_one;
}

static void a_table_that_leaves_the_file_gives_nothing(void **state)
{
	Elf64_Shdr lie = *dynsym();

	(void)state;
	lie.sh_size = library.len;
	refuses_table(lie);
	lie = *dynsym();
	lie.sh_offset = UINT64_MAX - 8;
	refuses_table(lie);
	lie = *dynsym();
	lie.sh_entsize = 1;
	refuses_table(lie);
	lie = *dynsym();
	lie.sh_link = UINT32_MAX;
	refuses_table(lie);
}

static void a_name_beyond_its_table_is_none(void **state)
{
	Elf64_Sym lie = *symbol();

	(void)state;
	lie.st_name = UINT32_MAX;
	refuses(lie);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pack_is_read_without_being_loaded),
		cmocka_unit_test(
			nothing_is_taken_that_is_too_large_or_not_there),
		cmocka_unit_test(
			what_is_no_plugin_of_this_contract_gives_nothing),
		cmocka_unit_test(a_library_that_was_cut_gives_nothing),
		cmocka_unit_test(
			a_symbol_that_leaves_its_section_gives_nothing),
		cmocka_unit_test(what_may_be_written_is_no_pack),
		cmocka_unit_test(a_table_that_leaves_the_file_gives_nothing),
		cmocka_unit_test(a_name_beyond_its_table_is_none),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
