/* erase_unread.c - what of the quarantine an erasure takes.
 *
 * There is little of it, and it is nobody's yet: it is looked through. Of a
 * record the fields tell whose it is; of a webhook, which has its platform's
 * form, what it calls an order or an id.
 * SPDX-License-Identifier: MIT */
#include "desk/erase/erase_lists.h"
#include "desk/intake/intake.h"
#include "desk/intake/mention.h"

/* What is looked for: an order of one instance, or an address. */
struct sought {
	const char *instance, *ref; /* NULL: an address */
	const char *address;
};

/* -- an order -- */

static bool calls_an_order(const char *name)
{
	return name && (strcasestr(name, "order") || text_eq(name, "id") ||
			text_eq(name, "ref"));
}

static bool is_ref(const cJSON *json, const char *ref)
{
	char number[24];

	if (cJSON_IsString(json))
		return text_eq(json->valuestring, ref);
	if (!cJSON_IsNumber(json))
		return false;
	snprintf(number, sizeof number, "%.17g", json->valuedouble);
	return text_eq(number, ref);
}

static bool hook_of_order(const cJSON *json, const char *ref)
{
	const cJSON *one;

	if (calls_an_order(json->string) && is_ref(json, ref))
		return true;
	cJSON_ArrayForEach (one, json)
		if (hook_of_order(one, ref))
			return true;
	return false;
}

/* The ref of any other record is its own, not the order's. */
static bool record_of_order(const cJSON *json, const char *ref)
{
	const char *field = text_eq(json_text(json, "kind"), order_kind.name)
				    ? "ref"
				    : "order_ref";
	const char *is = json_text(json, field);

	return is && text_eq(is, ref);
}

/* -- an address -- */

static bool names_address(const cJSON *json, const char *address)
{
	const cJSON *one;

	if (cJSON_IsString(json) &&
	    mentions_address(json->valuestring, address))
		return true;
	cJSON_ArrayForEach (one, json)
		if (names_address(one, address))
			return true;
	return false;
}

/* -- looking -- */

static bool is_wanted(const struct sought *w, bool hook, const cJSON *json)
{
	if (!w->ref)
		return names_address(json, w->address);
	return hook ? hook_of_order(json, w->ref)
		    : record_of_order(json, w->ref);
}

/* What cannot be parsed may be several people's. */
static void look_at(struct desk *d, struct erasure *e, const struct sought *w,
		    int64_t id, bool hook, const struct str *text)
{
	struct erase_item one = { .id = id };
	struct err unread = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json = json_parse(str_c(text), text->len, &unread);
	const char *word = w->ref ? w->ref : w->address;

	if (json && is_wanted(w, hook, json) &&
	    erasure_add(d, e, IN_QUARANTINE, one))
		erasure_add_subject(e, subject_of_record(&d->arena, id));
	if (!json && strcasestr(str_c(text), word))
		erasure_add(d, e, IN_UNREAD, one);
}

/* One that has no key any more, or was changed, nobody can ever read. */
static int look_through(struct desk *d, struct erasure *e,
			const struct sought *w, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r =
		rows_query(d->db,
			   "SELECT id, kind, instance FROM quarantine WHERE "
			   "state = 'open'",
			   "");

	while (rows_next(&r)) {
		CLEANUP(str_release) struct str text = STR_INIT;
		int64_t id = rows_i64(&r, 0);
		struct err unread = { 0 };

		if (erasure_has(e, IN_QUARANTINE, id) ||
		    (w->ref && !text_eq(rows_text(&r, 2), w->instance)))
			continue;
		if (quarantine_read(d, id, &text, &unread) == 0)
			look_at(d, e, w, id, text_eq(rows_text(&r, 1), "hook"),
				&text);
		else if (unread.code != ERR_DATA)
			return err_set(err, unread.code, "%s", unread.text);
	}
	return rows_end(&r, err);
}

int erase_add_unread_of_order(struct desk *d, struct erasure *e, int64_t shop,
			      const char *ref, struct err *err)
{
	const struct sought w = {
		.instance = db_text(d->db, &d->arena,
				    "SELECT label FROM shops WHERE id = ?1",
				    "i", shop),
		.ref = ref,
	};

	return *ref ? look_through(d, e, &w, err) : 0;
}

int erase_add_unread_of_address(struct desk *d, struct erasure *e,
				const char *address, struct err *err)
{
	const struct sought w = { .address = address };

	return look_through(d, e, &w, err);
}
