/* elf.c - an ELF64 reader that knows .dynsym and what it points to.
 * SPDX-License-Identifier: MIT */
#include "wire/elf.h"

#include <elf.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

#if defined(__x86_64__)
#define OUR_MACHINE EM_X86_64
#elif defined(__aarch64__)
#define OUR_MACHINE EM_AARCH64
#else
#error "elf.c: name this machine's e_machine"
#endif

#define TABLE_MAX ((uint64_t)16 << 20) /* bytes of one table */
#define SECTIONS_MAX 4096u

struct elf {
	const char *path;
	int fd;
	uint64_t size;
	struct err *err;
};

static int broken(const struct elf *e)
{
	return err_set(e->err, ERR_DATA,
		       "%s is cut short or not a proper shared library; "
		       "build it again",
		       e->path);
}

/* Reads len bytes at offset; gives them, or NULL. One byte more is there and
 * is zero, so that a table of strings always ends. */
static void *bytes_at(const struct elf *e, uint64_t offset, uint64_t len)
{
	CLEANUP(free_ptr) char *bytes = NULL;

	if (len > TABLE_MAX || offset > e->size || len > e->size - offset) {
		broken(e);
		return NULL;
	}
	bytes = xcalloc(1, (size_t)len + 1);
	if (pread(e->fd, bytes, (size_t)len, (off_t)offset) != (ssize_t)len) {
		broken(e);
		return NULL;
	}
	return TAKE(bytes);
}

static int check_head(const struct elf *e, const Elf64_Ehdr *h)
{
	if (memcmp(h->e_ident, ELFMAG, SELFMAG) != 0)
		return err_set(e->err, ERR_DATA,
			       "%s is not a shared library (no ELF header)",
			       e->path);
	if (h->e_ident[EI_CLASS] != ELFCLASS64 ||
	    h->e_ident[EI_DATA] != ELFDATA2LSB || h->e_machine != OUR_MACHINE ||
	    h->e_type != ET_DYN)
		return err_set(e->err, ERR_DATA,
			       "%s is not a shared library for this machine; "
			       "build it here",
			       e->path);
	if (h->e_shentsize != sizeof(Elf64_Shdr) || h->e_shnum == 0 ||
	    h->e_shnum > SECTIONS_MAX)
		return broken(e);
	return 0;
}

/* -- the table of symbols -- */

struct symbols {
	Elf64_Shdr *section;
	uint32_t sections;
	Elf64_Sym *at;
	uint64_t count;
	char *names;
	uint64_t names_len;
};

static void symbols_release(struct symbols *s)
{
	free(s->section);
	free(s->at);
	free(s->names);
}

/* NULL: it is no exported one. */
static const char *name_of(const struct symbols *s, const Elf64_Sym *sym)
{
	if (sym->st_name >= s->names_len || sym->st_shndx == SHN_UNDEF ||
	    ELF64_ST_BIND(sym->st_info) == STB_LOCAL)
		return NULL;
	return s->names + sym->st_name;
}

static int read_table(const struct elf *e, const Elf64_Shdr *table,
		      struct symbols *s)
{
	const Elf64_Shdr *text;

	if (table->sh_entsize != sizeof *s->at || table->sh_link >= s->sections)
		return broken(e);
	text = &s->section[table->sh_link];
	s->at = bytes_at(e, table->sh_offset, table->sh_size);
	s->count = table->sh_size / sizeof *s->at;
	s->names = s->at ? bytes_at(e, text->sh_offset, text->sh_size) : NULL;
	s->names_len = text->sh_size;
	return s->names ? 0 : -1;
}

static int read_symbols(const struct elf *e, const Elf64_Ehdr *h,
			struct symbols *s)
{
	s->sections = h->e_shnum;
	s->section = bytes_at(e, h->e_shoff,
			      (uint64_t)h->e_shnum * sizeof *s->section);
	if (!s->section)
		return -1;
	for (uint32_t i = 0; i < s->sections; i++)
		if (s->section[i].sh_type == SHT_DYNSYM)
			return read_table(e, &s->section[i], s);
	return broken(e);
}

static int open_file(struct elf *e)
{
	struct stat st;

	e->fd = open(e->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (e->fd < 0 || fstat(e->fd, &st))
		return err_errno(e->err, ERR_SYSTEM, "cannot open %s", e->path);
	if (!S_ISREG(st.st_mode))
		return err_set(e->err, ERR_DATA, "%s is not a file", e->path);
	e->size = (uint64_t)st.st_size;
	if (e->size < sizeof(Elf64_Ehdr))
		return err_set(e->err, ERR_DATA,
			       "%s is not a shared library (%llu bytes)",
			       e->path, (unsigned long long)e->size);
	return 0;
}

static int open_symbols(struct elf *e, struct symbols *s)
{
	CLEANUP(free_ptr) Elf64_Ehdr *head = NULL;

	if (open_file(e))
		return -1;
	head = bytes_at(e, 0, sizeof *head);
	if (!head || check_head(e, head))
		return -1;
	return read_symbols(e, head, s);
}

/* -- which there are -- */

/* NULL: it is not exported. */
static const Elf64_Sym *find(const struct symbols *s, const char *name)
{
	for (uint64_t i = 0; i < s->count; i++) {
		const char *one = name_of(s, &s->at[i]);

		if (one && text_eq(one, name))
			return &s->at[i];
	}
	return NULL;
}

/* An exported name with the prefix only, or NULL. */
static const char *alike(const struct symbols *s, const char *prefix)
{
	for (uint64_t i = 0; i < s->count; i++) {
		const char *one = name_of(s, &s->at[i]);

		if (one && text_starts(one, prefix))
			return one;
	}
	return NULL;
}

int elf_exports(const char *path, const char *name, const char *prefix,
		struct err *err)
{
	CLEANUP(symbols_release) struct symbols s = { 0 };
	struct elf e = { .path = path, .fd = -1, .err = err };
	const char *other;
	int rc = open_symbols(&e, &s);

	close_fd(&e.fd);
	if (rc || find(&s, name))
		return rc;
	other = alike(&s, prefix);
	if (other)
		return err_set(err, ERR_DATA,
			       "%s is a plugin of another contract (%.60s); "
			       "this program takes %s",
			       path, other, name);
	return err_set(err, ERR_DATA, "%s is no plugin: it exports no %s", path,
		       name);
}

/* -- the bytes of one -- */

/* Where they are in the file; false: nowhere. */
static bool in_file(const struct symbols *s, const Elf64_Sym *sym,
		    uint64_t *offset)
{
	const Elf64_Shdr *in;
	uint64_t from;

	if (sym->st_shndx >= s->sections || !sym->st_size ||
	    ELF64_ST_TYPE(sym->st_info) != STT_OBJECT)
		return false;
	in = &s->section[sym->st_shndx];
	from = sym->st_value - in->sh_addr;
	*offset = in->sh_offset + from;
	return in->sh_type == SHT_PROGBITS && !(in->sh_flags & SHF_WRITE) &&
	       sym->st_value >= in->sh_addr && from <= in->sh_size &&
	       sym->st_size <= in->sh_size - from && *offset >= from;
}

static bool take_object(const struct elf *e, const struct symbols *s,
			const char *name, size_t max, struct str *out)
{
	const Elf64_Sym *sym = find(s, name);
	CLEANUP(free_ptr) char *bytes = NULL;
	uint64_t offset;

	if (!sym || !in_file(s, sym, &offset) || sym->st_size > max)
		return false;
	bytes = bytes_at(e, offset, sym->st_size);
	if (bytes)
		str_add(out, bytes, (size_t)sym->st_size);
	return bytes != NULL;
}

bool elf_object(const char *path, const char *abi, const char *name, size_t max,
		struct str *out)
{
	CLEANUP(symbols_release) struct symbols s = { 0 };
	struct err ignored = { 0 };
	struct elf e = { .path = path, .fd = -1, .err = &ignored };
	bool found = !open_symbols(&e, &s) && find(&s, abi) &&
		     take_object(&e, &s, name, max, out);

	close_fd(&e.fd);
	return found;
}
