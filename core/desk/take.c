/* take.c - how one command is taken, and how a batch of them commits.
 * SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "desk/fact.h"
#include "desk/internal.h"
#include "desk/role.h"

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
	return k->decide ? k->decide(d, err) : 0;
}

/* May it be done, and what does it say? What was taken once is not judged again
 * by the people and limits of today: a replay only decodes facts. */
static int check(struct desk *d, struct command *cmd, enum taking taking)
{
	const struct command_kind *k = d->tx.kind;

	if (taking == APPLYING && k->check != fact_check)
		return 0;
	if (command_of_people(cmd->kind) &&
	    role_may_speak(d, cmd->by, &cmd->err))
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
	if (!json || check(d, cmd, taking))
		return refuse(cmd);
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

/* A write that failed inside a batch (a constraint that check() did not
 * foresee) is a refusal of that command: the batch is rolled back and taken
 * again without it. The desk is deterministic, so the others come out as they
 * did. A savepoint for each command would cost a tenth of the rate. */
static int take_batch(struct desk *d, struct command *cmds, size_t count,
		      size_t *failed, struct err *err)
{
	*failed = count;
	if (db_begin(d->db, err) || journal_head(d, err))
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (cmds[i].verdict == REFUSED && cmds[i].err.code)
			continue;
		if (take_one(d, &cmds[i], LIVE, NULL, NULL, err)) {
			*failed = i;
			return -1;
		}
	}
	return 0;
}

static void undo(struct desk *d)
{
	db_rollback(d->db);
	d->head_known = false;
}

static int finish(struct desk *d, struct err *err)
{
	if (keys_sync(d->keys, err) == 0 && db_commit(d->db, err) == 0)
		return 0;
	undo(d);
	return -1;
}

int desk_take_open(struct desk *d, struct command *cmds, size_t count,
		   struct err *err)
{
	size_t failed;

	while (take_batch(d, cmds, count, &failed, err)) {
		undo(d);
		if (failed == count || err->code != ERR_DATA)
			return -1;
		cmds[failed].err = *err;
		cmds[failed].verdict = REFUSED;
		*err = (struct err){ 0 };
	}
	return 0;
}

int desk_take(struct desk *d, struct command *cmds, size_t count,
	      struct err *err)
{
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

int desk_do(struct desk *d, struct command *cmd, struct err *err)
{
	desk_stamp(d, cmd);
	if (desk_take(d, cmd, 1, err))
		return -1;
	if (cmd->verdict != REFUSED)
		return 0;
	*err = cmd->err;
	return -1;
}
