/* figures.h - what a simulated time counted.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_YEAR_FIGURES_H
#define HW_TESTS_YEAR_FIGURES_H

#include <stdint.h>

enum fault {
	FAULT_LOST_REPLY, /* done, and nobody was told */
	FAULT_LOST_ASK,   /* not done, and nobody can tell */
	FAULT_LATE,       /* done after we gave up waiting */
	FAULT_500,        /* done, and it says that it failed */
	FAULT_GARBAGE,    /* a reply that nobody declared */
	FAULT_UNSENT,     /* surely not a byte left */
	FAULT_BUSY,       /* a declared "not done" */
	FAULT_BURNT,      /* the key is spent */
	FAULT_REFUSED,    /* a declared refusal */
	FAULT_DIED,       /* the worker was killed */
	FAULT_LIES,       /* the plugin asks for another amount */
	FAULT_LOOK,       /* a look failed */
	FAULT_FAILED,     /* accepted, and then not paid */
	FAULT_TAKEN_BACK, /* paid, and then not */
	FAULT_SPLIT,      /* shown in two parts */
	FAULT_FOREIGN,    /* the seller refunds in the shop's own pages */
	FAULT_OLD_FACT,   /* an older one, twice, or in another order */
	FAULT_BAD_FACT,   /* one that no honest shop tells */
	FAULT_CRASH,      /* the desk is killed */
	FAULT_GAP,        /* nobody runs it for hours */
	FAULT_RESTORE,    /* an old copy is put back */
	FAULT_CLOCK,      /* the wall clock jumps */
	FAULT_FROZEN,     /* it stands still */
	FAULT_READ,       /* statements fail */
	FAULT_RELOAD,     /* other configuration; lanes probed again */
	FAULT_KINDS
};

struct figures {
	int64_t seeds, steps, commands, tickets, refunds, settled, mails;
	int64_t sends, unclear, looks, parks, resolved, erased, mistaken;
	/* Of a seller: what was decided, and answers that were due. */
	int64_t orders, decisions, answers, late;
	int64_t faults[FAULT_KINDS];
};

void figures_print(const struct figures *f);

#endif
