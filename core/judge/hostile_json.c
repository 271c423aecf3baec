/* hostile_json.c - replies in which one member is not what it was.
 *
 * A member is tried once for an operation, whichever fixture has it: items of
 * arrays count as one.
 * SPDX-License-Identifier: MIT */
#include "judge/hostile.h"

struct changing {
	const struct place *place;
	struct told_list *known;
	cJSON *root;
	const char *order, *amount, *currency; /* of the action, or NULL */
	const char *path; /* of the member that is changed, or NULL */
	int rc;
};

static int send_as(struct changing *k, const char *json, const char *sent,
		   enum expect expect)
{
	const struct place *p = k->place;
	struct twist twist = { .step = p->step, .res = p->res };
	struct weighing w = { .expect = expect, .path = k->path };

	w.sent = arena_printf(p->arena, "%s in reply %zu", sent,
			      (p->step + 1) / 2);
	twist.res.body = json;
	twist.res.body_len = strlen(json);
	return hostile_try(p, &twist, &w);
}

static void send_tree(struct changing *k, const char *sent, enum expect expect)
{
	char *json = cJSON_PrintUnformatted(k->root);

	if (k->rc == 0)
		k->rc = send_as(k, json, sent, expect);
	cJSON_free(json);
}

/* The node as another one for one reply; its children stay where they are. */
static void send_node(struct changing *k, cJSON *node, const cJSON *other,
		      const char *sent, enum expect expect)
{
	cJSON was = *node;

	node->type = other->type;
	node->child = NULL;
	node->valuestring = other->valuestring;
	node->valuedouble = other->valuedouble;
	node->valueint = other->valueint;
	send_tree(k, sent, expect);
	*node = was;
}

static bool is_known(struct changing *k, const char *path)
{
	const struct sample *c = k->place->sample;
	const char *verb = json_text(c->asked.arg, "verb");
	CLEANUP(free_ptr)
	char *key = xasprintf("%s %s %zu %s", c->asked.op, verb ? verb : "",
			      k->place->step, path);

	return hostile_known(k->place->subject, k->known, key);
}

/* null, and a value of another type. */
static void send_wrong(struct changing *k, cJSON *node, const char *path)
{
	struct arena *a = k->place->arena;
	char number[40];
	cJSON null = { .type = cJSON_NULL };
	cJSON other = { .type = cJSON_String, .valuestring = number };

	if (is_known(k, path))
		return;
	k->path = path;
	if (!cJSON_IsNull(node))
		send_node(k, node, &null, arena_printf(a, "null for %s", path),
			  EXPECT_SOUND);
	snprintf(number, sizeof number, "%.0f", node->valuedouble);
	if (cJSON_IsString(node))
		other = (cJSON){ .type = cJSON_Number,
				 .valuedouble = 7,
				 .valueint = 7 };
	else if (!cJSON_IsNumber(node))
		snprintf(number, sizeof number, "x");
	send_node(k, node, &other,
		  arena_printf(a, "%s for %s",
			       cJSON_IsString(node)   ? "a number"
			       : cJSON_IsNumber(node) ? "the number as text"
						      : "a text",
			       path),
		  EXPECT_SOUND);
	k->path = NULL;
}

/* -- another order, amount or currency than was asked for -- */

static void send_other(struct changing *k, cJSON *node, const char *path)
{
	static char order[] = "hw-another-order", amount[] = "1.01",
		    usd[] = "USD", jpy[] = "GBP";
	const char *text = cJSON_GetStringValue(node);
	cJSON other = { .type = cJSON_String };
	const char *what = NULL;

	if (!text || !*text)
		return;
	if (k->order && text_eq(text, k->order)) {
		other.valuestring = order;
		what = "another order";
	} else if (k->amount && text_eq(text, k->amount)) {
		other.valuestring = amount;
		what = "another amount";
	} else if (k->currency && text_eq(text, k->currency)) {
		other.valuestring = text_eq(text, usd) ? jpy : usd;
		what = "another currency";
	}
	if (what)
		send_node(k, node, &other,
			  arena_printf(k->place->arena, "%s at %s", what, path),
			  EXPECT_NOT_SAME);
}

static void each(struct changing *k, cJSON *node, const char *path)
{
	cJSON *child;

	cJSON_ArrayForEach (child, node) {
		const char *at =
			arena_printf(k->place->arena, "%s/%s", path,
				     cJSON_IsArray(node) ? "*" : child->string);

		if (k->rc)
			return;
		send_other(k, child, at);
		send_wrong(k, child, at);
		each(k, child, at);
	}
}

/* -- members that nobody knows, and one twice -- */

static void add_unknown(cJSON *node)
{
	cJSON *child, *list;

	cJSON_ArrayForEach (child, node)
		add_unknown(child);
	if (!cJSON_IsObject(node))
		return;
	list = cJSON_AddArrayToObject(node, "hwUnknown");
	cJSON_AddItemToArray(list, cJSON_CreateNull());
	cJSON_AddItemToArray(list, cJSON_CreateString("\xe4\xbd\xa0"));
}

static void send_unknown(struct changing *k)
{
	cJSON *whole = k->root;

	k->root = cJSON_Duplicate(whole, true);
	add_unknown(k->root);
	send_tree(k, "members that are not documented", EXPECT_SAME);
	cJSON_Delete(k->root);
	k->root = whole;
}

static void send_twice(struct changing *k)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	const cJSON *first = k->root->child;
	char *value = first ? cJSON_PrintUnformatted(first) : NULL;
	char *whole = cJSON_PrintUnformatted(k->root);

	if (cJSON_IsObject(k->root) && value) {
		str_putc(&json, '{');
		json_quote(&json, first->string, strlen(first->string));
		str_printf(&json, ":%s,%s", value, whole + 1);
		if (k->rc == 0)
			k->rc = send_as(k, str_c(&json), "a member twice",
					EXPECT_SAME_OR);
	}
	cJSON_free(value);
	cJSON_free(whole);
}

int hostile_members(const struct place *p, struct told_list *known)
{
	const cJSON *arg = p->sample->asked.arg;
	const cJSON *amount = json_get(arg, "amount");
	struct err ignored = { 0 };
	struct changing k = { .place = p, .known = known };
	bool asked_of =
		p->effect || text_eq(p->sample->asked.op, "marketplace.find");

	if (!p->json)
		return 0;
	k.root = json_parse(p->res.body, p->res.body_len, &ignored);
	if (!k.root)
		return 0;
	if (asked_of) {
		k.order = json_text(arg, "order_ref");
		k.amount = json_text(amount, "amount");
		/* A look may tell the shop's own currency as well. */
		k.currency = p->effect ? json_text(amount, "currency") : NULL;
	}
	send_unknown(&k);
	send_twice(&k);
	each(&k, k.root, "");
	json_free(k.root);
	return k.rc;
}
