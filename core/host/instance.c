/* instance.c - see instance.h.
 * SPDX-License-Identifier: MIT */
#include "host/instance.h"

#include "base/str.h"

static const char *text_or(const cJSON *json, const char *key,
			   const char *fallback)
{
	const char *text = json_text(json, key);

	return text ? text : fallback;
}

static bool has_op(const cJSON *iface, const char *op)
{
	const cJSON *one;

	cJSON_ArrayForEach (one, json_get(iface, "ops"))
		if (cJSON_IsString(one) && text_eq(one->valuestring, op))
			return true;
	return false;
}

static struct verb_info read_verb(const cJSON *v)
{
	return (struct verb_info){
		.name = text_or(v, "name", ""),
		.effect_class = *text_or(v, "class", "D"),
		.money = json_bool(v, "money", false) ||
			 json_i64(v, "money", 0) != 0,
		.lag_ms = json_i64(v, "lag_ms", 0),
		.key_life_ms = json_i64(v, "key_life_ms", 0),
		.effects = json_get(v, "effects"),
		.not_done = json_get(v, "not_done"),
		.args = json_get(v, "args"),
		.code_at = text_or(v, "code_at", ""),
	};
}

static int check_verb(const struct instance *in, const struct verb_info *v,
		      struct err *err)
{
	if (!*v->name || !strchr("ABCD", v->effect_class))
		return err_set(err, ERR_CONFIG,
			       "plugin \"%s\" declares a verb without a name "
			       "or a class A to D",
			       in->plugin);
	if (v->effect_class == 'A' && v->key_life_ms <= 0)
		return err_set(err, ERR_CONFIG,
			       "plugin \"%s\": verb \"%s\" is of class A and "
			       "says no key_life_ms",
			       in->plugin, v->name);
	return 0;
}

static int read_market(struct instance *in, const cJSON *m, struct err *err)
{
	const cJSON *v;

	in->is_marketplace = m != NULL;
	in->has_hooks = json_get(m, "webhook") != NULL && has_op(m, "hook");
	in->has_find = has_op(m, "find");
	cJSON_ArrayForEach (v, json_get(m, "verbs")) {
		struct verb_info info = read_verb(v);

		if (check_verb(in, &info, err))
			return -1;
		verb_list_push(&in->verbs, info);
	}
	return 0;
}

static void read_channel(struct instance *in, const cJSON *c)
{
	struct verb_info reply = { .name = "reply",
				   .effect_class = *text_or(c, "class", "D"),
				   .lag_ms = json_i64(c, "lag_ms", 0),
				   .code_at = "" };

	if (!c)
		return;
	in->is_channel = true;
	in->has_fetch = has_op(c, "fetch");
	in->has_find = has_op(c, "find");
	in->channel = text_or(c, "name", in->plugin);
	in->files_types = text_or(json_get(c, "files"), "types", "");
	in->files_max = json_i64(json_get(c, "files"), "bytes_max", 0);
	in->files_count = json_i64(json_get(c, "files"), "count_max", 0);
	verb_list_push(&in->verbs, reply);
}

int instance_describe(struct instance *in, struct err *err)
{
	const cJSON *carrier = json_get(in->descriptor, "carrier");

	in->domains = text_or(in->descriptor, "domains", "");
	in->channel = in->servers = in->files_types = "";
	in->missing_scopes = "";
	if (read_market(in, json_get(in->descriptor, "marketplace"), err))
		return -1;
	read_channel(in, json_get(in->descriptor, "channel"));
	in->is_carrier = carrier != NULL;
	in->calls_a_day = json_i64(carrier, "calls_a_day", 0);
	in->has_proof = has_op(carrier, "proof");
	in->pause_ms = json_i64(carrier, "pause_ms", 0);
	in->has_probe = json_bool(in->descriptor, "probe", false);
	return 0;
}

const struct verb_info *instance_verb(const struct instance *in,
				      const char *verb)
{
	for (size_t i = 0; i < in->verbs.len; i++)
		if (text_eq(in->verbs.at[i].name, verb))
			return &in->verbs.at[i];
	return NULL;
}

bool instance_same(const struct instance *a, const struct instance *b)
{
	return text_eq(a->plugin, b->plugin) && text_eq(a->so, b->so) &&
	       text_eq(a->file, b->file) && text_eq(a->config, b->config) &&
	       text_eq(a->secrets, b->secrets) && text_eq(a->ca, b->ca) &&
	       text_eq(a->effects, b->effects) && a->loopback == b->loopback &&
	       a->poll_ms == b->poll_ms && a->call_ms == b->call_ms &&
	       a->live_since == b->live_since;
}

struct instance *instance_new(void)
{
	struct instance *in = xcalloc(1, sizeof *in);

	in->holders = 1;
	return in;
}

struct instance *instance_keep(struct instance *in)
{
	in->holders++;
	return in;
}

void instance_free(struct instance *in)
{
	if (!in || --in->holders > 0)
		return;
	json_free(in->descriptor);
	verb_list_release(&in->verbs);
	said_release(&in->said);
	arena_release(&in->arena);
	free(in);
}
