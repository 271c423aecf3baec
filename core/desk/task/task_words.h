/* task_words.h - what a task gives the buyer.
 *
 * As it says (`gives`). Money only so, since nobody knows of another how much.
 * A person may give the warehouse anything to do (look at a return, say), so of
 * theirs only what is said counts; a playbook gives it one where goods are to
 * be sent, said or not.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_TASK_WORDS_H
#define HW_DESK_TASK_WORDS_H

/* SQL: of the task `k` (its gives, role and step), the words of backing.h, by
 * blanks; "" when it gives nothing. The verbs of what it gives are among them.
 */
#define TASK_WORDS(k)                                                         \
	"CASE WHEN " k ".gives = 'nothing' THEN '' WHEN " k ".gives = "       \
	"'refund' THEN 'refund partial_refund' WHEN " k ".gives IS NOT NULL " \
	"THEN " k ".gives WHEN " k ".role = 'warehouse' AND " k ".step IS "   \
	"NOT NULL THEN 'reship exchange return' ELSE '' END"

#endif
