/* vector_read.c - a kept decision as the matter that it was asked about.
 * SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "desk/simulate/vector.h"

/* -- facts -- */

enum as { AS_TEXT, AS_NUMBER, AS_FLAG };

#define MEMBER(name, member, as)                           \
	{                                                  \
		name, offsetof(struct matter, member), as, \
	}

/* In the order in which they are mostly kept, that of policy/facts.conf. */
static const struct {
	const char *name;
	size_t at;
	enum as as;
} members[] = {
	MEMBER("issue", issue, AS_TEXT),
	MEMBER("trigger", trigger, AS_TEXT),
	MEMBER("platform", platform, AS_TEXT),
	MEMBER("channel", channel, AS_TEXT),
	MEMBER("country", country, AS_TEXT),
	MEMBER("lang", lang, AS_TEXT),
	MEMBER("carrier", carrier, AS_TEXT),
	MEMBER("scan_status", scan_status, AS_TEXT),
	MEMBER("confidence", confidence, AS_NUMBER),
	MEMBER("buyer_orders", buyer_orders, AS_NUMBER),
	MEMBER("order_pieces", order_pieces, AS_NUMBER),
	MEMBER("stars", stars, AS_NUMBER),
	MEMBER("messages", messages, AS_NUMBER),
	MEMBER("parcel_still", parcel_still_ms, AS_NUMBER),
	MEMBER("order_age", age_ms, AS_NUMBER),
	MEMBER("ticket_age", ticket_age_ms, AS_NUMBER),
	MEMBER("late_by", late_by_ms, AS_NUMBER),
	MEMBER("has_order", has_order, AS_FLAG),
	MEMBER("has_tracking", has_tracking, AS_FLAG),
	MEMBER("shipped", shipped, AS_FLAG),
	MEMBER("delivered", delivered, AS_FLAG),
	MEMBER("lost", lost, AS_FLAG),
	MEMBER("refunded", refunded, AS_FLAG),
	MEMBER("cancelled", cancelled, AS_FLAG),
	MEMBER("disputed", disputed, AS_FLAG),
	MEMBER("paid", paid, AS_FLAG),
	MEMBER("has_proof", has_proof, AS_FLAG),
	MEMBER("has_coupon", has_coupon, AS_FLAG),
	MEMBER("remedy", remedy, AS_TEXT),
	MEMBER("refund", refund, AS_TEXT),
	MEMBER("ticket_issue", ticket_issue, AS_TEXT),
	MEMBER("has_photo", has_photo, AS_FLAG),
	MEMBER("proven", proven, AS_FLAG),
	MEMBER("can_refund", can_refund, AS_FLAG),
	MEMBER("can_reship", can_reship, AS_FLAG),
	MEMBER("can_coupon", can_coupon, AS_FLAG),
	MEMBER("can_return", can_return, AS_FLAG),
	MEMBER("can_exchange", can_exchange, AS_FLAG),
	MEMBER("answered", answered, AS_FLAG),
	MEMBER("chosen", chosen, AS_TEXT),
	MEMBER("accepted", accepted, AS_FLAG),
	MEMBER("satisfied", satisfied, AS_FLAG),
	MEMBER("danger", danger, AS_FLAG),
	MEMBER("placed", placed, AS_NUMBER),
	MEMBER("buyer_vip", vip, AS_FLAG),
};

static void set_member(struct matter *m, size_t i, const cJSON *value,
		       struct arena *arena)
{
	void *to = (char *)m + members[i].at;

	switch (members[i].as) {
	case AS_TEXT:
		if (cJSON_IsString(value))
			*(const char **)to =
				arena_strdup(arena, value->valuestring);
		break;
	case AS_NUMBER:
		json_as_i64(value, to);
		break;
	case AS_FLAG:
		*(int *)to = cJSON_IsTrue(value) ? FLAG_YES : FLAG_NO;
		break;
	}
}

/* Sums are in `seen`, as they were paid; of also_<issue> the true ones are
 * kept. */
static void read_facts(struct matter *m, const cJSON *facts,
		       struct arena *arena)
{
	CLEANUP(str_release) struct str also = STR_INIT;
	size_t next = 0;
	const cJSON *one;

	cJSON_ArrayForEach (one, facts) {
		size_t tries = 0;

		if (text_starts(one->string, "also_")) {
			str_printf(&also, "%s%s", also.len ? " " : "",
				   one->string + strlen("also_"));
			continue;
		}
		while (tries < COUNT_OF(members) &&
		       !text_eq(members[next].name, one->string)) {
			next = (next + 1) % COUNT_OF(members);
			tries++;
		}
		if (tries < COUNT_OF(members))
			set_member(m, next, one, arena);
	}
	m->also = arena_strdup(arena, str_c(&also));
}

/* -- what is beside them -- */

static struct money read_money(const cJSON *minor, const cJSON *currency)
{
	struct money m = { 0 };

	if (json_as_i64(minor, &m.minor) && cJSON_IsString(currency))
		snprintf(m.currency, sizeof m.currency, "%s",
			 currency->valuestring);
	return m;
}

static struct money read_sum(const cJSON *json, const char *name)
{
	const cJSON *sum = json_get(json, name);

	return read_money(cJSON_GetArrayItem(sum, 0),
			  cJSON_GetArrayItem(sum, 1));
}

static const char *text_at(const cJSON *item, struct arena *arena)
{
	return item && cJSON_IsString(item)
		       ? arena_strdup(arena, item->valuestring)
		       : "";
}

static void read_effects(struct effects *e, const cJSON *list,
			 struct arena *arena)
{
	const cJSON *one;

	cJSON_ArrayForEach (one, list) {
		const cJSON *rule = one->child;
		const cJSON *verb = rule ? rule->next : NULL;
		const cJSON *what = verb ? verb->next : NULL;
		const cJSON *minor = what ? what->next : NULL;
		const cJSON *currency = minor ? minor->next : NULL;

		if (!currency || e->count == EFFECTS_MAX)
			continue;
		e->at[e->count++] = (struct effect){
			text_at(rule, arena), text_at(verb, arena),
			text_at(what, arena), read_money(minor, currency),
			currency->next && currency->next->valueint != 0
		};
	}
}

static void read_beside(struct seen *s, const cJSON *json, struct arena *arena)
{
	const char *country = json_text(json, "country");
	const char *playbook = json_text(json, "playbook");
	const char *after = json_text(json, "after");

	s->matter.now = json_i64(json, "at", 0);
	s->ticket = json_i64(json, "ticket", 0);
	if (country)
		s->matter.country = arena_strdup(arena, country);
	s->matter.order_total = read_sum(json, "total");
	s->matter.refunded_amount = read_sum(json, "back");
	s->matter.refund_open = read_sum(json, "open");
	s->tier = (int)json_i64(json, "tier", 0);
	s->respond_ms = json_i64(json, "respond", 0);
	if (playbook) {
		s->playbook = arena_strdup(arena, playbook);
		s->after = arena_strdup(arena, after ? after : "");
	}
	read_effects(&s->effects, json_get(json, "did"), arena);
}

bool seen_read(const char *trigger, const char *facts, const char *json,
	       struct arena *arena, struct seen *out)
{
	struct err none = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *beside = *json ? json_parse(json, strlen(json), &none) : NULL;
	CLEANUP(json_free_ptr)
	cJSON *known = beside ? json_parse(facts, strlen(facts), &none) : NULL;

	if (!known || json_i64(beside, "v", 0) != SEEN_FORMAT)
		return false;
	out->matter = (struct matter){ .issue = "",
				       .also = "",
				       .channel = "",
				       .platform = "",
				       .country = "",
				       .lang = "",
				       .carrier = "",
				       .scan_status = "",
				       .trigger = arena_strdup(arena, trigger),
				       .confidence = UNKNOWN,
				       .buyer_orders = UNKNOWN,
				       .order_pieces = UNKNOWN,
				       .messages = UNKNOWN,
				       .parcel_still_ms = UNKNOWN,
				       .age_ms = UNKNOWN,
				       .ticket_age_ms = UNKNOWN,
				       .late_by_ms = UNKNOWN };
	out->playbook = out->after = NULL;
	out->effects.count = 0;
	read_facts(&out->matter, known, arena);
	read_beside(out, beside, arena);
	return true;
}
