/* fuzz.h - what fuzz targets share.
 *
 * A target is tests/fuzz/NAME_fuzz.c with one LLVMFuzzerTestOneInput: it gives
 * the bytes to one reader of the program and holds what comes out against an
 * oracle. It is built twice: by `make fuzz` as a fuzzer, and in the ordinary
 * build with replay.c, which gives it every file of tests/corpus/NAME.
 * docs/fuzzing.md is the manual.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_FUZZ_H
#define HW_TESTS_FUZZ_H

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

/* Gives 0, or -1 for an input that is not worth keeping as a seed. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The oracle's answer was no: says why and aborts. */
_Noreturn void fuzz_fail(const char *fmt, ...) HW_PRINTF_LIKE(1, 2);
#define FUZZ_HOLDS(condition, ...)              \
	do {                                    \
		if (!(condition))               \
			fuzz_fail(__VA_ARGS__); \
	} while (0)

/* An error for people: a code, and one sentence of printable UTF-8 that is not
 * empty, in one line. */
void fuzz_sentence(const struct err *err);
void fuzz_sentence_text(const char *text);

/* Inputs made of lines. */
struct fuzz_text {
	const char *at, *end;
};
/* Without its line end; NULL at the end. A copy with a NUL (free), in which a
 * NUL byte of the input ends the text. */
char *fuzz_line(struct fuzz_text *t);
/* What is left, as such a copy. */
char *fuzz_rest(struct fuzz_text *t);

/* The corpus is replayed: what costs much is asked of every input, and not of
 * some only. */
extern const bool fuzz_replays;

#endif
