/* compile.c - see compile.h.
 * SPDX-License-Identifier: MIT */
#include "policy/rule/compile.h"

#include <sqlite3.h>

#include "policy/rule/expr.h"

struct condition {
	sqlite3_stmt *st;
	struct fact_set reads;
	int facts[FACTS_MAX]; /* by parameter */
	int count;
	uint64_t issues;
};
VEC(condition_list, struct condition *);

struct compiler {
	const struct vocabulary *v;
	sqlite3 *db;
	int selects; /* of the statement being compiled */
	struct condition_list list;
};

/* Two selects: the wrapper's and the one that names the facts. */
static int authorize(void *arg, int action, const char *a, const char *b,
		     const char *database, const char *trigger)
{
	static const char *const functions[] = { "abs",      "min",    "max",
						 "coalesce", "ifnull", "lower",
						 "length",   "instr",  NULL };
	struct compiler *c = arg;

	(void)a, (void)database, (void)trigger;
	if (action == SQLITE_SELECT)
		return ++c->selects <= 2 ? SQLITE_OK : SQLITE_DENY;
	if (action == SQLITE_READ)
		return SQLITE_OK;
	if (action == SQLITE_FUNCTION)
		for (const char *const *f = functions; *f; f++)
			if (b && sqlite3_stricmp(*f, b) == 0)
				return SQLITE_OK;
	return SQLITE_DENY;
}

static void set_limits(sqlite3 *db)
{
	static const struct {
		int what, most;
	} limits[] = {
		{ SQLITE_LIMIT_LENGTH, 64 << 10 },
		{ SQLITE_LIMIT_SQL_LENGTH, 64 << 10 },
		{ SQLITE_LIMIT_COLUMN, FACTS_MAX },
		{ SQLITE_LIMIT_EXPR_DEPTH, 600 },
		{ SQLITE_LIMIT_COMPOUND_SELECT, 1 },
		{ SQLITE_LIMIT_VDBE_OP, 20000 },
		{ SQLITE_LIMIT_FUNCTION_ARG, 8 },
		{ SQLITE_LIMIT_ATTACHED, 0 },
		{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1 },
		{ SQLITE_LIMIT_VARIABLE_NUMBER, FACTS_MAX },
		{ SQLITE_LIMIT_TRIGGER_DEPTH, 0 },
		{ SQLITE_LIMIT_WORKER_THREADS, 0 },
	};

	for (size_t i = 0; i < COUNT_OF(limits); i++)
		sqlite3_limit(db, limits[i].what, limits[i].most);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
}

struct compiler *compiler_new(const struct vocabulary *v, struct err *err)
{
	struct compiler *c = xcalloc(1, sizeof *c);

	c->v = v;
	if (sqlite3_open_v2(":memory:", &c->db,
			    SQLITE_OPEN_READONLY | SQLITE_OPEN_MEMORY |
				    SQLITE_OPEN_NOMUTEX,
			    NULL) != SQLITE_OK) {
		err_set(err, ERR_SYSTEM, "SQLite cannot be used for rules: %s",
			sqlite3_errmsg(c->db));
		compiler_free(c);
		return NULL;
	}
	set_limits(c->db);
	sqlite3_set_authorizer(c->db, authorize, c);
	return c;
}

void compiler_free(struct compiler *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->list.len; i++) {
		sqlite3_finalize(c->list.at[i]->st);
		free(c->list.at[i]);
	}
	condition_list_release(&c->list);
	sqlite3_close(c->db);
	free(c);
}

static void put_wrapper(const struct compiler *c, struct condition *one,
			const char *sql, struct str *s)
{
	CLEANUP(str_release) struct str casts = STR_INIT;

	str_puts(s, "WITH facts(none");
	for (size_t i = 0; i < c->v->kinds.len; i++) {
		if (!fact_set_has(&one->reads, (int)i))
			continue;
		one->facts[one->count++] = (int)i;
		str_printf(s, ", %s", c->v->kinds.at[i].name);
		str_printf(&casts, ", cast(?%d AS %s)", one->count,
			   c->v->kinds.at[i].type == FACT_WORD ? "TEXT"
							       : "INTEGER");
	}
	str_printf(s, ") AS (SELECT 0%s) SELECT (%s\n) FROM facts",
		   str_c(&casts), sql);
}

static int prepare(struct compiler *c, struct condition *one, const char *sql,
		   struct err *err)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	const char *tail = NULL;

	put_wrapper(c, one, sql, &s);
	c->selects = 0;
	if (sqlite3_prepare_v3(c->db, str_c(&s), -1, SQLITE_PREPARE_PERSISTENT,
			       &one->st, &tail) != SQLITE_OK)
		return err_set(err, ERR_DATA,
			       "SQLite refuses the condition: %s",
			       sqlite3_errmsg(c->db));
	if (tail && *tail)
		return err_set(err, ERR_DATA,
			       "something follows the "
			       "condition");
	if (sqlite3_column_count(one->st) != 1)
		return err_set(err, ERR_DATA,
			       "a condition is one value, not "
			       "%d",
			       sqlite3_column_count(one->st));
	if (sqlite3_bind_parameter_count(one->st) != one->count)
		return err_set(err, ERR_DATA, "a condition has no parameters");
	return 0;
}

struct condition *condition_compile(struct compiler *c, const char *text,
				    struct err *err)
{
	struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str sql = STR_INIT;
	struct condition *one = xcalloc(1, sizeof *one);
	struct node *tree = expr_parse(c->v, text, &arena, err);
	bool good = false;

	condition_list_push(&c->list, one);
	if (tree) {
		expr_put_sql(&sql, c->v, tree);
		expr_reads(tree, &one->reads);
		one->issues = expr_issues(c->v, tree);
		good = prepare(c, one, str_c(&sql), err) == 0;
	}
	arena_release(&arena);
	return good ? one : NULL;
}

int compiler_gate(struct compiler *c, const char *sql, struct err *err)
{
	struct condition one = { 0 };
	int rc;

	for (size_t i = 0; i < c->v->kinds.len; i++)
		if (strstr(sql, c->v->kinds.at[i].name))
			fact_set_add(&one.reads, (int)i);
	rc = prepare(c, &one, sql, err);
	sqlite3_finalize(one.st);
	return rc;
}

int condition_holds(const struct condition *c, const struct fact_values *v)
{
	int result = -1;

	for (int i = 0; i < c->count; i++) {
		const struct fact_value *f = &v->at[c->facts[i]];

		if (!f->known)
			sqlite3_bind_null(c->st, i + 1);
		else if (f->word)
			sqlite3_bind_text(c->st, i + 1, f->word, -1,
					  SQLITE_STATIC);
		else
			sqlite3_bind_int64(c->st, i + 1, f->number);
	}
	if (sqlite3_step(c->st) == SQLITE_ROW &&
	    sqlite3_column_type(c->st, 0) != SQLITE_NULL)
		result = sqlite3_column_int64(c->st, 0) != 0;
	sqlite3_reset(c->st);
	return result;
}

const struct fact_set *condition_reads(const struct condition *c)
{
	return &c->reads;
}

uint64_t condition_issues(const struct condition *c)
{
	return c->issues;
}
