/* take.c - how one command is taken, and how a batch of them commits.
 * SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "desk/erase/erase.h"
#include "desk/intake/fact.h"
#include "desk/internal.h"
#include "desk/ledger/clock.h"
#include "desk/people/assign.h"
#include "desk/people/role.h"

#define PAUSE_EACH 8 /* commands: about a quarter of a millisecond */

/* -- one command -- */

static void tx_begin(struct desk *d, struct command *cmd, enum taking taking)
{
	arena_clear(&d->arena);
	str_clear(&d->tx.decisions);
	str_clear(&d->tx.sealed);
	d->tx = (struct tx){ .cmd = cmd,
			     .taking = taking,
			     .subject = arena_strdup(&d->arena, ""),
			     .decisions = d->tx.decisions,
			     .sealed = d->tx.sealed };
	cmd->err = (struct err){ 0 };
	cmd->verdict = TAKEN;
	cmd->id = 0;
}

static int refuse(struct command *cmd)
{
	cmd->verdict = REFUSED;
	return 0;
}

static int perform(struct desk *d, enum taking taking, const cJSON *decisions,
		   const cJSON *sealed, struct err *err)
{
	const struct command_kind *k = d->tx.kind;

	if (k->apply && k->apply(d, err))
		return -1;
	if (taking == APPLYING)
		return change_apply(d, decisions, sealed, err);
	if (k->decide && k->decide(d, err))
		return -1;
	return k->spoken_by == BY_PEOPLE ? assign_begun(d, err) : 0;
}

/* May it be done, and what does it say? What was taken once is not judged again
 * by the people and limits of today: a replay only decodes facts. */
static int check(struct desk *d, struct command *cmd, enum taking taking)
{
	const struct command_kind *k = d->tx.kind;

	if (taking == APPLYING && k->check != fact_check)
		return 0;
	if (k->spoken_by == BY_PEOPLE && role_may_speak(d, cmd->by, &cmd->err))
		return -1;
	return k->check ? k->check(d, &cmd->err) : 0;
}

/* Returns -1 only when the database failed; a refusal is a verdict. */
int take_one(struct desk *d, struct command *cmd, enum taking taking,
	     const cJSON *decisions, const cJSON *sealed, struct err *err)
{
	CLEANUP(json_free_ptr) cJSON *json = NULL;

	tx_begin(d, cmd, taking);
	d->tx.kind = command_kind_find(cmd->kind);
	if (!d->tx.kind) {
		err_set(&cmd->err, ERR_DATA, "\"%.40s\" is no command",
			cmd->kind);
		return refuse(cmd);
	}
	json = json_parse(cmd->json, cmd->json_len, &cmd->err);
	d->tx.json = json;
	if (!json || check(d, cmd, taking)) {
		/* What the disk failed on is nobody's mistake. */
		if (cmd->err.code == ERR_SYSTEM) {
			*err = cmd->err;
			return -1;
		}
		return refuse(cmd);
	}
	if (cmd->verdict != TAKEN)
		return 0;
	if (taking == LIVE)
		cmd->seq = d->seq + 1;
	if (perform(d, taking, decisions, sealed, err))
		return -1;
	return taking == LIVE ? journal_append(d, err) : 0;
}

/* An entry of the journal whose key was destroyed: what was decided stays. */
int take_erased(struct desk *d, struct command *cmd, const cJSON *decisions,
		struct err *err)
{
	tx_begin(d, cmd, APPLYING);
	return change_apply(d, decisions, NULL, err);
}

/* -- a batch -- */

static void undo(struct desk *d)
{
	db_rollback(d->db);
	d->head_known = false;
}

/* Refused before it came here, with its reason: its line could not be read. */
static bool is_refused(const struct command *cmd)
{
	return cmd->verdict == REFUSED && cmd->err.code;
}

/* Other work of this process does not wait for all of a large delivery. */
static void pause_after(const struct desk *d, size_t commands)
{
	if (d->delivery && d->delivery->meanwhile && commands % PAUSE_EACH == 0)
		d->delivery->meanwhile(d->delivery->arg);
}

/* All of them, or none: -1 with ERR_DATA when one failed on a constraint that
 * its check did not foresee. */
static int take_batch(struct desk *d, struct command *cmds, const bool *skip,
		      size_t count, struct err *err)
{
	if (db_begin(d->db, err) || journal_head(d, err))
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (!skip[i] && take_one(d, &cmds[i], LIVE, NULL, NULL, err))
			return -1;
		pause_after(d, i + 1);
	}
	return 0;
}

/* A refusal costs the command only, and so does a mistake of ours about it. */
static bool is_its_own(const struct err *err)
{
	if (err->code == ERR_BUG)
		log_error("%s", err->text);
	return err->code == ERR_DATA || err->code == ERR_BUG;
}

/* In a savepoint of its own: what fails on a constraint is refused, and leaves
 * nothing. */
static int take_alone(struct desk *d, struct command *cmd, struct err *err)
{
	int64_t seq = d->seq;
	struct hash head = d->head;

	if (db_savepoint(d->db, err))
		return -1;
	if (take_one(d, cmd, LIVE, NULL, NULL, err)) {
		if (!is_its_own(err) || db_savepoint_undo(d->db, &cmd->err))
			return -1;
		d->seq = seq;
		d->head = head;
		cmd->err = *err;
		cmd->verdict = REFUSED;
		*err = (struct err){ 0 };
	}
	return db_savepoint_end(d->db, err);
}

static int take_each(struct desk *d, struct command *cmds, const bool *skip,
		     size_t count, struct err *err)
{
	if (db_begin(d->db, err) || journal_head(d, err))
		return -1;
	for (size_t i = 0; i < count; i++)
		if (!skip[i] && take_alone(d, &cmds[i], err))
			return -1;
	return 0;
}

static int finish(struct desk *d, struct err *err)
{
	if (keys_sync(d->keys, err) == 0 && db_commit(d->db, err) == 0)
		return 0;
	undo(d);
	return -1;
}

/* A savepoint for each command would cost a tenth of the rate, and hardly a
 * batch needs one: only when a write failed is the batch rolled back and taken
 * again, one command at a time. All of it, also what was refused: by then, what
 * it was refused for may be gone. */
int desk_take_open(struct desk *d, struct command *cmds, size_t count,
		   struct err *err)
{
	CLEANUP(free_ptr) bool *skip = xcalloc(count ? count : 1, sizeof *skip);
	int rc;

	for (size_t i = 0; i < count; i++)
		skip[i] = is_refused(&cmds[i]);
	rc = take_batch(d, cmds, skip, count, err);
	if (rc && is_its_own(err)) {
		undo(d);
		*err = (struct err){ 0 };
		rc = take_each(d, cmds, skip, count, err);
	}
	if (rc)
		undo(d);
	return rc;
}

/* What is told in the midst of a delivery would break up its transaction. */
static int between_deliveries(const struct desk *d, struct err *err)
{
	return d->delivery ? err_set(err, ERR_BUG,
				     "a command came while a delivery was "
				     "being stored")
			   : 0;
}

int desk_take(struct desk *d, struct command *cmds, size_t count,
	      struct err *err)
{
	if (between_deliveries(d, err))
		return -1;
	for (size_t i = 0; i < count; i++) {
		cmds[i].verdict = TAKEN;
		cmds[i].err = (struct err){ 0 };
	}
	if (desk_take_open(d, cmds, count, err))
		return -1;
	if (finish(d, err))
		return -1;
	db_checkpoint(d->db, WAL_LIMIT);
	return 0;
}

int desk_commit(struct desk *d, struct err *err)
{
	return finish(d, err);
}

void desk_undo(struct desk *d)
{
	undo(d);
}

/* Before its own entry: a later look compares the clocks with the last one, and
 * would find them agreed. */
static int watch_clock(struct desk *d, const struct command *cmd,
		       struct err *err)
{
	return text_eq(cmd->kind, "clock_jumped") ? 0 : clock_watch(d, err);
}

int desk_do(struct desk *d, struct command *cmd, struct err *err)
{
	if (watch_clock(d, cmd, err))
		return -1;
	desk_stamp(d, cmd);
	if (desk_take(d, cmd, 1, err))
		return -1;
	if (cmd->verdict == REFUSED) {
		*err = cmd->err;
		return -1;
	}
	return text_eq(cmd->kind, "erase") || text_eq(cmd->kind, "drop_record")
		       ? erase_finish(d, err)
		       : 0;
}
