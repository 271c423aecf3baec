/* show.c - see show.h.
 * SPDX-License-Identifier: MIT */
#include "cli/show.h"

#include "cli/view.h"
#include "desk/ledger/restored.h"

/* C1 controls are two bytes in UTF-8: C2 80 to C2 9F. */
void show_safe(struct str *out, const char *text)
{
	for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
		if (*at == 0xc2 && at[1] >= 0x80 && at[1] <= 0x9f)
			at++;
		else if (*at == '\n' || *at == '\t' ||
			 (*at >= 0x20 && *at != 0x7f))
			str_putc(out, (char)*at);
	}
}

/* A record as JSON, or as "name: value" lines. */
void show_record(struct cli *c, const struct kind *kind, const void *rec)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct jw w = JW_INIT(&s);
	struct err err = { 0 };
	const cJSON *one;
	cJSON *json;

	jw_object(&w);
	jw_kv_text(&w, "kind", kind->name);
	if (!kind_field(kind, "id"))
		jw_kv_i64(&w, "id", *(const int64_t *)rec);
	record_put_fields(&w, kind, rec, NULL);
	jw_end(&w);
	if (c->json) {
		str_printf(&c->out, "%s\n", str_c(&s));
		return;
	}
	json = json_parse(str_c(&s), s.len, &err);
	cJSON_ArrayForEach (one, json) {
		char *text = cJSON_IsString(one) ? xstrdup(one->valuestring)
						 : cJSON_PrintUnformatted(one);

		str_printf(&c->out, "  %-14s ", one->string);
		show_safe(&c->out, text);
		str_putc(&c->out, '\n');
		free(text);
	}
	str_putc(&c->out, '\n');
	json_free(json);
}

void show_json(struct cli *c, const cJSON *json)
{
	char *text = cJSON_PrintUnformatted(json);

	str_printf(&c->out, "%s\n", text);
	cJSON_free(text);
}

int show_rows(struct cli *c, struct db *db, const struct kind *kind,
	      const char *tail, int64_t id, struct err *err)
{
	struct arena arena = ARENA_INIT;
	CLEANUP(rows_release)
	struct rows r = record_query(db, kind, tail, "i", id);
	void *rec = xcalloc(1, kind->size);

	while (rows_next(&r)) {
		record_read(&r, kind, rec, &arena);
		show_record(c, kind, rec);
	}
	free(rec);
	arena_release(&arena);
	return rows_end(&r, err);
}

void show_option(struct jw *w, const struct cli *c, const char *option,
		 const char *key)
{
	if (cli_option(c, option))
		jw_kv_text(w, key, cli_option(c, option));
}

int show_number(struct jw *w, const struct cli *c, const char *option,
		struct err *err)
{
	int64_t number;

	if (cli_option_number(c, option, "", &number, err))
		return -1;
	if (number)
		jw_kv_i64(w, option, number);
	return 0;
}

/* What --beside may name, and what the command calls it. */
static const struct {
	const char *prefix, *key;
} besides[] = { { "task:", "beside_task" },
		{ "dispute:", "beside_dispute" },
		{ "", "beside" } };

static int put_beside(struct jw *w, const char *given, unsigned *seen,
		      struct err *err)
{
	int64_t number = 0;
	size_t i = 0;

	while (!text_starts(given, besides[i].prefix))
		i++;
	if (cli_given_number("beside", given, besides[i].prefix, &number, err))
		return -1;
	if (*seen & 1U << i)
		return err_set(err, ERR_USAGE,
			       "--beside names one action, one task: and one "
			       "dispute: at most, the latest of its kind");
	*seen |= 1U << i;
	jw_kv_i64(w, besides[i].key, number);
	return 0;
}

int show_beside(struct jw *w, const struct cli *c, struct err *err)
{
	CLEANUP(free_ptr) char *given = NULL;
	unsigned seen = 0;
	char *next;

	if (!cli_option(c, "beside"))
		return 0;
	given = xstrdup(cli_option(c, "beside"));
	for (char *at = given; at; at = next) {
		next = strchr(at, ',');
		if (next)
			*next++ = '\0';
		if (put_beside(w, at, &seen, err))
			return -1;
	}
	return 0;
}

/* Those of one kind, of a list that may name both. */
static int put_tells(struct jw *w, const char *given, bool tasks,
		     struct err *err)
{
	CLEANUP(free_ptr) char *copy = xstrdup(given);
	const char *prefix = tasks ? "task:" : "";
	char *rest = copy, *one;
	int64_t number;

	jw_key(w, tasks ? "tells_tasks" : "tells");
	jw_array(w);
	while ((one = strsep(&rest, ","))) {
		if (text_starts(one, "task:") != tasks)
			continue;
		if (cli_given_number("tells", one, prefix, &number, err))
			return -1;
		jw_i64(w, number);
	}
	jw_end(w);
	return 0;
}

int show_tells(struct jw *w, const struct cli *c, struct err *err)
{
	const char *given = cli_option(c, "tells");

	if (!given)
		return 0;
	return put_tells(w, given, false, err) || put_tells(w, given, true, err)
		       ? -1
		       : 0;
}

int show_order(struct jw *w, struct cli *c, struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct db *db;

	if (cli_db(c, &db, err))
		return -1;
	jw_kv_text(w, "order",
		   view_order_called(db, &arena, cli_option(c, "order")));
	db_close(db);
	return 0;
}

int show_sum(struct jw *w, const struct cli *c, struct err *err)
{
	if (!cli_option(c, "amount") != !cli_option(c, "currency"))
		return err_set(err, ERR_USAGE,
			       "--amount and --currency go together: add %s",
			       cli_option(c, "amount") ? "--currency USD"
						       : "--amount 5.00");
	show_option(w, c, "amount", "amount");
	show_option(w, c, "currency", "currency");
	return 0;
}

void show_hold(struct db *db)
{
	struct arena arena = ARENA_INIT;
	struct err err = { 0 };
	int64_t since = 0, left = 0;
	const char *unread = "";
	bool copy = false;

	if (restored_held(db, &since, &err) || restored_left(db, &left, &err) ||
	    restored_unread(db, &arena, &unread, &err) ||
	    db_is_copy(db, &copy, &err))
		fprintf(stderr, "whether anything is held: %s\n", err.text);
	else if (since)
		fprintf(stderr,
			"warning: restored from a backup: nothing is sent; "
			"%lld open "
			"action%s still to be looked up, and to be read to "
			"the end: %s\n",
			(long long)left, left == 1 ? " is" : "s are",
			*unread ? unread : "nothing");
	else if (copy)
		fprintf(stderr,
			"warning: restored from a backup: when the desk "
			"starts it looks up every open action first\n");
	arena_release(&arena);
}

void show_nothing(const struct cli *c, const char *sentence)
{
	if (!c->out.len)
		fprintf(stderr, "%s\n", sentence);
}
