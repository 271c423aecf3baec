/* op.c - arguments into the contract's structs, and the call itself.
 * SPDX-License-Identifier: MIT */
#include "wire/op.h"

#include "base/money.h"

#define ITEMS_MAX 2000  /* lines of one order */
#define HEADERS_MAX 200 /* of one webhook */

struct op {
	struct opened *in;
	struct call *call;
	const cJSON *arg;
	const void *body;
	size_t body_len;
};

static const char *arg_text(const struct op *op, const char *key)
{
	const char *text = json_text(op->arg, key);

	return text ? text : "";
}

static hw_status bad_arg(const struct op *op, const char *text)
{
	return call_fail(op->call, HW_REJECTED, 0,
			 "%s was called with an argument that cannot be "
			 "understood: %s",
			 op->call->name, text);
}

static hw_status not_there(const struct op *op)
{
	return call_fail(op->call, HW_UNSUPPORTED, 0, "%s has no %s",
			 op->in->plugin->head.id, op->call->name);
}

/* -- act and find -- */

static int action_money(const struct op *op, struct hw_money *out,
			struct err *err)
{
	const cJSON *v = json_get(op->arg, "amount");
	const char *amount = json_text(v, "amount");
	const char *currency = json_text(v, "currency");
	struct money m;

	if (!v || cJSON_IsNull(v))
		return 0;
	if (!amount || !currency)
		return err_set(err, ERR_DATA, "amount is no amount");
	if (money_parse(&m, amount, currency, err))
		return -1;
	out->minor = m.minor;
	memcpy(out->currency, m.currency, sizeof out->currency);
	return 0;
}

static int action_items(const struct op *op, struct hw_table *out,
			struct err *err)
{
	const cJSON *list = json_get(op->arg, "items"), *v;
	struct hw_item *items;
	uint32_t n = 0;

	if (!list || cJSON_IsNull(list))
		return 0;
	if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) > ITEMS_MAX)
		return err_set(err, ERR_DATA, "items is no list of lines");
	items = arena_alloc(&op->call->arena,
			    sizeof *items *
				    (size_t)(cJSON_GetArraySize(list) + 1));
	cJSON_ArrayForEach (v, list) {
		items[n].line_ref = json_text(v, "line_ref");
		if (!items[n].line_ref ||
		    !json_as_i64(json_get(v, "quantity"), &items[n].quantity))
			return err_set(err, ERR_DATA,
				       "an item needs line_ref and quantity");
		n++;
	}
	*out = (struct hw_table){ items, n, sizeof *items };
	return 0;
}

static int action_args(const struct op *op, struct hw_action *a,
		       struct err *err)
{
	union hw_value *args;
	struct hw_verb verb;

	if (!verb_find(op->in->plugin, a->verb, &verb))
		return err_set(err, ERR_DATA, "there is no verb \"%s\"",
			       a->verb);
	args = arena_alloc(&op->call->arena,
			   sizeof *args * ((size_t)verb.args.count + 1));
	if (option_values(&verb.args, json_get(op->arg, "args"), args, err))
		return -1;
	a->args = args;
	return 0;
}

static int get_action(const struct op *op, struct hw_action *a, struct err *err)
{
	*a = (struct hw_action){
		.key = arg_text(op, "key"),
		.verb = arg_text(op, "verb"),
		.order_ref = arg_text(op, "order_ref"),
		.note = arg_text(op, "note"),
	};
	return action_money(op, &a->amount, err) ||
			       action_items(op, &a->items, err) ||
			       action_args(op, a, err)
		       ? -1
		       : 0;
}

static hw_status action_op(const struct op *op,
			   hw_status (*run)(struct hw_host *, void *,
					    const struct hw_action *))
{
	struct err err = { 0 };
	struct hw_action a;

	if (!run)
		return not_there(op);
	if (get_action(op, &a, &err))
		return bad_arg(op, err.text);
	return run(&op->call->host, op->in->self, &a);
}

/* -- the others -- */

static hw_status plain_op(const struct op *op,
			  hw_status (*run)(struct hw_host *, void *))
{
	return run ? run(&op->call->host, op->in->self) : not_there(op);
}

static hw_status tracking_op(const struct op *op,
			     hw_status (*run)(struct hw_host *, void *,
					      const char *))
{
	const char *tracking = arg_text(op, "tracking");

	if (!run)
		return not_there(op);
	if (!tracking[0])
		return bad_arg(op, "tracking is missing");
	return run(&op->call->host, op->in->self, tracking);
}

static hw_status text_op(const struct op *op,
			 hw_status (*run)(struct hw_host *, void *,
					  const struct hw_text_out *))
{
	const struct hw_text_out out = {
		.key = arg_text(op, "key"),
		.to_name = arg_text(op, "to_name"),
		.to_addr = arg_text(op, "to_addr"),
		.subject = arg_text(op, "subject"),
		.text = arg_text(op, "text"),
		.lang = arg_text(op, "lang"),
		.message_id = arg_text(op, "message_id"),
		.in_reply_to = arg_text(op, "in_reply_to"),
		.references = arg_text(op, "references"),
		.automatic = json_bool(op->arg, "automatic", false) ||
			     json_i64(op->arg, "automatic", 0) != 0,
	};
	struct err err = { 0 };

	if (call_take_files(op->call, op->arg, op->body, op->body_len, &err))
		return bad_arg(op, err.text);
	return run ? run(&op->call->host, op->in->self, &out) : not_there(op);
}

static hw_status hook_op(const struct op *op,
			 hw_status (*run)(struct hw_host *, void *,
					  const struct hw_hook *))
{
	const cJSON *list = json_get(op->arg, "headers"), *v;
	const char **headers;
	struct hw_hook hook;
	size_t n = 0;

	if (!run)
		return not_there(op);
	if (cJSON_IsArray(list) && cJSON_GetArraySize(list) > HEADERS_MAX)
		return bad_arg(op, "too many headers");
	headers = arena_alloc(&op->call->arena,
			      sizeof *headers * (HEADERS_MAX + 1));
	cJSON_ArrayForEach (v, list)
		if (cJSON_IsString(v))
			headers[n++] = v->valuestring;
	hook = (struct hw_hook){
		.topic = arg_text(op, "topic"),
		.event_id = arg_text(op, "event_id"),
		.headers = headers,
		.body = op->body ? op->body : "",
		.body_len = op->body_len,
	};
	return run(&op->call->host, op->in->self, &hook);
}

static hw_status marketplace_op(const struct op *op, const char *name)
{
	const struct hw_marketplace *m = op->in->plugin->marketplace;

	if (m && text_eq(name, "sync"))
		return plain_op(op, m->sync);
	if (m && text_eq(name, "act"))
		return action_op(op, m->act);
	if (m && text_eq(name, "find"))
		return action_op(op, m->find);
	if (m && text_eq(name, "hook"))
		return hook_op(op, m->hook);
	return not_there(op);
}

static hw_status carrier_op(const struct op *op, const char *name)
{
	const struct hw_carrier *c = op->in->plugin->carrier;

	if (c && text_eq(name, "track"))
		return tracking_op(op, c->track);
	if (c && text_eq(name, "proof"))
		return tracking_op(op, c->proof);
	return not_there(op);
}

static hw_status channel_op(const struct op *op, const char *name)
{
	const struct hw_channel *c = op->in->plugin->channel;

	if (c && text_eq(name, "fetch"))
		return plain_op(op, c->fetch);
	if (c && text_eq(name, "send"))
		return text_op(op, c->send);
	if (c && text_eq(name, "find"))
		return text_op(op, c->find);
	return not_there(op);
}

static const char *after(const char *text, const char *prefix)
{
	return text_starts(text, prefix) ? text + strlen(prefix) : NULL;
}

static hw_status run(const struct op *op)
{
	const char *name;

	if (text_eq(op->call->name, "probe"))
		return plain_op(op, op->in->plugin->head.probe);
	if ((name = after(op->call->name, "marketplace.")))
		return marketplace_op(op, name);
	if ((name = after(op->call->name, "carrier.")))
		return carrier_op(op, name);
	if ((name = after(op->call->name, "channel.")))
		return channel_op(op, name);
	return not_there(op);
}

hw_status opened_call(struct opened *in, struct call *c, const cJSON *arg,
		      const void *body, size_t body_len)
{
	struct op op = { in, c, arg, body, body_len };

	return call_end(c, run(&op));
}

hw_status opened_start(struct opened *in, const struct plugin *p,
		       const cJSON *config, struct call *c)
{
	union hw_value *cfg;
	struct err err = { 0 };

	*in = (struct opened){ .plugin = p };
	cfg = arena_alloc(&c->arena,
			  sizeof *cfg * ((size_t)p->head.options.count + 1));
	if (config_values(p, config, cfg, &err))
		return call_end(c, call_fail(c, HW_REJECTED, 0, "%s: %s",
					     p->head.id, err.text));
	if (!p->head.open)
		return call_end(c, HW_OK);
	return call_end(c, p->head.open(&c->host, cfg, &in->self));
}
