/* give_back.c - see give_back.h.
 * SPDX-License-Identifier: MIT */
#include "base/give_back.h"

#include <link.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

/* A segment that can be written holds what the linker and the program changed,
 * and stays as it is. */
static int give_back_file(struct dl_phdr_info *info, size_t size, void *arg)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);

	(void)size;
	(void)arg;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];
		uintptr_t from = (info->dlpi_addr + p->p_vaddr) & ~(page - 1);
		uintptr_t to = info->dlpi_addr + p->p_vaddr + p->p_memsz;

		if (p->p_type == PT_LOAD && !(p->p_flags & PF_W))
			madvise((void *)from, to - from, MADV_DONTNEED);
	}
	return 0;
}

void memory_give_back(void)
{
	malloc_trim(0);
	dl_iterate_phdr(give_back_file, NULL);
}
