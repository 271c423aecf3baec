/* figures.c - see figures.h.
 * SPDX-License-Identifier: MIT */
#include "year/figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char *const names[FAULT_KINDS] = {
	[FAULT_LOST_REPLY] = "reply lost",
	[FAULT_LOST_ASK] = "request lost",
	[FAULT_LATE] = "done late",
	[FAULT_500] = "500 after success",
	[FAULT_GARBAGE] = "garbage",
	[FAULT_UNSENT] = "not sent",
	[FAULT_BUSY] = "busy",
	[FAULT_BURNT] = "key burnt",
	[FAULT_REFUSED] = "refused",
	[FAULT_DIED] = "worker killed",
	[FAULT_LIES] = "plugin lies",
	[FAULT_LOOK] = "look failed",
	[FAULT_FAILED] = "accepted, then failed",
	[FAULT_TAKEN_BACK] = "taken back",
	[FAULT_SPLIT] = "split",
	[FAULT_FOREIGN] = "refunded by hand",
	[FAULT_OLD_FACT] = "older or double facts",
	[FAULT_BAD_FACT] = "bad facts",
	[FAULT_CRASH] = "desk killed",
	[FAULT_GAP] = "desk off",
	[FAULT_RESTORE] = "old copy put back",
	[FAULT_CLOCK] = "clock jumped",
	[FAULT_FROZEN] = "clock stood still",
	[FAULT_READ] = "reads failed",
	[FAULT_RELOAD] = "reload",
};

void figures_print(const struct figures *f)
{
	print_message("# %lld seeds, %lld steps, %lld commands, %lld tickets, "
		      "%lld replies\n",
		      (long long)f->seeds, (long long)f->steps,
		      (long long)f->commands, (long long)f->tickets,
		      (long long)f->mails);
	print_message("# %lld refunds, %lld settled; sent %lld times, %lld of "
		      "them (%.1f %%) without a clear answer; %lld looks, "
		      "%lld parked, %lld resolved by a person, %lld settled "
		      "by the like of them, %lld orders erased\n",
		      (long long)f->refunds, (long long)f->settled,
		      (long long)f->sends, (long long)f->unclear,
		      f->sends ? 100.0 * (double)f->unclear / (double)f->sends
			       : 0.0,
		      (long long)f->looks, (long long)f->parks,
		      (long long)f->resolved, (long long)f->mistaken,
		      (long long)f->erased);
	if (f->decisions)
		print_message("# %lld orders; %lld decisions tried again, none "
			      "otherwise; %lld answers due, %lld late and "
			      "told\n",
			      (long long)f->orders, (long long)f->decisions,
			      (long long)f->answers, (long long)f->late);
	print_message("# faults:");
	for (int i = 0; i < FAULT_KINDS; i++)
		print_message("%s %s %lld", i ? "," : "", names[i],
			      (long long)f->faults[i]);
	print_message("\n");
}
