/* batch.c - files of lines that verbs read (cli.h).
 * SPDX-License-Identifier: MIT */
#include <sys/stat.h>

#include "base/file.h"
#include "base/utf8.h"
#include "cli/cli.h"

static int
batch_line(struct cli *c, const char *form, const char *line, size_t len,
	   int (*one)(void *, const cJSON *, struct jw *, struct err *),
	   void *arg)
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

int cli_batch(struct cli *c, const char *form,
	      int (*one)(void *arg, const cJSON *in, struct jw *out,
			 struct err *err),
	      void *arg, struct err *err)
{
	FILE *in = open_lines(c, form, err);
	int64_t bad = 0, lines = 0;
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	if (!in)
		return -1;
	while ((n = getline(&line, &cap, in)) > 0) {
		while (n && (line[n - 1] == '\n' || line[n - 1] == '\r'))
			n--;
		lines += n > 0;
		if (n && batch_line(c, form, line, (size_t)n, one, arg))
			bad++;
	}
	free(line);
	if (in != stdin)
		fclose(in);
	if (!lines)
		return err_set(err, ERR_DATA,
			       "there is nothing to read; a line is such as %s",
			       form);
	return bad ? err_set(err, ERR_DATA, "%lld line%s bad", (long long)bad,
			     bad == 1 ? " was" : "s were")
		   : 0;
}

/* -- a text as it is -- */

/* "texts.jsonl", "./texts": who meant a file is told that there is none. */
static bool names_file(const char *word)
{
	return file_exists(word) ||
	       (!strpbrk(word, " \t\n") &&
		(strchr(word, '/') || text_ends(word, ".json") ||
		 text_ends(word, ".jsonl")));
}

/* Does standard input begin as a line of JSON does, or is it empty? Blanks
 * before it say nothing. */
static bool input_is_json(void)
{
	int first = getc(stdin);

	while (first == ' ' || first == '\t' || first == '\r' || first == '\n')
		first = getc(stdin);
	if (first != EOF)
		ungetc(first, stdin);
	return first == EOF || first == '{';
}

static int input_text(struct str *out, struct err *err)
{
	char part[4096];
	size_t n;

	while ((n = fread(part, 1, sizeof part, stdin)) > 0)
		str_add(out, part, n);
	while (out->len && strchr("\r\n", out->at[out->len - 1]))
		str_cut(out, out->len - 1);
	return out->bad ? err_set(err, ERR_DATA, "the text is too long") : 0;
}

/* As the line that has nothing but this text. */
static int text_line(struct cli *c, const char *form, const struct str *text,
		     int (*one)(void *, const cJSON *, struct jw *,
				struct err *),
		     void *arg, struct err *err)
{
	CLEANUP(str_release) struct str line = STR_INIT;
	struct jw w = JW_INIT(&line);

	if (utf8_check(str_c(text), text->len) >= 0)
		return err_set(err, ERR_DATA,
			       "the text is not UTF-8; set the terminal, or "
			       "save the file, to UTF-8");
	jw_object(&w);
	jw_kv_text(&w, "text", str_c(text));
	jw_end(&w);
	return batch_line(c, form, str_c(&line), line.len, one, arg)
		       ? err_set(err, ERR_DATA, "the text was bad")
		       : 0;
}

int cli_batch_or_text(struct cli *c, const char *form,
		      int (*one)(void *arg, const cJSON *in, struct jw *out,
				 struct err *err),
		      void *arg, struct err *err)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	const char *word = cli_word(c, 0);
	bool input = !*word || text_eq(word, "-");

	if (cli_flag(c, "batch") ||
	    (input ? input_is_json() : names_file(word)))
		return cli_batch(c, form, one, arg, err);
	if (input && input_text(&text, err))
		return -1;
	if (*word == '{')
		return batch_line(c, form, word, strlen(word), one, arg)
			       ? err_set(err, ERR_DATA, "1 line was bad")
			       : 0;
	if (!input)
		str_puts(&text, word);
	return text_line(c, form, &text, one, arg, err);
}
