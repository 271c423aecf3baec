/* elf.h - what a shared library exports, without loading it.
 *
 * dlopen() runs the library's constructors, so what is no plugin must be
 * refused before, and what is data only need not be loaded at all. The file is
 * read with bounds checked at each step. SPDX-License-Identifier: MIT */
#ifndef HW_WIRE_ELF_H
#define HW_WIRE_ELF_H

#include "base/err.h"
#include "base/str.h"

/* Looks for defined, exported symbols whose name starts with `prefix`. 0 when
 * one is exactly `name`; else -1 with ERR_DATA naming what is there instead
 * (another ABI major), that nothing is, or that this is no library for this
 * machine; ERR_SYSTEM when the file cannot be read. */
int elf_exports(const char *path, const char *name, const char *prefix,
		struct err *err) MUST_CHECK;

/* Appends the bytes of the exported object `name` as the file has them; it must
 * have a size and lie in a section that is never written to, of a library that
 * exports `abi`, too. False: there is no such object, for any of these reasons,
 * or it is larger than `max`. */
bool elf_object(const char *path, const char *abi, const char *name, size_t max,
		struct str *out) MUST_CHECK;

#endif
