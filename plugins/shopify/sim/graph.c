/* graph.c - reads a GraphQL document as far as this plugin writes them: one
 * operation, variables, arguments, inline fragments and directives; no
 * fragments by name, no aliases. [source: GraphQL specification, 2021-10]
 * SPDX-License-Identifier: MIT */
#include <ctype.h>

#include "sim.h"

struct reader {
	const char *at;
	const cJSON *variables;
	bool bad;
	int depth;
};

static void skip(struct reader *r)
{
	while (*r->at && (isspace((unsigned char)*r->at) || *r->at == ','))
		r->at++;
}

static bool take(struct reader *r, char c)
{
	skip(r);
	if (*r->at != c)
		return false;
	r->at++;
	return true;
}

static char *take_name(struct reader *r)
{
	const char *from;

	skip(r);
	from = r->at;
	while (isalnum((unsigned char)*r->at) || *r->at == '_')
		r->at++;
	r->bad |= r->at == from;
	return xstrndup(from, (size_t)(r->at - from));
}

static cJSON *take_value(struct reader *r);

static cJSON *take_text(struct reader *r)
{
	const char *from = ++r->at;
	CLEANUP(free_ptr) char *text = NULL;

	while (*r->at && *r->at != '"')
		r->at += r->at[0] == '\\' && r->at[1] ? 2 : 1;
	text = xstrndup(from, (size_t)(r->at - from));
	r->bad |= !*r->at;
	r->at += *r->at == '"';
	return cJSON_CreateString(text);
}

static cJSON *take_word(struct reader *r)
{
	CLEANUP(free_ptr) char *word = take_name(r);

	if (text_eq(word, "true") || text_eq(word, "false"))
		return cJSON_CreateBool(text_eq(word, "true"));
	if (text_eq(word, "null"))
		return cJSON_CreateNull();
	return cJSON_CreateString(word);
}

static cJSON *take_variable(struct reader *r)
{
	CLEANUP(free_ptr) char *name = take_name(r);
	const cJSON *value = json_get(r->variables, name);

	return value ? cJSON_Duplicate(value, 1) : cJSON_CreateNull();
}

static cJSON *take_object(struct reader *r)
{
	cJSON *object = cJSON_CreateObject();

	while (!r->bad && !take(r, '}')) {
		CLEANUP(free_ptr) char *name = take_name(r);

		r->bad |= !take(r, ':');
		if (!r->bad)
			cJSON_AddItemToObject(object, name, take_value(r));
	}
	return object;
}

static cJSON *take_list(struct reader *r)
{
	cJSON *list = cJSON_CreateArray();

	while (!r->bad && !take(r, ']'))
		cJSON_AddItemToArray(list, take_value(r));
	return list;
}

static cJSON *take_value(struct reader *r)
{
	char *end;
	double number;

	skip(r);
	r->bad |= ++r->depth > 200;
	if (r->bad)
		return cJSON_CreateNull();
	if (*r->at == '"')
		return take_text(r);
	if (take(r, '$'))
		return take_variable(r);
	if (take(r, '{'))
		return take_object(r);
	if (take(r, '['))
		return take_list(r);
	if (!isdigit((unsigned char)*r->at) && *r->at != '-')
		return take_word(r);
	number = strtod(r->at, &end);
	r->bad |= end == r->at;
	r->at = end;
	return cJSON_CreateNumber(number);
}

/* (a:1 b:$x), into `args`. */
static void take_args(struct reader *r, cJSON *args)
{
	if (!take(r, '('))
		return;
	while (!r->bad && !take(r, ')')) {
		CLEANUP(free_ptr) char *name = take_name(r);

		r->bad |= !take(r, ':');
		if (!r->bad)
			cJSON_AddItemToObject(args, name, take_value(r));
	}
}

static struct field **take_fields(struct reader *r, struct field **to);

static struct field *take_field(struct reader *r)
{
	struct field *f = xcalloc(1, sizeof *f);

	f->name = take_name(r);
	f->args = cJSON_CreateObject();
	take_args(r, f->args);
	while (!r->bad && take(r, '@')) {
		CLEANUP(free_ptr) char *name = take_name(r);
		CLEANUP(free_ptr) char *key = xasprintf("@%s", name);

		take_args(r, cJSON_AddObjectToObject(f->args, key));
	}
	if (take(r, '{'))
		take_fields(r, &f->fields);
	return f;
}

/* Up to the closing brace; "... on Type {" is read as if it stood there. */
static struct field **take_fields(struct reader *r, struct field **to)
{
	r->bad |= ++r->depth > 200;
	while (!r->bad && !take(r, '}')) {
		if (take(r, '.')) {
			r->at += 2;
			free(take_name(r));
			free(take_name(r));
			r->bad |= !take(r, '{');
			if (!r->bad)
				to = take_fields(r, to);
			continue;
		}
		*to = take_field(r);
		to = &(*to)->next;
	}
	return to;
}

struct operation *graph_parse(const char *text, const cJSON *variables)
{
	struct reader r = { .at = text, .variables = variables };
	struct operation *op = xcalloc(1, sizeof *op);
	CLEANUP(free_ptr) char *kind = take_name(&r);

	op->mutation = text_eq(kind, "mutation");
	r.bad |= !op->mutation && !text_eq(kind, "query");
	op->name = take_name(&r);
	if (take(&r, '(')) { /* types are the schema test's business */
		r.at += strcspn(r.at, ")");
		r.bad |= !take(&r, ')');
	}
	r.bad |= !take(&r, '{');
	if (!r.bad)
		take_fields(&r, &op->fields);
	if (!r.bad)
		return op;
	graph_free(op);
	return NULL;
}

static void free_fields(struct field *f)
{
	while (f) {
		struct field *next = f->next;

		free_fields(f->fields);
		json_free(f->args);
		free(f->name);
		free(f);
		f = next;
	}
}

void graph_free(struct operation *op)
{
	if (!op)
		return;
	free_fields(op->fields);
	free(op->name);
	free(op);
}

/* -- cutting -- */

static bool selects(const struct field *f, const char *name)
{
	for (const struct field *s = f->fields; s; s = s->next)
		if (text_eq(s->name, name))
			return true;
	return false;
}

static bool is_connection(const struct field *f)
{
	return selects(f, "nodes") || selects(f, "edges");
}

/* The page of a connection that its arguments ask for; the cursor is the
 * position. One that comes with its pageInfo is a page already. */
static cJSON *page_of(const cJSON *value, const struct field *f)
{
	const char *after = json_text(f->args, "after");
	int64_t from = after ? strtoll(after, NULL, 10) : 0, at = 0;
	int64_t n = json_i64(f->args, "first", 0);
	cJSON *page = connection();
	cJSON *info = cJSON_AddObjectToObject(page, "pageInfo");
	const cJSON *one;
	char cursor[24];

	cJSON_ArrayForEach (one, json_get(value, "nodes"))
		if (at++ >= from && at <= from + n)
			cJSON_AddItemToArray(nodes_of(page),
					     cJSON_Duplicate(one, 1));
	snprintf(cursor, sizeof cursor, "%lld",
		 (long long)(at < from + n ? at : from + n));
	cJSON_AddBoolToObject(info, "hasNextPage", at > from + n);
	cJSON_AddStringToObject(info, "endCursor", cursor);
	return page;
}

static cJSON *cut_object(const cJSON *value, const struct field *f)
{
	cJSON *out = cJSON_CreateObject();

	for (const struct field *s = f->fields; s; s = s->next) {
		CLEANUP(json_free_ptr)
		cJSON *made = text_eq(s->name, "suggestedRefund")
				      ? suggested_refund(value, s->args)
				      : NULL;

		cJSON_AddItemToObject(
			out, s->name,
			graph_cut(made ? made : json_get(value, s->name), s));
	}
	return out;
}

cJSON *graph_cut(const cJSON *value, const struct field *f)
{
	int64_t max = json_i64(f->args, "first", INT64_MAX);
	const cJSON *one;
	cJSON *out;

	if (!value || cJSON_IsNull(value))
		return cJSON_CreateNull();
	if (!f->fields)
		return cJSON_Duplicate(value, 1);
	if (cJSON_IsArray(value)) {
		out = cJSON_CreateArray();
		cJSON_ArrayForEach (one, value)
			if (max-- > 0)
				cJSON_AddItemToArray(out, cut_object(one, f));
		return out;
	}
	if (is_connection(f) && !json_get(value, "pageInfo")) {
		CLEANUP(json_free_ptr) cJSON *page = page_of(value, f);

		return cut_object(page, f);
	}
	return cut_object(value, f);
}

/* -- cost -- */

static int64_t cost_of(const struct field *f, int64_t percent)
{
	int64_t n = json_i64(f->args, "first", 0), inside = 0;

	if (!f->fields)
		return 0;
	for (const struct field *s = f->fields; s; s = s->next)
		if (!text_eq(s->name, "pageInfo"))
			inside += cost_of(s, percent);
	n = (n * percent + 99) / 100;
	if (is_connection(f))
		return 2 + n * inside;
	return n ? n * (1 + inside) : 1 + inside;
}

int64_t graph_cost(const struct operation *op, int64_t percent)
{
	int64_t sum = op->mutation ? 10 : 0;

	for (const struct field *f = op->fields; f; f = f->next)
		sum += cost_of(f, percent);
	return sum;
}
