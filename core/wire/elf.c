/* elf.c - an ELF64 reader that knows .dynsym and nothing else.
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

struct looking {
	const char *name, *prefix;
	char *other; /* owned: an exported name with the prefix only */
	bool found;
};

static void look(struct looking *l, const Elf64_Sym *sym, uint64_t count,
		 const char *names, uint64_t names_len)
{
	for (uint64_t i = 0; i < count && !l->found; i++) {
		const char *name = names + sym[i].st_name;

		if (sym[i].st_name >= names_len ||
		    sym[i].st_shndx == SHN_UNDEF ||
		    ELF64_ST_BIND(sym[i].st_info) == STB_LOCAL)
			continue;
		if (text_eq(name, l->name)) {
			l->found = true;
		} else if (!l->other && text_starts(name, l->prefix)) {
			l->other = xstrndup(name, 60);
		}
	}
}

static int look_in(const struct elf *e, const Elf64_Shdr *table,
		   const Elf64_Shdr *text, struct looking *l)
{
	CLEANUP(free_ptr) Elf64_Sym *sym = NULL;
	CLEANUP(free_ptr) char *names = NULL;

	if (table->sh_entsize != sizeof *sym)
		return broken(e);
	sym = bytes_at(e, table->sh_offset, table->sh_size);
	names = sym ? bytes_at(e, text->sh_offset, text->sh_size) : NULL;
	if (!names)
		return -1;
	look(l, sym, table->sh_size / sizeof *sym, names, text->sh_size);
	return 0;
}

static int look_through(const struct elf *e, const Elf64_Ehdr *h,
			struct looking *l)
{
	CLEANUP(free_ptr)
	Elf64_Shdr *section =
		bytes_at(e, h->e_shoff, (uint64_t)h->e_shnum * sizeof *section);

	if (!section)
		return -1;
	for (uint32_t i = 0; i < h->e_shnum; i++) {
		if (section[i].sh_type != SHT_DYNSYM)
			continue;
		if (section[i].sh_link >= h->e_shnum)
			return broken(e);
		return look_in(e, &section[i], &section[section[i].sh_link], l);
	}
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

static int look_at(struct elf *e, struct looking *l)
{
	CLEANUP(free_ptr) Elf64_Ehdr *head = NULL;

	if (open_file(e))
		return -1;
	head = bytes_at(e, 0, sizeof *head);
	if (!head || check_head(e, head))
		return -1;
	return look_through(e, head, l);
}

int elf_exports(const char *path, const char *name, const char *prefix,
		struct err *err)
{
	struct elf e = { .path = path, .fd = -1, .err = err };
	struct looking l = { .name = name, .prefix = prefix };
	int rc = look_at(&e, &l);

	close_fd(&e.fd);
	if (rc == 0 && !l.found && l.other)
		rc = err_set(err, ERR_DATA,
			     "%s is a plugin of another contract (%s); this "
			     "program takes %s",
			     path, l.other, name);
	else if (rc == 0 && !l.found)
		rc = err_set(err, ERR_DATA, "%s is no plugin: it exports no %s",
			     path, name);
	free(l.other);
	return rc;
}
