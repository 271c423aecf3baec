/* batch.c - files of lines that verbs read (batch.h).
 * SPDX-License-Identifier: MIT */
#include <sys/stat.h>

#include "base/file.h"
#include "base/utf8.h"
#include "cli/batch.h"

static int batch_line(struct cli *c, const char *form, const char *line,
		      size_t len, batch_one *one, void *arg)
{
	CLEANUP(str_release) struct str out = STR_INIT;
	struct err err = { 0 };
	CLEANUP(json_free_ptr) cJSON *json = json_parse(line, len, &err);
	struct jw w = JW_INIT(&out);
	int rc = -1;

	if (!json || !cJSON_IsObject(json)) {
		err_set(&err, ERR_DATA, "the line is no JSON object such as %s",
			form);
	} else {
		jw_object(&w);
		rc = one(arg, json, &w, &err);
		if (rc == 0)
			jw_end(&w);
	}
	if (rc) {
		str_clear(&out);
		w = (struct jw)JW_INIT(&out);
		jw_object(&w);
		jw_kv_text(&w, "error", err.text);
		jw_end(&w);
	}
	str_add(&c->out, str_c(&out), out.len);
	str_putc(&c->out, '\n');
	fwrite(c->out.at, 1, c->out.len, stdout);
	str_clear(&c->out);
	return rc;
}

FILE *cli_open(const char *path, struct err *err)
{
	struct stat st;
	FILE *f = !*path || text_eq(path, "-") ? stdin : fopen(path, "re");

	if (!f)
		err_errno(err, ERR_DATA, "%s", path);
	else if (fstat(fileno(f), &st) == 0 && S_ISDIR(st.st_mode)) {
		err_set(err, ERR_DATA, "%s: is a folder, not a file",
			f == stdin ? "standard input" : path);
		if (f != stdin)
			fclose(f);
		f = NULL;
	}
	return f;
}

/* Whoever gives the text itself where a file of lines is meant is told both. */
static FILE *open_lines(const struct cli *c, const char *form, struct err *err)
{
	const char *path = cli_word(c, 0);
	FILE *in = cli_open(path, err);

	if (!in && !file_exists(path))
		err_set(err, ERR_DATA,
			"there is no file \"%.100s\"; name one with lines such "
			"as %s, or give such lines on standard input",
			path, form);
	return in;
}

/* Line ends do not count. */
static size_t line_length(const char *line, ssize_t n)
{
	while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
		n--;
	return n > 0 ? (size_t)n : 0;
}

struct lines {
	FILE *in;
	char *at; /* the last line that was read */
	size_t cap, len, with_end;
};

/* False at the end. */
static bool read_line(struct lines *l)
{
	ssize_t n = getline(&l->at, &l->cap, l->in);

	l->with_end = n > 0 ? (size_t)n : 0;
	l->len = line_length(l->at, n);
	return n > 0;
}

static void lines_release(struct lines *l)
{
	free(l->at);
	if (l->in && l->in != stdin)
		fclose(l->in);
}

/* The line that was read, if `more`, and those behind it: as many answers as
 * lines, so that who asked can tell whose each is. */
static int answer_lines(struct cli *c, const char *form, struct lines *l,
			bool more, batch_one *one, void *arg, struct err *err)
{
	int64_t bad = 0, lines = 0;

	for (; more; more = read_line(l), lines++)
		if (batch_line(c, form, l->at, l->len, one, arg))
			bad++;
	if (!lines)
		return err_set(err, ERR_DATA,
			       "there is nothing to read; a line is such as %s",
			       form);
	return bad ? err_set(err, ERR_DATA, "%lld line%s bad", (long long)bad,
			     bad == 1 ? " was" : "s were")
		   : 0;
}

int cli_batch(struct cli *c, const char *form, batch_one *one, void *arg,
	      struct err *err)
{
	CLEANUP(lines_release)
	struct lines l = { .in = open_lines(c, form, err) };

	return l.in ? answer_lines(c, form, &l, read_line(&l), one, arg, err)
		    : -1;
}

/* -- a text as it is -- */

#define TEXT_MAX ((size_t)1 << 20) /* bytes; no message is as long */

/* Whose lines are never taken for words of a buyer. */
static bool names_json(const char *word)
{
	return text_ends(word, ".json") || text_ends(word, ".jsonl") ||
	       text_ends(word, ".ndjson");
}

/* "texts.jsonl", "./texts": who meant a file is told that there is none. */
static bool names_file(const char *word)
{
	if (file_exists(word))
		return true;
	if (strpbrk(word, " \t\n"))
		return false;
	return names_json(word) || text_ends(word, ".txt") || strchr(word, '/');
}

#define BLANKS " \t\r\n"

/* An object begins with a name or ends at once; "{name}, your parcel" is a
 * text. */
static bool is_json(const char *text)
{
	text += strspn(text, BLANKS);
	if (*text++ != '{')
		return false;
	text += strspn(text, BLANKS);
	return *text == '"' || *text == '}';
}

/* A brace by itself: the lines behind it are one object, or a text. */
static bool is_brace(const char *line)
{
	line += strspn(line, BLANKS);
	return *line == '{' && text_blank(line + 1);
}

static int check_text(const struct str *text, struct err *err)
{
	if (text->bad)
		return err_set(err, ERR_DATA,
			       "the text is too long; it may have %zu bytes",
			       TEXT_MAX - 1);
	if (memchr(str_c(text), '\0', text->len) ||
	    utf8_check(str_c(text), text->len) >= 0)
		return err_set(err, ERR_DATA,
			       "the text is not UTF-8; set the terminal, or "
			       "save the file, to UTF-8");
	return 0;
}

/* One object, of one line or of several: 1. */
static int answer_object(struct cli *c, const char *form,
			 const struct str *text, batch_one *one, void *arg,
			 struct err *err)
{
	if (check_text(text, err))
		return -1;
	return batch_line(c, form, str_c(text), text->len, one, arg)
		       ? err_set(err, ERR_DATA, "the object was bad")
		       : 1;
}

/* As the line that has nothing but this text: 1. */
static int answer_text(struct cli *c, const char *form, const struct str *text,
		       batch_one *one, void *arg, struct err *err)
{
	CLEANUP(str_release) struct str line = STR_INIT;
	struct jw w = JW_INIT(&line);

	if (check_text(text, err))
		return -1;
	jw_object(&w);
	jw_kv_text(&w, "text", str_c(text));
	jw_end(&w);
	return batch_line(c, form, str_c(&line), line.len, one, arg)
		       ? err_set(err, ERR_DATA, "the text was bad")
		       : 1;
}

/* A word of the command line: one text, or the object that has it. */
static int answer_word(struct cli *c, const char *form, const char *word,
		       batch_one *one, void *arg, struct err *err)
{
	CLEANUP(str_release) struct str text = STR_LIMIT(TEXT_MAX);

	str_puts(&text, word);
	return is_json(word) ? answer_object(c, form, &text, one, arg, err)
			     : answer_text(c, form, &text, one, arg, err);
}

/* Reads on to a line that is not blank, and keeps those that are: bytes are
 * counted from the first. False at the end. */
static bool first_words(struct lines *l, struct str *blank)
{
	while (read_line(l)) {
		if (!text_blank(l->at))
			return true;
		str_add(blank, l->at, l->with_end);
	}
	return false;
}

/* The line that was read and all behind it, without the last end of a line. */
static void read_text(struct lines *l, struct str *out)
{
	do
		str_add(out, l->at, l->with_end);
	while (!out->bad && read_line(l));
	while (out->len && strchr("\r\n", out->at[out->len - 1]))
		str_cut(out, out->len - 1);
}

int cli_batch_or_text(struct cli *c, const char *form, batch_one *one,
		      void *arg, struct err *err)
{
	CLEANUP(str_release) struct str text = STR_LIMIT(TEXT_MAX);
	CLEANUP(lines_release) struct lines l = { .in = NULL };
	const char *word = cli_word(c, 0);
	bool json = names_json(word), more;

	if (cli_flag(c, "batch"))
		return cli_batch(c, form, one, arg, err);
	if (*word && !text_eq(word, "-") && !names_file(word))
		return answer_word(c, form, word, one, arg, err);
	l.in = open_lines(c, form, err);
	if (!l.in)
		return -1;
	more = first_words(&l, &text);
	if (!more || is_json(l.at) || (json && !is_brace(l.at)))
		return answer_lines(c, form, &l, more, one, arg, err);
	read_text(&l, &text);
	return json || is_json(str_c(&text))
		       ? answer_object(c, form, &text, one, arg, err)
		       : answer_text(c, form, &text, one, arg, err);
}
