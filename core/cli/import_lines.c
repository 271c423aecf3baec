/* import_lines.c - facts as lines of JSON.
 * SPDX-License-Identifier: MIT */
#include "cli/import.h"
#include "model/sane.h"

/* -- whose -- */

/* Looked for once, and told once when there is none. */
static struct shop_lines *lines_of(struct importing *in, const char *shop,
				   struct err *err)
{
	struct shop_lines new = { .chunk = STR_INIT };

	for (size_t i = 0; i < in->shops.len; i++)
		if (text_eq(in->shops.at[i].shop, shop))
			return &in->shops.at[i];
	new.shop = xstrdup(shop);
	new.refused = import_shop(in->cli, shop, err) != 0;
	return shop_lines_list_push(&in->shops, new);
}

/* The chunk that this line goes to, or NULL with the reason. */
static struct str *chunk_for(struct importing *in, const char *named,
			     struct err *err)
{
	const char *shop = cli_option(in->cli, "shop");
	struct shop_lines *lines;

	if (shop && named && !text_eq(shop, named))
		err_set(err, ERR_DATA,
			"it is of the shop \"%.60s\", and --shop says "
			"\"%.60s\"; without --shop each line goes to its own",
			named, shop);
	else if (!shop && !named)
		err_set(err, ERR_DATA,
			"it names no \"shop\"; say with --shop whose fact it "
			"is");
	if (err->code)
		return NULL;
	if (shop)
		return &in->chunk;
	lines = lines_of(in, named, err);
	if (!lines->refused)
		return &lines->chunk;
	if (!err->code)
		err_set(err, ERR_DATA, "there is no shop \"%.60s\"", named);
	return NULL;
}

/* -- a line -- */

/* As the desk takes it: the shop is said beside the records. */
static void add(struct str *chunk, cJSON *json, const char *line, size_t len)
{
	char *text;

	if (json_get(json, "shop")) {
		cJSON_DeleteItemFromObjectCaseSensitive(json, "shop");
		text = cJSON_PrintUnformatted(json);
		str_puts(chunk, text);
		cJSON_free(text);
	} else {
		str_add(chunk, line, len);
	}
	str_putc(chunk, '\n');
}

static const struct kind *kind_of(const cJSON *json, struct err *err)
{
	const char *word = json_text(json, "kind");
	const struct kind *kind = word ? kind_by_name(word) : NULL;

	if (kind && kind->rec)
		return kind;
	err_set(err, ERR_DATA,
		"\"kind\" must be a kind of fact; see `helloword schema`");
	return NULL;
}

static struct str *take(struct importing *in, cJSON *json, const char *line,
			size_t len, struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	const struct kind *kind = kind_of(json, err);
	const char *shop = json_text(json, "shop");
	struct str *chunk;
	void *rec;

	if (!kind)
		return NULL;
	if (json_get(json, "shop") && !shop) {
		err_set(err, ERR_DATA, "\"shop\" must be text");
		return NULL;
	}
	rec = arena_alloc(&arena, kind->size);
	if (record_from_json(rec, kind, json, &arena, err) ||
	    record_sane(kind, rec, err))
		return NULL;
	if (in->looking) {
		import_remember(in, shop ? shop : cli_option(in->cli, "shop"),
				kind, rec);
		return NULL;
	}
	chunk = chunk_for(in, shop, err);
	if (!chunk)
		return NULL;
	import_look_for_strays(in, kind, json);
	if (!import_is_outdone(in))
		add(chunk, json, line, len);
	return chunk;
}

/* A bad line is told with its number and stores nothing; the others go on. */
static int one_line(struct importing *in, const char *line, size_t len,
		    struct err *err)
{
	struct err bad = { 0 };
	CLEANUP(json_free_ptr) cJSON *json = json_parse(line, len, &bad);
	struct str *chunk = NULL;

	if (!in->lines++ && json && !cli_option(in->cli, "shop") &&
	    !json_get(json, "shop"))
		return err_set(err, ERR_USAGE,
			       "import needs --shop NAME: whose facts are "
			       "they? a new name goes with --new-shop");
	if (json)
		chunk = take(in, json, line, len, &bad);
	if (!chunk)
		import_refuse(in, &bad);
	if (!chunk || chunk->len <= CHUNK_MAX)
		return 0;
	for (size_t i = 0; i < in->shops.len; i++)
		if (chunk == &in->shops.at[i].chunk)
			return import_flush(in, in->shops.at[i].shop, chunk,
					    err);
	return import_flush(in, cli_option(in->cli, "shop"), chunk, err);
}

static int flush_all(struct importing *in, struct err *err)
{
	if (import_flush(in, cli_option(in->cli, "shop"), &in->chunk, err))
		return -1;
	for (size_t i = 0; i < in->shops.len; i++)
		if (import_flush(in, in->shops.at[i].shop,
				 &in->shops.at[i].chunk, err))
			return -1;
	return 0;
}

static int each_line(struct importing *in, FILE *f, struct err *err)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	int rc = 0;

	while (rc == 0 && (n = getline(&line, &cap, f)) > 0) {
		in->line++;
		while (n && (line[n - 1] == '\n' || line[n - 1] == '\r'))
			n--;
		if (n)
			rc = one_line(in, line, (size_t)n, err);
	}
	if (rc == 0 && ferror(f))
		rc = err_errno(err, ERR_DATA, "the file cannot be read");
	free(line);
	if (rc == 0 && !in->lines)
		rc = err_set(err, ERR_DATA,
			     "the file is empty; each of its lines must be a "
			     "fact, see `helloword schema order`");
	return rc;
}

/* What comes through a pipe is kept for the second reading in a file that has
 * no name. */
static FILE *kept(FILE *f, struct err *err)
{
	char bytes[1 << 16];
	FILE *copy = tmpfile();
	size_t n;

	while (copy && (n = fread(bytes, 1, sizeof bytes, f)) > 0)
		if (fwrite(bytes, 1, n, copy) != n)
			break;
	if (copy && !ferror(f) && !ferror(copy) && fflush(copy) == 0) {
		rewind(copy);
		return copy;
	}
	err_errno(err, copy && ferror(f) ? ERR_DATA : ERR_SYSTEM,
		  "the lines cannot be kept for a second reading");
	if (copy)
		fclose(copy);
	return NULL;
}

int import_lines(struct importing *in, FILE *f, struct err *err)
{
	bool pipe = fseek(f, 0, SEEK_CUR) != 0;
	FILE *lines = pipe ? kept(f, err) : f;
	long begin = lines ? ftell(lines) : 0;
	int rc = -1;

	if (!lines)
		return -1;
	in->looking = true;
	rc = each_line(in, lines, err);
	import_looked(in);
	in->looking = false;
	in->line = in->lines = 0;
	if (rc == 0 && fseek(lines, begin, SEEK_SET))
		rc = err_errno(err, ERR_DATA, "the file cannot be read again");
	if (rc == 0)
		rc = each_line(in, lines, err);
	if (pipe)
		fclose(lines);
	return rc ? rc : flush_all(in, err);
}
