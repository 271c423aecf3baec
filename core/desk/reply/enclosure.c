/* enclosure.c - see enclosure.h.
 * SPDX-License-Identifier: MIT */
#include "desk/reply/enclosure.h"

#include "desk/intake/evidence.h"

/* What mailboxes show and no scanner of theirs stops: kind, ending, and how its
 * bytes begin. */
static const struct {
	const char *mime, *ending, *begins;
	size_t len;
} types[] = {
	{ "application/pdf", "pdf", "%PDF-", 5 },
	{ "image/png", "png", "\x89PNG\r\n\x1a\n", 8 },
	{ "image/jpeg", "jpg", "\xff\xd8\xff", 3 },
	{ "image/gif", "gif", "GIF8", 4 },
};

/* "application/pdf; charset=x" is of the first. -1: not to be sent. */
static int type_of(const char *mime)
{
	size_t len = strcspn(mime, "; ");

	for (size_t i = 0; i < COUNT_OF(types); i++)
		if (strlen(types[i].mime) == len &&
		    strncasecmp(types[i].mime, mime, len) == 0)
			return (int)i;
	return -1;
}

/* -- finding -- */

#define COLUMNS "SELECT e.id, e.mime, e.url, f.name, f.size FROM evidence e "

static void read_row(struct rows *r, struct arena *arena, struct enclosure *out)
{
	const char *url = rows_text(r, 2);
	int type = type_of(rows_text(r, 1));

	*out = (struct enclosure){
		.evidence = rows_i64(r, 0),
		.mime = type >= 0 ? types[type].mime : "",
		.url = text_starts(url, "https://") ? arena_strdup(arena, url)
						    : "",
		.file = arena_strdup(arena, rows_text(r, 3)),
		.size = type >= 0 ? rows_i64(r, 4) : 0,
	};
	out->name = arena_printf(arena, "proof-of-delivery-%lld.%s",
				 (long long)out->evidence,
				 type >= 0 ? types[type].ending : "bin");
}

int enclosure_of_order(struct db *db, int64_t shop, const char *order_ref,
		       struct arena *arena, struct enclosure *out,
		       struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		db,
		COLUMNS "LEFT JOIN files f ON f.evidence = e.id WHERE e.type = "
			"'proof_of_delivery' AND e.tracking IN (SELECT "
			"tracking FROM shipments WHERE shop = ?1 AND order_ref "
			"= ?2 AND tracking IS NOT NULL) "
			"ORDER BY f.size IS NULL, e.id DESC LIMIT 1",
		"is", shop, order_ref);

	*out = (struct enclosure){ 0 };
	if (!rows_next(&r))
		return rows_end(&r, err);
	read_row(&r, arena, out);
	return 1;
}

/* What everybody can read shows nobody's signature. */
static bool is_public(const char *channel)
{
	return text_eq(channel, "post") || text_eq(channel, "feedback_reply");
}

bool enclosure_fits(const struct brain *b, const struct enclosure *e,
		    const char *instance, const char *channel)
{
	return e->size > 0 && b->carries && !is_public(channel) &&
	       b->carries(b, instance, e->mime, e->size);
}

int enclosure_named(struct desk *d, struct action *a, struct err *err)
{
	struct enclosure e;
	int found;

	a->files = "";
	if (!a->order_ref || !*a->order_ref)
		return 0;
	found = enclosure_of_order(d->db, a->shop, a->order_ref, &d->arena, &e,
				   err);
	if (found <= 0 || !e.size || !strstr(a->text, e.name))
		return found < 0 ? -1 : 0;
	if (!enclosure_fits(d->brain, &e, a->instance, a->channel))
		return err_set(err, ERR_DATA,
			       "the text names %s, which \"%s\" cannot carry "
			       "(%s, %lld bytes); take the name out",
			       e.name, a->instance, e.mime, (long long)e.size);
	a->files = arena_printf(&d->arena, "%lld:%s", (long long)e.evidence,
				e.file);
	return 0;
}

/* -- reading -- */

/* What the carrier's server called a picture must be one. */
static int check(const struct enclosed *e, struct err *err)
{
	int type = type_of(e->what.mime);

	if (type >= 0 && e->bytes.len >= types[type].len &&
	    memcmp(str_c(&e->bytes), types[type].begins, types[type].len) == 0)
		return 0;
	return err_set(err, ERR_DATA,
		       "%s is not what it is said to be (%s), so nothing was "
		       "sent; write the reply anew without it",
		       e->what.name, e->what.mime);
}

static int read_one(struct desk *d, int64_t evidence, const char *file,
		    struct arena *arena, struct enclosed *e, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   COLUMNS "JOIN files f ON f.evidence = e.id "
					   "WHERE e.id = ?1 AND f.name = ?2",
				   "is", evidence, file);
	int found;

	if (!rows_next(&r))
		return rows_end(&r, err)
			       ? -1
			       : err_set(err, ERR_DATA,
					 "a file that goes with it was erased "
					 "or replaced, so nothing was sent; "
					 "write the reply anew");
	read_row(&r, arena, &e->what);
	found = evidence_read(d, evidence, &e->bytes, err);
	if (found <= 0)
		return found < 0 ? -1
				 : err_set(err, ERR_DATA,
					   "%s was erased, so nothing was "
					   "sent; write the reply anew",
					   e->what.name);
	return check(e, err);
}

int enclosure_read(struct desk *d, const char *files, struct arena *arena,
		   struct enclosed_list *out, struct err *err)
{
	CLEANUP(free_ptr) char *copy = xstrdup(files);
	char *save = NULL;

	for (char *w = strtok_r(copy, " ", &save); w;
	     w = strtok_r(NULL, " ", &save)) {
		struct enclosed e = { .bytes = STR_LIMIT((size_t)64 << 20) };
		char *file = strchr(w, ':');
		int rc;

		if (!file)
			return err_set(err, ERR_BUG, "\"%s\" is no file", w);
		*file++ = '\0';
		rc = read_one(d, strtoll(w, NULL, 10), file, arena, &e, err);
		enclosed_list_push(out, e);
		if (rc)
			return -1;
	}
	return 0;
}

void enclosures_free(struct enclosed_list *list)
{
	for (size_t i = 0; i < list->len; i++)
		str_release(&list->at[i].bytes);
	enclosed_list_release(list);
}
