/* fixture.c - reading a fixture file.
 * SPDX-License-Identifier: MIT */
#include "play/fixture.h"

#include "base/file.h"
#include "base/str.h"

#define FIXTURE_MAX ((size_t)16 << 20) /* bytes of a file */

const char *line_take(struct arena *a, const char **text)
{
	const char *at = *text;
	size_t len;

	if (!at || !*at)
		return NULL;
	len = strcspn(at, "\n");
	*text = at + len + (at[len] == '\n');
	if (len && at[len - 1] == '\r')
		len--;
	return arena_strndup(a, at, len);
}

static const char *trimmed(struct arena *a, const char *text, size_t len)
{
	while (len && strchr(" \t\r\n", *text))
		text++, len--;
	while (len && strchr(" \t\r\n", text[len - 1]))
		len--;
	return arena_strndup(a, text, len);
}

const char *fixture_get(const struct fixture *f, const char *name)
{
	for (size_t i = 0; i < f->call.len; i++)
		if (text_eq(f->call.at[i].name, name))
			return f->call.at[i].value;
	return NULL;
}

const char *fixture_file(struct fixture *f, const char *name, size_t *len,
			 struct err *err)
{
	CLEANUP(str_release) struct str bytes = STR_INIT;
	CLEANUP(free_ptr) char *path = path_join(f->folder, name);

	if (file_read(&bytes, path, FIXTURE_MAX, err))
		return NULL;
	*len = bytes.len;
	return arena_copy(&f->arena, str_c(&bytes), bytes.len);
}

/* -- parts -- */

static int wrong(const struct fixture *f, int line, const char *what,
		 struct err *err)
{
	return err_set(err, ERR_DATA, "%s:%d: %s", f->path, line, what);
}

static const char *part_text(struct arena *a, const char *from, const char *to)
{
	size_t len = (size_t)(to - from);

	while (len && (from[len - 1] == '\n' || from[len - 1] == '\r'))
		len--;
	return arena_strndup(a, from, len);
}

static void part_start(struct fixture *f, struct parts *out, const char *line,
		       int number)
{
	const char *name = line + strlen("== ");
	size_t len = strcspn(name, " ");

	parts_push(out, (struct part){
				.name = arena_strndup(&f->arena, name, len),
				.words = trimmed(&f->arena, name + len,
						 strlen(name + len)),
				.text = "",
				.line = number,
			});
}

static void take_title(struct fixture *f, const char *line)
{
	if (!f->title && text_starts(line, "# "))
		f->title = line + 2;
}

static int split(struct fixture *f, const char *text, struct parts *out,
		 struct err *err)
{
	const char *next = text, *start = text, *from = text, *line;
	int number = 1;

	for (; (line = line_take(&f->arena, &next)); start = next, number++) {
		if (text_starts(line, "== ")) {
			if (out->len)
				out->at[out->len - 1].text =
					part_text(&f->arena, from, start);
			part_start(f, out, line, number);
			from = next;
		} else if (out->len == 0) {
			take_title(f, line);
			if (!text_blank(line) && line[0] != '#')
				return wrong(f, number,
					     "this stands before any part; "
					     "start with \"== call\"",
					     err);
		}
	}
	if (out->len)
		out->at[out->len - 1].text = part_text(&f->arena, from, next);
	return 0;
}

/* -- settings -- */

static const char *setting_take(struct fixture *f, struct settings *out,
				const char *line, int number)
{
	const char *eq = strchr(line, '=');
	size_t len = eq ? (size_t)(eq - line) : strlen(line);
	struct setting s = { .name = trimmed(&f->arena, line, len),
			     .line = number };

	if (eq)
		s.value = trimmed(&f->arena, eq + 1, strlen(eq + 1));
	settings_push(out, s);
	return s.name;
}

static bool skipped(const char *line)
{
	return text_blank(line) || line[0] == '#';
}

static void take_call(struct fixture *f, const struct part *p)
{
	const char *next = p->text, *start = next, *line;
	int number = p->line;

	for (; (line = line_take(&f->arena, &next)); start = next) {
		number++;
		if (skipped(line))
			continue;
		if (!text_eq(setting_take(f, &f->call, line, number), "arg"))
			continue;
		/* The argument is the rest: JSON may take many lines. */
		f->call.len--;
		f->arg = strchr(start, '=');
		if (f->arg)
			f->arg++;
		return;
	}
}

static void take_result(struct fixture *f, const struct part *p)
{
	const char *next = p->text, *line;
	int number = p->line;

	while ((line = line_take(&f->arena, &next))) {
		number++;
		if (text_eq(line, "..."))
			f->more_results = true;
		else if (!skipped(line))
			setting_take(f, &f->result, line, number);
	}
}

static void take_records(struct fixture *f, const struct part *p)
{
	CLEANUP(str_release) struct str kept = STR_INIT;
	const char *next = p->text, *line;

	while ((line = line_take(&f->arena, &next))) {
		if (text_eq(line, "..."))
			f->more_records = true;
		else if (!skipped(line))
			str_printf(&kept, "%s\n", line);
	}
	f->records = arena_strndup(&f->arena, str_c(&kept), kept.len);
}

static int take_part(struct fixture *f, const struct part *p, struct err *err)
{
	size_t n = f->steps.len;
	bool asks = n && text_eq(f->steps.at[n - 1].name, "request");

	if (text_eq(p->name, "reply") != asks)
		return wrong(f, p->line,
			     asks ? "a reply to the request must stand here"
				  : "there is no request for this reply",
			     err);
	if (text_eq(p->name, "call"))
		take_call(f, p);
	else if (text_eq(p->name, "body"))
		f->body = p->text;
	else if (text_eq(p->name, "result"))
		take_result(f, p);
	else if (text_eq(p->name, "records"))
		take_records(f, p);
	else if (text_eq(p->name, "request") || text_eq(p->name, "reply") ||
		 text_eq(p->name, "stream"))
		parts_push(&f->steps, *p);
	else
		return wrong(f, p->line,
			     "unknown part; there are call, body, request, "
			     "reply, stream, result and records",
			     err);
	return 0;
}

static int take_parts(struct fixture *f, const struct parts *all,
		      struct err *err)
{
	if (all->len == 0 || !text_eq(all->at[0].name, "call"))
		return wrong(f, 1, "a fixture starts with \"== call\"", err);
	for (size_t i = 0; i < all->len; i++)
		if (take_part(f, &all->at[i], err))
			return -1;
	if (f->steps.len &&
	    text_eq(f->steps.at[f->steps.len - 1].name, "request"))
		return wrong(f, f->steps.at[f->steps.len - 1].line,
			     "this request has no reply", err);
	if (!fixture_get(f, "op"))
		return wrong(f, all->at[0].line, "the call has no op", err);
	return 0;
}

int fixture_read(struct fixture *f, const char *path, struct err *err)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	CLEANUP(parts_release) struct parts all = { 0 };

	*f = (struct fixture){ .path = path, .arena = ARENA_INIT };
	f->folder = path_dir(path);
	if (file_read(&text, path, FIXTURE_MAX, err))
		return -1;
	if (split(f, arena_strndup(&f->arena, str_c(&text), text.len), &all,
		  err))
		return -1;
	return take_parts(f, &all, err);
}

void fixture_release(struct fixture *f)
{
	free(f->folder);
	parts_release(&f->steps);
	settings_release(&f->call);
	settings_release(&f->result);
	arena_release(&f->arena);
	f->folder = NULL;
}
