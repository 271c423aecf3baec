/* elf.h - which symbols a shared library exports, without loading it.
 *
 * dlopen() runs the library's constructors, so what is no plugin must be
 * refused before. The file is read with bounds checked at each step.
 * SPDX-License-Identifier: MIT */
#ifndef HW_WIRE_ELF_H
#define HW_WIRE_ELF_H

#include "base/err.h"

/* Looks for defined, exported symbols whose name starts with `prefix`. 0 when
 * one is exactly `name`; else -1 with ERR_DATA naming what is there instead
 * (another ABI major), that nothing is, or that this is no library for this
 * machine; ERR_SYSTEM when the file cannot be read. */
int elf_exports(const char *path, const char *name, const char *prefix,
		struct err *err) MUST_CHECK;

#endif
