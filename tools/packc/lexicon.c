/* lexicon.c - see lexicon.h.
 * SPDX-License-Identifier: MIT */
#include "lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "policy/guard/guard_lexicon.h"
#include "train.h"

#define FILE_MAX ((size_t)4 << 20)

struct entry {
	char *text; /* plain letters */
	uint32_t meaning;
	bool whole;
};
VEC(entry_list, struct entry);
VEC(name_list, uint32_t);

struct lexing {
	struct entry_list words;
	struct name_list names;
	struct mistakes *mistakes;
	const char *path;
	int line;
};

/* -- words -- */

/* NULL: nothing is left of it. */
static char *plain_of(const char *word)
{
	CLEANUP(letters_release) struct letters plain = { 0 };
	CLEANUP(str_release) struct str s = STR_INIT;

	letters_put_plain(&plain, word, strlen(word));
	for (size_t i = 1; i + 1 < plain.len; i++)
		utf8_put(&s, letter_is_blank(plain.at[i]) ? ' ' : plain.at[i]);
	return s.len ? xstrdup(str_c(&s)) : NULL;
}

static char *trimmed(char *s)
{
	size_t n;

	while (*s == ' ' || *s == '\t')
		s++;
	n = strlen(s);
	while (n && (s[n - 1] == ' ' || s[n - 1] == '\t'))
		n--;
	s[n] = '\0';
	return s;
}

static void add_word(struct lexing *x, char *word)
{
	size_t n = strlen(word);
	bool whole = n && word[n - 1] == '.';
	char *text;

	if (whole)
		word[n - 1] = '\0';
	text = plain_of(word);
	if (!text || strlen(text) > LEXICON_WORD_MAX) {
		mistake(x->mistakes, x->path, x->line,
			"\"%s\" is no word; words are parted by commas", word);
		free(text);
		return;
	}
	entry_list_push(
		&x->words,
		(struct entry){ text, (uint32_t)x->names.len - 1, whole });
}

/* -- lines -- */

static bool is_name(const char *s)
{
	return *s &&
	       strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(s);
}

static bool is_new(const struct lexing *x, uint32_t name)
{
	for (size_t i = 0; i < x->names.len; i++)
		if (x->names.at[i] == name)
			return false;
	return true;
}

static void read_line(struct lexing *x, char *line)
{
	char *colon = strchr(line, ':'), *save = NULL;
	const char *name;
	uint32_t hash;

	if (!colon) {
		mistake(x->mistakes, x->path, x->line,
			"a line is what is meant, a colon, and the words for "
			"it parted by commas");
		return;
	}
	*colon = '\0';
	name = trimmed(line);
	hash = guard_lexicon_name(name, strlen(name));
	if (!is_name(name))
		mistake(x->mistakes, x->path, x->line,
			"\"%s\" names no meaning; a name is small letters, "
			"digits and _",
			name);
	else if (!is_new(x, hash))
		mistake(x->mistakes, x->path, x->line,
			"\"%s\" stands in the file before; put the words there",
			name);
	else if (x->names.len == LEXICON_NAMES)
		mistake(x->mistakes, x->path, x->line,
			"at most %d meanings have room", LEXICON_NAMES);
	else
		name_list_push(&x->names, hash);
	for (char *w = strtok_r(colon + 1, ",", &save); w;
	     w = strtok_r(NULL, ",", &save))
		if (*trimmed(w))
			add_word(x, trimmed(w));
}

/* Every line counts, the empty ones too: so strtok_r() is of no use. */
static void read_lines(struct lexing *x, char *text)
{
	for (char *line = text, *end; line; line = end) {
		end = strchr(line, '\n');
		if (end)
			*end++ = '\0';
		x->line++;
		line = trimmed(line);
		if (*line && *line != '#')
			read_line(x, line);
	}
}

static void read_file(struct lexing *x)
{
	CLEANUP(str_release) struct str bytes = STR_LIMIT(FILE_MAX);
	struct err err = { 0 };

	if (file_read(&bytes, x->path, FILE_MAX, &err))
		mistake(x->mistakes, x->path, 1, "%s", err.text);
	else if (utf8_check(str_c(&bytes), bytes.len) >= 0)
		mistake(x->mistakes, x->path, 1, "is no UTF-8");
	else if (bytes.len)
		read_lines(x, bytes.at);
}

/* -- bytes -- */

static int by_text(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = strcmp(x->text, y->text);

	if (order)
		return order;
	if (x->meaning != y->meaning)
		return x->meaning < y->meaning ? -1 : 1;
	return x->whole - y->whole;
}

/* The same word of the same meaning twice is one. */
static void sort_words(struct lexing *x)
{
	size_t n = 0;

	if (x->words.len)
		qsort(x->words.at, x->words.len, sizeof *x->words.at, by_text);
	for (size_t i = 0; i < x->words.len; i++) {
		struct entry *e = &x->words.at[i];

		if (n && text_eq(x->words.at[n - 1].text, e->text) &&
		    x->words.at[n - 1].meaning == e->meaning)
			free(e->text);
		else
			x->words.at[n++] = *e;
	}
	x->words.len = n;
}

static void put_lexicon(struct lexing *x, struct str *out)
{
	CLEANUP(str_release) struct str body = STR_INIT;
	CLEANUP(str_release) struct str text = STR_INIT;

	sort_words(x);
	put_u32(&body, (uint32_t)x->names.len);
	put_u32(&body, (uint32_t)x->words.len);
	for (size_t i = 0; i < x->names.len; i++)
		put_u32(&body, x->names.at[i]);
	for (size_t i = 0; i < x->words.len; i++) {
		const struct entry *e = &x->words.at[i];

		put_u16(&body, (uint32_t)text.len);
		put_u16(&body, e->meaning);
		str_putc(&body, (char)(unsigned char)strlen(e->text));
		str_putc(&body, e->whole ? 1 : 0);
		str_puts(&text, e->text);
	}
	if (text.len > LEXICON_TEXT_MAX - LEXICON_WORD_MAX)
		mistake(x->mistakes, x->path, x->line,
			"more words than have room: %zu bytes of %d", text.len,
			LEXICON_TEXT_MAX - LEXICON_WORD_MAX);
	str_add(&body, str_c(&text), text.len);
	put_u32(out, (uint32_t)body.len);
	str_add(out, str_c(&body), body.len);
}

void lexicon(const char *folder, struct str *out, struct mistakes *m)
{
	CLEANUP(free_ptr) char *path = path_join(folder, "meanings.txt");
	struct lexing x = { .mistakes = m, .path = path };

	if (file_exists(path))
		read_file(&x);
	put_lexicon(&x, out);
	for (size_t i = 0; i < x.words.len; i++)
		free(x.words.at[i].text);
	entry_list_release(&x.words);
	name_list_release(&x.names);
}
