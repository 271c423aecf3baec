/* enclose.c - see enclose.h.
 * SPDX-License-Identifier: MIT */
#include "host/enclose.h"

#include "desk/reply/enclosure.h"
#include "policy/rule/fact.h"

/* A mail is half as long again in base 64, and in one frame with the rest. */
#define ENCLOSED_MAX ((int64_t)16 << 20)

bool enclose_carries(const struct instance *in, const char *mime, int64_t size)
{
	int64_t most =
		in->files_max < ENCLOSED_MAX ? in->files_max : ENCLOSED_MAX;

	return size > 0 && size <= most && words_have(in->files_types, mime);
}

static int put_one(struct performing *p, const struct enclosed *e, struct jw *w,
		   struct err *err)
{
	struct hash is = sha256(str_c(&e->bytes), e->bytes.len);
	char hex[2 * HASH_LEN + 1];

	str_add(&p->body, str_c(&e->bytes), e->bytes.len);
	if (!enclose_carries(p->lane->instance, e->what.mime,
			     (int64_t)p->body.len))
		return err_set(err, ERR_DATA,
			       "%s cannot go through \"%s\" (%s, %zu bytes), "
			       "so nothing was sent; write the reply anew "
			       "without it",
			       e->what.name, p->lane->instance->name,
			       e->what.mime, e->bytes.len);
	hash_hex(&is, hex);
	jw_object(w);
	jw_kv_text(w, "name", e->what.name);
	jw_kv_text(w, "type", e->what.mime);
	jw_kv_i64(w, "size", (int64_t)e->bytes.len);
	jw_kv_text(w, "sha256", hex);
	jw_end(w);
	return 0;
}

int enclose(struct performing *p, struct err *err)
{
	CLEANUP(enclosures_free) struct enclosed_list list = { 0 };
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = JW_INIT(&json);

	p->files = NULL;
	str_clear(&p->body);
	if (!*p->action.files)
		return 0;
	if (enclosure_read(p->host->desk, p->action.files, &p->arena, &list,
			   err))
		return -1;
	if (p->lane->instance->files_count > 0 &&
	    (int64_t)list.len > p->lane->instance->files_count)
		return err_set(err, ERR_DATA,
			       "\"%s\" carries %lld files at most, so nothing "
			       "was sent; write the reply anew with fewer",
			       p->lane->instance->name,
			       (long long)p->lane->instance->files_count);
	jw_array(&w);
	for (size_t i = 0; i < list.len; i++)
		if (put_one(p, &list.at[i], &w, err))
			return -1;
	jw_end(&w);
	p->files = arena_strdup(&p->arena, str_c(&json));
	return 0;
}
