/* effect.c - see effect.h.
 * SPDX-License-Identifier: MIT */
#include "host/effect.h"

#include "base/money.h"
#include "base/str.h"
#include "wire/may.h"

struct looking {
	const struct action *action;
	int64_t sum; /* of amounts, minor units */
	int found;
	bool wrong;
};

static bool same_text(const cJSON *v, void *arg)
{
	struct looking *l = arg;
	const char *wanted = l->action->order_ref;

	l->wrong |= !cJSON_IsString(v) || !text_eq(v->valuestring, wanted);
	return true;
}

static bool same_key(const cJSON *v, void *arg)
{
	struct looking *l = arg;

	l->wrong |=
		!cJSON_IsString(v) || !text_eq(v->valuestring, l->action->key);
	return true;
}

static bool same_currency(const cJSON *v, void *arg)
{
	struct looking *l = arg;

	l->wrong |= !cJSON_IsString(v) ||
		    !text_eq(v->valuestring, l->action->amount.currency);
	return true;
}

static bool add_amount(const cJSON *v, void *arg)
{
	struct looking *l = arg;
	struct err ignored = { 0 };
	struct money m;

	if (!cJSON_IsString(v) ||
	    money_parse(&m, v->valuestring, l->action->amount.currency,
			&ignored) ||
	    m.minor <= 0 || __builtin_add_overflow(l->sum, m.minor, &l->sum))
		l->wrong = true;
	return true;
}

static const struct {
	const char *what;
	bool (*each)(const cJSON *v, void *arg);
} checks[] = {
	[HW_IS_ORDER] = { "order", same_text },
	[HW_IS_AMOUNT] = { "amount", add_amount },
	[HW_IS_CURRENCY] = { "currency", same_currency },
	[HW_IS_KEY] = { "key", same_key },
};

static const char *wanted_text(int64_t what, const struct action *a)
{
	return what == HW_IS_ORDER ? a->order_ref
	       : what == HW_IS_KEY ? a->key
				   : "";
}

static bool any_value(const cJSON *v, void *arg)
{
	(void)v;
	(void)arg;
	return true;
}

/* Each item of the last array on the way has one. */
static bool in_each(const cJSON *body, const char *pointer, int found)
{
	const char *star = strrchr(pointer, '*');
	CLEANUP(free_ptr)
	char *array =
		star ? xstrndup(pointer, (size_t)(star + 1 - pointer)) : NULL;

	return !array ||
	       json_pointer_each(body, array, any_value, NULL) == found;
}

/* One declared place: pointers by '|', or "url". Another form that stands there
 * as well counts as well. */
static int check_place(int64_t what, const char *where, const cJSON *body,
		       const char *url, const struct action *a, struct err *err)
{
	CLEANUP(free_ptr) char *places = xstrdup(where);
	struct looking l = { .action = a };
	char *save = NULL;

	for (char *p = strtok_r(places, "|", &save); p;
	     p = strtok_r(NULL, "|", &save)) {
		bool in_url = text_eq(p, "url");
		int n = in_url ? url_shows(url, wanted_text(what, a))
			       : json_pointer_each(body, p, checks[what].each,
						   &l);

		l.wrong |= !in_url && n && !in_each(body, p, n);
		l.found += n;
	}
	if (!l.found)
		return err_set(err, ERR_BUG, "the request shows no %s at %s",
			       checks[what].what, where);
	if (l.wrong || (what == HW_IS_AMOUNT && l.sum != a->amount.minor))
		return err_set(err, ERR_BUG,
			       "the request has another %s than the action",
			       checks[what].what);
	return 0;
}

/* -- nothing else -- */

struct only {
	const char *names; /* by blanks */
	const char *other; /* a member that is none of them */
};

static bool is_named(const char *names, const char *name)
{
	size_t len = strlen(name);

	while (*names) {
		size_t n = strcspn(names, " ");

		if (n == len && n && memcmp(names, name, n) == 0)
			return true;
		names += n + strspn(names + n, " ");
	}
	return false;
}

static bool only_these(const cJSON *v, void *arg)
{
	struct only *o = arg;
	const cJSON *m;

	if (!cJSON_IsObject(v) && !cJSON_IsNull(v))
		o->other = "what is no object";
	cJSON_ArrayForEach (m, v)
		if (cJSON_IsObject(v) && !is_named(o->names, m->string))
			o->other = m->string;
	return true;
}

static int check_only(const char *where, const cJSON *body, struct err *err)
{
	const char *colon = strchr(where, ':');
	CLEANUP(free_ptr)
	char *pointer = xstrndup(where, colon ? (size_t)(colon - where)
					      : strlen(where));
	struct only o = { .names = colon ? colon + 1 + strspn(colon + 1, " ")
					 : "" };

	json_pointer_each(body, pointer, only_these, &o);
	return o.other ? err_set(err, ERR_BUG,
				 "the request holds \"%.60s\", which its verb "
				 "does not declare at %s",
				 o.other, *pointer ? pointer : "its top")
		       : 0;
}

/* Something stands at one of the declared pointers. */
static bool shows(const cJSON *body, const char *where)
{
	CLEANUP(free_ptr) char *places = xstrdup(where ? where : "");
	char *save = NULL;

	for (char *p = strtok_r(places, "|", &save); p;
	     p = strtok_r(NULL, "|", &save))
		if (json_pointer_each(body, p, any_value, NULL))
			return true;
	return false;
}

static int64_t what_of(const cJSON *effect)
{
	static const char *const words[] = { "",         "order", "amount",
					     "currency", "key",   "only" };
	const char *word = json_text(effect, "what");

	for (size_t i = 1; word && i < COUNT_OF(words); i++)
		if (text_eq(words[i], word))
			return (int64_t)i;
	return json_i64(effect, "what", 0);
}

/* A verb that moves no money may come without an amount. */
static bool has_none(const struct verb_info *verb, const struct action *action,
		     int64_t what)
{
	return !verb->money && !money_given(action->amount) &&
	       (what == HW_IS_AMOUNT || what == HW_IS_CURRENCY);
}

static int check_verb(const struct verb_info *verb, const struct http_ask *ask,
		      struct err *err)
{
	if (text_eq(ask->verb, verb->name))
		return 0;
	return err_set(err, ERR_BUG,
		       "the request is declared as the effect of %s, not of "
		       "%s",
		       ask->verb ? ask->verb : "nothing", verb->name);
}

static int check_one(const struct verb_info *verb, const struct action *action,
		     int64_t what, const char *where, const cJSON *body,
		     const char *url, struct err *err)
{
	if (what < HW_IS_ORDER || what > HW_IS_ONLY || !where)
		return err_set(err, ERR_BUG,
			       "verb %s declares an effect nobody knows",
			       verb->name);
	if (what == HW_IS_ONLY)
		return check_only(where, body, err);
	if (!has_none(verb, action, what))
		return check_place(what, where, body, url ? url : "", action,
				   err);
	return shows(body, where)
		       ? err_set(err, ERR_BUG,
				 "the request shows an amount and the action "
				 "has none")
		       : 0;
}

#define EFFECTS_OF_MONEY                                                 \
	(1u << HW_IS_ORDER | 1u << HW_IS_AMOUNT | 1u << HW_IS_CURRENCY | \
	 1u << HW_IS_KEY | 1u << HW_IS_ONLY)

int effect_check(const struct verb_info *verb, const struct action *action,
		 const struct http_ask *ask, struct err *err)
{
	CLEANUP(json_free_ptr) cJSON *body = NULL;
	uint32_t seen = 0;
	const cJSON *effect;

	if (check_verb(verb, ask, err))
		return -1;
	body = ask->body_len ? json_parse(ask->body, ask->body_len, err)
			     : cJSON_CreateObject();
	if (!body)
		return err_context(err, "the request cannot be checked");
	cJSON_ArrayForEach (effect, verb->effects) {
		int64_t what = what_of(effect);

		if (check_one(verb, action, what, json_text(effect, "where"),
			      body, json_text(ask->http, "url"), err))
			return -1;
		seen |= 1u << what;
	}
	if (verb->money && seen != EFFECTS_OF_MONEY)
		return err_set(err, ERR_BUG,
			       "verb %s moves money and does not declare where "
			       "order, amount, currency and key stand, and "
			       "what stands there only",
			       verb->name);
	return 0;
}

void effect_hash(const struct http_ask *ask, char out[2 * HASH_LEN + 1])
{
	char *http = cJSON_PrintUnformatted(ask->http);
	struct hasher h;
	struct hash hash;

	hasher_start(&h);
	hasher_text(&h, http);
	hasher_part(&h, ask->body_len ? ask->body : "", ask->body_len);
	hash = hasher_end(&h);
	hash_hex(&hash, out);
	cJSON_free(http);
}
