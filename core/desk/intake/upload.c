/* upload.c - see upload.h.
 * SPDX-License-Identifier: MIT */
#include "desk/intake/upload.h"

#include "base/media.h"
#include "base/utf8.h"
#include "base/when.h"
#include "desk/erase/erase.h"
#include "desk/intake/fact.h"
#include "desk/playbook/advice.h"
#include "desk/playbook/playbook.h"
#include "desk/ticket/merge.h"

/* -- the link -- */

#define BODY_LEN 8 /* bytes: 5 of the ticket's number, 3 of the hour */
#define MAC_LEN 16
#define TOKEN_LEN ((size_t)2 * (BODY_LEN + MAC_LEN)) /* letters */

/* Four bits a letter, from a to p. */
static void put_letters(struct str *s, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		str_putc(s, (char)('a' + (bytes[i] >> 4)));
		str_putc(s, (char)('a' + (bytes[i] & 15)));
	}
}

static bool get_letters(uint8_t *out, const char *text, size_t len)
{
	for (size_t i = 0; i < 2 * len; i++) {
		if (text[i] < 'a' || text[i] > 'p')
			return false;
		out[i / 2] = (uint8_t)(out[i / 2] << 4 | (text[i] - 'a'));
	}
	return true;
}

static void put_number(uint8_t *out, size_t len, int64_t n)
{
	for (size_t i = len; i-- > 0; n >>= 8)
		out[i] = (uint8_t)n;
}

static int64_t get_number(const uint8_t *at, size_t len)
{
	int64_t n = 0;

	for (size_t i = 0; i < len; i++)
		n = n << 8 | at[i];
	return n;
}

static struct hash mac_of(struct desk *d, const uint8_t body[BODY_LEN])
{
	uint8_t text[7 + BODY_LEN] = "upload:";

	memcpy(text + 7, body, BODY_LEN);
	return hmac_sha256(keys_secret(d->keys), HASH_LEN, text, sizeof text);
}

/* Is there a page, for shops of that plugin? */
static bool has_page(struct desk *d, const char *platform,
		     struct upload_terms *terms)
{
	return d->brain && d->brain->uploads &&
	       d->brain->uploads(d->brain, platform, terms) && *terms->base;
}

const char *upload_link(struct desk *d, const struct ticket *t)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct upload_terms terms = { .base = "" };
	uint8_t body[BODY_LEN];
	struct hash mac;
	const char *platform =
		db_text(d->db, &d->arena,
			"SELECT plugin FROM shops WHERE id = ?1", "i", t->shop);

	if (!*t->order_ref || !has_page(d, platform, &terms))
		return "";
	put_number(body, 5, t->id);
	/* The hour is begun, so it is given whole. */
	put_number(body + 5, 3,
		   (d->tx.cmd->at + terms.valid_ms + HOUR_MS - 1) / HOUR_MS);
	mac = mac_of(d, body);
	str_printf(&s, "%s/u/", terms.base);
	put_letters(&s, body, BODY_LEN);
	put_letters(&s, mac.at, MAC_LEN);
	return arena_strdup(&d->arena, str_c(&s));
}

static bool read_token(struct desk *d, const char *token, int64_t *ticket,
		       int64_t *hour)
{
	uint8_t bytes[BODY_LEN + MAC_LEN] = { 0 };
	struct hash mac;

	if (strlen(token) != TOKEN_LEN ||
	    !get_letters(bytes, token, sizeof bytes))
		return false;
	mac = mac_of(d, bytes);
	*ticket = get_number(bytes, 5);
	*hour = get_number(bytes + 5, 3);
	return bytes_eq_const(bytes + BODY_LEN, mac.at, MAC_LEN);
}

enum upload_is upload_find(struct desk *d, const char *token,
			   struct arena *arena, struct upload_place *out)
{
	struct upload_terms terms = { .base = "" };
	const char *subject;
	int64_t hour;

	*out = (struct upload_place){ .order_ref = "", .lang = "" };
	if (!read_token(d, token, &out->ticket, &hour))
		return UPLOAD_WRONG;
	{
		CLEANUP(rows_release)
		struct rows r = rows_query(
			d->db,
			"SELECT t.shop, t.order_ref, t.lang, s.label, "
			"s.plugin FROM tickets t JOIN shops s ON s.id = t.shop "
			"JOIN orders o ON o.shop = t.shop AND o.ref = "
			"t.order_ref WHERE t.id = ?1",
			"i", out->ticket);

		if (!rows_next(&r) || !merge_found(d, out->ticket))
			return UPLOAD_OVER;
		out->shop = rows_i64(&r, 0);
		out->order_ref = arena_strdup(arena, rows_text(&r, 1));
		out->lang = arena_strdup(arena, rows_text(&r, 2));
		out->label = arena_strdup(arena, rows_text(&r, 3));
		if (!has_page(d, rows_text(&r, 4), &terms))
			return UPLOAD_OVER;
	}
	subject = subject_of_order(arena, out->shop, out->order_ref);
	/* Who was forgotten is not remembered by a file. */
	if (desk_now(d) >= hour * HOUR_MS || erased_at(d, subject))
		return UPLOAD_OVER;
	return upload_full(d, subject, &terms) ? UPLOAD_FULL : UPLOAD_OPEN;
}

/* -- a file -- */

#define NAME_MAX_BYTES 100

const char *upload_name(struct arena *arena, const char *name)
{
	char *text = arena_strdup(arena, name ? name : "");

	utf8_one_line(text);
	text[utf8_prefix(text, strlen(text), NAME_MAX_BYTES)] = '\0';
	return text;
}

const char *upload_type(const char *mime)
{
	return text_starts(mime, "video/") ? "video" : "photo";
}

int upload_judge(const struct upload_terms *terms, const void *bytes,
		 size_t len, const char **mime)
{
	*mime = media_type(bytes, len);
	if (len > (size_t)terms->bytes)
		return FILE_LARGE;
	if (!*mime && media_broken(bytes, len))
		return FILE_BROKEN;
	return *mime && words_have(terms->types, *mime) ? 0 : FILE_OTHER;
}

bool upload_full(struct desk *d, const char *subject,
		 const struct upload_terms *terms)
{
	return db_i64(d->db, 0,
		      "SELECT count(DISTINCT f.name) FROM files f JOIN "
		      "evidence e ON e.id = f.evidence WHERE f.subject = ?1 "
		      "AND e.type IN ('photo', 'video')",
		      "s", subject) >= terms->files;
}

/* Whoever sends a file again and again costs a hash each, and no more. */
static bool is_here(struct desk *d, const struct upload_place *at,
		    const char *ref)
{
	return db_i64(d->db, 0,
		      "SELECT 1 FROM evidence WHERE shop = ?1 AND ref = ?2",
		      "is", at->shop, ref) != 0;
}

int upload_take(struct desk *d, const struct upload_place *at, const char *mime,
		const char *name, const void *bytes, size_t len,
		struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str line = STR_INIT;
	char hex[2 * HASH_LEN + 1];
	struct hash h = sha256(bytes, len);
	CLEANUP(free_ptr) char *ref = NULL;
	struct jw w = JW_INIT(&line);
	struct delivery del = { .instance = at->label,
				.via = "upload",
				.shop = at->shop,
				.beside = bytes,
				.beside_len = len };

	hash_hex(&h, hex);
	ref = xasprintf(UPLOAD_REF "T-%lld:%.32s", (long long)at->ticket, hex);
	if (is_here(d, at, ref))
		return 0;
	jw_object(&w);
	jw_kv_text(&w, "kind", "evidence");
	jw_kv_text(&w, "ref", ref);
	jw_kv_text(&w, "order_ref", at->order_ref);
	jw_kv_text(&w, "type", upload_type(mime));
	jw_kv_text(&w, "mime", mime);
	jw_kv_text(&w, "name", upload_name(&arena, name));
	jw_kv_i64(&w, "beside", (int64_t)len);
	jw_end(&w);
	del.records = str_c(&line);
	del.records_len = line.len;
	if (desk_deliver(d, &del, err))
		return -1;
	return del.quarantined ? err_set(err, ERR_DATA,
					 "the file was refused; see "
					 "`helloword quarantine list`")
			       : 0;
}

/* -- what follows -- */

static int add_note(struct desk *d, int64_t ticket, const struct hw_evidence *e,
		    struct err *err)
{
	return ticket_note(
		d, ticket, "desk",
		arena_printf(&d->arena,
			     "the buyer sent a %s%s%s (%s) through the link; "
			     "`helloword ticket file %lld` gives it out",
			     e->kind, e->name && *e->name ? ", " : "",
			     e->name ? e->name : "", e->mime,
			     (long long)d->tx.fact->id),
		err);
}

/* By the number in its ref, "upload:T-12:...": the open ticket that it is by
 * now, or 0. */
static int64_t ticket_of(struct desk *d, const struct hw_evidence *e)
{
	const char *from = e->ref + strlen(UPLOAD_REF);
	const char *number = arena_strndup(&d->arena, from, strcspn(from, ":"));
	int64_t id = ticket_number(number);

	id = db_i64(d->db, 0,
		    "SELECT id FROM tickets WHERE id = ?1 AND shop = ?2 AND "
		    "order_ref = ?3",
		    "iis", id, d->tx.cmd->shop,
		    e->order_ref ? e->order_ref : "");
	return id ? merge_found(d, id) : 0;
}

int upload_landed(struct desk *d, const struct hw_evidence *e, struct err *err)
{
	int64_t ticket = ticket_of(d, e);
	bool taken = false;

	if (!ticket)
		return 0;
	if (add_note(d, ticket, e, err) ||
	    playbook_shown(d, ticket, &taken, err))
		return -1;
	if (!taken &&
	    alert_raise(
		    d, "warning",
		    arena_printf(&d->arena, "upload:%lld", (long long)ticket),
		    ticket,
		    arena_printf(&d->arena,
				 "T-%lld: the buyer sent photos or a video; "
				 "look at them",
				 (long long)ticket),
		    err))
		return -1;
	return ticket_settle(d, ticket, err);
}
