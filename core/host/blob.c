/* blob.c - see blob.h.
 * SPDX-License-Identifier: MIT */
#include "host/blob.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/file.h"
#include "base/hash.h"
#include "host/describe_own.h"
#include "host/walls.h"
#include "hw_plugin.h"
#include "wire/elf.h"

#define BLOB_MAX ((size_t)16 << 20)

void blob_close(struct blob *b)
{
	if (b->at)
		munmap((void *)(uintptr_t)b->at, b->len);
	*b = (struct blob){ 0 };
}

void blob_rest(const struct blob *b)
{
	/* Of a copy in memory nothing else has the bytes. */
	if (b->kept)
		madvise((void *)(uintptr_t)b->at, b->len, MADV_DONTNEED);
}

static int map(struct blob *b, size_t len, int fd)
{
	int how = fd < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_PRIVATE;
	int may = fd < 0 ? PROT_READ | PROT_WRITE : PROT_READ;
	void *at = len ? mmap(NULL, len, may, how, fd, 0) : MAP_FAILED;

	if (at == MAP_FAILED)
		return -1;
	*b = (struct blob){ .at = at, .len = len, .kept = fd >= 0 };
	return 0;
}

/* -1: there is none, or it is not what its name says. */
static int map_kept(struct blob *b, const char *path, const char *name)
{
	CLEANUP(close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC);
	char hex[2 * HASH_LEN + 1];
	struct stat st;
	struct hash h;

	if (fd < 0 || fstat(fd, &st) || st.st_size > (off_t)BLOB_MAX ||
	    map(b, (size_t)st.st_size, fd))
		return -1;
	h = sha256(b->at, b->len);
	hash_hex(&h, hex);
	if (text_eq(hex, name))
		return 0;
	blob_close(b);
	return -1;
}

static int keep(struct blob *b, const char *folder, const char *name,
		const struct str *bytes, struct err *err)
{
	CLEANUP(free_ptr) char *path = path_join(folder, name);

	if (map_kept(b, path, name) == 0)
		return 0;
	if (dir_make(folder, 0700, err) ||
	    file_write(path, str_c(bytes), bytes->len, 0600, err))
		return -1;
	return map_kept(b, path, name) == 0
		       ? 0
		       : err_set(err, ERR_SYSTEM,
				 "%s cannot be read back as it was written",
				 path);
}

static int hold(struct blob *b, const struct str *bytes, struct err *err)
{
	if (map(b, bytes->len, -1))
		return err_errno(err, ERR_SYSTEM, "no memory for a pack");
	memcpy((void *)(uintptr_t)b->at, str_c(bytes), bytes->len);
	return 0;
}

static int read_bytes(struct known *k, const struct describer *d,
		      struct str *out, struct err *err)
{
	known_begin(k);
	return elf_object(k->so, HW_SYMBOL, HW_PACK_BLOB, BLOB_MAX, out)
		       ? 0
		       : known_ask(k, d->worker, out, err);
}

static int ask(struct blob *b, struct known *k, const struct describer *d,
	       struct err *err)
{
	CLEANUP(str_release) struct str bytes = STR_LIMIT(BLOB_MAX);
	char hex[2 * HASH_LEN + 1];
	struct hash h;

	if (read_bytes(k, d, &bytes, err))
		return -1;
	if (!d->packs)
		return hold(b, &bytes, err);
	h = sha256(str_c(&bytes), bytes.len);
	hash_hex(&h, hex);
	known_keep(k, hex, strlen(hex));
	return keep(b, d->packs, hex, &bytes, err);
}

/* As the file said when it was asked last. */
static int reopen(struct blob *b, const struct known *k, const char *folder)
{
	CLEANUP(free_ptr) char *path = path_join(folder, k->said);

	return map_kept(b, path, k->said);
}

int blob_open(struct blob *b, const struct describer *d, const char *plugin,
	      struct err *err)
{
	CLEANUP(free_ptr)
	char *so = xasprintf("%s/%s.so", d->plugins, plugin);
	struct known *k = known_of("--blob", so);

	*b = (struct blob){ 0 };
	if (walls_allow("pack", so, err))
		return -1;
	if (known_holds(k)) {
		if (known_failed(k, err))
			return -1;
		if (d->packs && k->len && reopen(b, k, d->packs) == 0)
			return 0;
	}
	return ask(b, k, d, err);
}
