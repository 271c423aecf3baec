/* verb_options.h - the options of the verbs, a table each; every one ends with
 * a NULL name. --json and -c are everybody's and stand in none.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_VERB_OPTIONS_H
#define HW_CLI_VERB_OPTIONS_H

#include "cli/verbs.h"

extern const struct verb_option init_options[], serve_options[],
	doctor_options[], plugins_options[], import_options[], export_options[],
	schema_options[], quarantine_options[], ticket_options[],
	task_options[], customer_options[], report_options[],
	reconcile_options[], order_options[], risk_options[], action_options[],
	templates_options[], track_options[], explain_options[],
	simulate_options[], journal_options[], backup_options[],
	restore_options[], drill_options[], erase_options[], sdk_options[];
/* Of those that read lines, and those that read texts, too (batch.h). */
extern const struct verb_option batch_options[], text_options[],
	guard_options[];

#endif
