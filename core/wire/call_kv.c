/* call_kv.c - what a plugin keeps between calls: it finds what it put in this
 * call, and what is put commits with the call, unless it is kept at once.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "wire/call_own.h"

static struct kv *kv_find(const struct kvs *list, const char *key)
{
	for (size_t i = 0; i < list->len; i++)
		if (text_eq(list->at[i].key, key))
			return &list->at[i];
	return NULL;
}

static void kv_set(struct call *c, struct kvs *list, const char *key,
		   const char *value)
{
	struct kv *old = kv_find(list, key);
	const char *copy = value ? arena_strdup(&c->arena, value) : NULL;

	if (old)
		old->value = copy;
	else
		kvs_push(list,
			 (struct kv){ arena_strdup(&c->arena, key), copy });
}

void call_kv(struct call *c, const char *key, const char *value)
{
	kv_set(c, &c->kv, key, value);
}

/* What stands under key now: what this call put, or what was kept. */
static const char *kv_now(const struct call *c, const char *key)
{
	const struct kv *found = kv_find(&c->puts, key);

	if (!found)
		found = kv_find(&c->kv, key);
	return found ? found->value : NULL;
}

static hw_status kv_check(struct call *c, const char *key, const char *value)
{
	if (!key || !key[0] || strlen(key) > CALL_KEY_MAX ||
	    utf8_check(key, strlen(key)) >= 0)
		return call_broken(c,
				   "%s used a key that is empty, not UTF-8 or "
				   "longer than %d bytes",
				   c->name, CALL_KEY_MAX);
	c->put_bytes += value ? strlen(value) : 0;
	if ((value && strlen(value) > CALL_VALUE_MAX) ||
	    c->put_bytes > CALL_PUTS_MAX)
		return call_broken(c,
				   "%s put more than it may keep under the "
				   "key %s",
				   c->name, key);
	if (c->puts.len >= CALL_KV_MAX || c->kv.len >= CALL_KV_MAX)
		return call_broken(c, "%s keeps more than %d keys", c->name,
				   CALL_KV_MAX);
	return HW_OK;
}

hw_status call_kv_get(struct hw_host *h, const char *key, const char **value)
{
	if (value)
		*value = key ? kv_now(call_of(h), key) : NULL;
	return HW_OK;
}

hw_status call_kv_put(struct hw_host *h, const char *key, const char *value)
{
	struct call *c = call_of(h);
	hw_status rc = kv_check(c, key, value);

	if (rc == HW_OK)
		kv_set(c, &c->puts, key, call_text(c, value));
	return rc;
}

static void puts_forget(struct call *c, const char *key)
{
	struct kv *put = kv_find(&c->puts, key);

	if (put)
		*put = c->puts.at[--c->puts.len];
}

hw_status call_kv_keep(struct hw_host *h, const char *key, const char *value)
{
	struct call *c = call_of(h);
	hw_status rc = kv_check(c, key, value);

	if (rc)
		return rc;
	if (!c->door->keep)
		return call_fail(c, HW_UNSUPPORTED, 0,
				 "nothing can be kept here");
	value = call_text(c, value);
	rc = c->door->keep(c, key, value);
	if (rc)
		return rc;
	kv_set(c, &c->kv, key, value);
	puts_forget(c, key); /* the later write wins */
	return HW_OK;
}
