/* fault.h - calls of the system and the library that fail when they are told
 * to: memory, files, the clock and the resolver.
 *
 * Linked into a test, or preloaded into a program of ours (fault.so, with
 * HW_FAULT_FILE: a file of one struct fault, which the test may rewrite while
 * the program runs: tests/sites/poke.c). A site is one call of a kind; sites
 * are counted from 1 in the order in which a process comes to them. Of writes,
 * only those to regular files other than the standard ones count.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_FAULT_H
#define HW_TESTS_FAULT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum fault_kind {
	FAULT_ALLOC, /* malloc, calloc, realloc */
	FAULT_WRITE, /* write, pwrite, writev */
	FAULT_SYNC,  /* fsync, fdatasync */
	FAULT_OPEN,  /* open, openat */
	FAULT_NAME,  /* rename, unlink, link, mkdir */
	FAULT_SIZE,  /* ftruncate */
	FAULT_KINDS
};

enum fault_mode {
	FAULT_NONE,     /* only counts */
	FAULT_ONCE,     /* the n-th fails */
	FAULT_ON,       /* the n-th and all that follow */
	FAULT_TORN,     /* half of the n-th is written, then as FAULT_ON */
	FAULT_KILL,     /* SIGKILL in its place */
	FAULT_TORN_KILL /* SIGKILL after half of it is written */
};

enum fault_dns {
	DNS_TRUE,
	DNS_DEAD, /* no answer at all: fails after `dns_ms` */
	DNS_SLOW, /* no such name, after `dns_ms` */
	DNS_WRONG /* an address inside */
};

struct fault {
	_Atomic int kind, mode, number; /* number: the errno */
	_Atomic int64_t at;             /* the site */
	_Atomic int64_t seen[FAULT_KINDS];
	_Atomic int64_t hit;      /* how often it failed */
	char by[40];              /* the library whose allocation failed last */
	_Atomic int on_folder;    /* the last that failed was a folder's sync */
	_Atomic int skip_sync;    /* counted, but not done: for speed */
	_Atomic int64_t clock_ms; /* added to the wall clock */
	_Atomic int64_t forward_ms; /* and to that of the boot too */
	_Atomic int64_t still_ms;   /* where the wall clock stands, or 0 */
	_Atomic int dns, dns_ms;
	_Atomic int64_t resolved; /* questions asked */
};

/* Never NULL; belongs to the process, or is shared after fault_share. */
extern struct fault *fault;

/* From now on the faults of this process and its children are in that file. */
void fault_share(const char *path);
/* Counts from 1 again and fails as told. */
void fault_arm(enum fault_kind kind, enum fault_mode mode, int64_t at,
	       int number);
void fault_off(void);

extern const char *const fault_kinds[FAULT_KINDS], *const fault_modes[];

#endif
