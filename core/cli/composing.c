/* composing.c - see composing.h.
 * SPDX-License-Identifier: MIT */
#include "cli/composing.h"

#include "base/file.h"
#include "base/utf8.h"
#include "cli/folder.h"
#include "cli/show.h"
#include "host/blob.h"

/* -- opening -- */

static void read_facts(struct composing *p, struct db *db, int64_t ticket,
		       char country[3])
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		db,
		"SELECT coalesce(o.country, (SELECT country FROM buyers b "
		"WHERE b.shop = t.shop AND b.ref = t.buyer_ref)), "
		"coalesce(o.name, o.ref), (SELECT tracking FROM shipments s "
		"WHERE s.shop = t.shop AND s.order_ref = t.order_ref AND "
		"s.tracking IS NOT NULL ORDER BY id DESC LIMIT 1), t.lang, "
		"t.issue FROM tickets t LEFT JOIN orders o ON o.shop = t.shop "
		"AND o.ref = t.order_ref WHERE t.id = ?1",
		"i", ticket);
	const char *is;

	*country = '\0';
	p->facts = (struct reply_facts){ "", "", "", "" };
	if (!rows_next(&r))
		return;
	is = rows_text(&r, 0);
	/* It becomes a file's name. */
	if (strlen(is) == 2 && strspn(is, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2)
		memcpy(country, is, 3);
	p->facts = (struct reply_facts){
		.order = arena_strdup(&p->arena, rows_text(&r, 1)),
		.tracking = arena_strdup(&p->arena, rows_text(&r, 2)),
		.lang = arena_strdup(&p->arena, rows_text(&r, 3)),
		.issue = arena_strdup(&p->arena, rows_text(&r, 4)),
	};
}

/* The desk's own notes; of a folder that was made before there were any, those
 * that ship. */
static char *file_of(struct cli *c, const char *country)
{
	CLEANUP(free_ptr) char *shipped = folder_of_data(c, "policy");
	char *own = c->policy ? xasprintf("%s/etiquette/%s.conf", c->policy,
					  country)
			      : NULL;

	if (own && file_exists(own))
		return own;
	free(own);
	return xasprintf("%s/etiquette/%s.conf", shipped, country);
}

static void read_notes(struct composing *p, struct cli *c, const char *country)
{
	CLEANUP(free_ptr) char *path = *country ? file_of(c, country) : NULL;

	if (!path || !file_exists(path))
		return;
	p->conf = conf_open(path, &p->mistakes);
	if (p->conf)
		etiquette_read(&p->etiquette, p->conf, country, &p->arena);
}

/* One pack, not all: a ticket is in one language. */
static void read_pack(struct composing *p, struct cli *c)
{
	CLEANUP(free_ptr) char *worker = cli_program(c, "helloword-worker");
	CLEANUP(free_ptr) char *plugins = cli_plugins(c);
	CLEANUP(free_ptr)
	char *id = xasprintf("locale-%s", text_eq(p->facts.lang, "zh")
						  ? "zh-cn"
						  : p->facts.lang);
	CLEANUP(free_ptr) char *so = xasprintf("%s/%s.so", plugins, id);
	struct describer d = { .worker = worker, .plugins = plugins };
	struct err ignored = { 0 };
	struct pack *pack;
	struct blob blob;

	if (!*p->facts.lang || strchr(id, '/') || !file_exists(so) ||
	    blob_open(&blob, &d, id, &ignored))
		return;
	pack = pack_open(blob.at, blob.len, &ignored);
	if (pack)
		pack_list_push(&p->packs, pack);
	else
		blob_close(&blob);
	p->pack = pack;
}

void composing_open_with(struct composing *p, struct cli *c, struct db *db,
			 int64_t ticket, const struct pack_list *all)
{
	char country[3];

	read_facts(p, db, ticket, country);
	read_notes(p, c, country);
	p->pack = pack_for(all, p->facts.lang);
}

void composing_open(struct composing *p, struct cli *c, struct db *db,
		    int64_t ticket)
{
	composing_open_with(p, c, db, ticket, &p->packs);
	read_pack(p, c);
}

void composing_release(struct composing *p)
{
	etiquette_release(&p->etiquette);
	conf_close(p->conf);
	mistakes_release(&p->mistakes);
	packs_release(&p->packs);
	note_texts_release(&p->warnings);
	arena_release(&p->arena);
}

void composing_lint(struct composing *p, const char *text)
{
	p->warnings.len = 0;
	if (utf8_check(text, strlen(text)) >= 0)
		return; /* it is refused anyway */
	etiquette_lint(p->conf ? &p->etiquette : NULL, p->pack, text, &p->facts,
		       &p->arena, &p->warnings);
}

/* -- showing -- */

static void put_list(struct str *out, const char *before, const char *word,
		     const struct note_texts *list)
{
	for (size_t i = 0; i < list->len; i++)
		str_printf(out, "%s%s%s", i ? "; " : before, i ? "" : word,
			   list->at[i]);
	str_puts(out, list->len ? "\n" : "");
}

void composing_put(const struct composing *p, const char *before,
		   struct str *out)
{
	const struct etiquette *e = &p->etiquette;

	if (!p->conf)
		return;
	str_printf(out, "%swriting to %s: %s\n", before, e->name, e->address);
	str_printf(out, "%s  tone: %s\n", before, e->tone);
	put_list(out, before, "  give: ", &e->give);
	put_list(out, before, "  avoid: ", &e->avoid);
}

static void put_json_list(struct jw *w, const char *key,
			  const struct note_texts *list)
{
	jw_key(w, key);
	jw_array(w);
	for (size_t i = 0; i < list->len; i++)
		jw_text(w, list->at[i]);
	jw_end(w);
}

void composing_put_json(const struct composing *p, struct str *out)
{
	const struct etiquette *e = &p->etiquette;
	struct jw w = JW_INIT(out);

	jw_object(&w);
	jw_kv_text(&w, "kind", "etiquette");
	if (p->conf) {
		jw_kv_text(&w, "country", e->country);
		jw_kv_text(&w, "name", e->name);
		jw_kv_text(&w, "address", e->address);
		jw_kv_text(&w, "tone", e->tone);
	}
	put_json_list(&w, "give", &e->give);
	put_json_list(&w, "avoid", &e->avoid);
	put_json_list(&w, "warnings", &p->warnings);
	jw_end(&w);
	str_putc(out, '\n');
}
