/* brain.c - see brain.h.
 * SPDX-License-Identifier: MIT */
#include "host/brain.h"

#include "base/file.h"
#include "base/log.h"
#include "base/when.h"
#include "desk/config.h"
#include "policy/numbers.h"

struct brain_of {
	struct brain brain; /* first */
	const struct manifest *manifest;
	struct mistakes mistakes;
	struct policy *policy;
	struct numbers *numbers;
	struct pack_list packs;
	char fingerprint[2 * HASH_LEN + 1];
};

static const struct brain_of *of(const struct brain *b)
{
	return b->arg;
}

/* -- the desk's questions
 * ---------------------------------------------------------------- */

static void ask_classify(const struct brain *b, const char *text,
			 const char *lang, const char *channel,
			 struct arena *arena, struct classified *out)
{
	struct guess g;

	(void)channel;
	classify(&of(b)->packs, text, lang, arena, &g);
	*out = (struct classified){ g.issue, g.also, g.lang, g.confidence,
				    g.cues };
}

static void ask_triage(const struct brain *b, const struct matter *m,
		       struct arena *arena, struct triaged *out)
{
	const struct policy *p = of(b)->policy;
	const struct tier_rule *t = policy_tier(p, m->issue, m->also);

	(void)arena;
	if (t)
		*out = (struct triaged){ t->tier, t->respond_ms, t->name,
					 p->version };
}

static void put_vector(const struct matter *m, struct arena *arena,
		       struct advice *out, const struct str *fired)
{
	CLEANUP(str_release) struct str s = STR_INIT, total = STR_INIT;
	struct jw w = JW_INIT(&s);

	jw_object(&w);
	jw_kv_text(&w, "issue", m->issue);
	jw_kv_text(&w, "also", m->also);
	jw_kv_text(&w, "lang", m->lang);
	jw_kv_text(&w, "platform", m->platform);
	jw_kv_text(&w, "country", m->country);
	jw_kv_text(&w, "carrier", m->carrier);
	jw_kv_text(&w, "scan_status", m->scan_status);
	jw_kv_i64(&w, "confidence", m->confidence);
	if (money_given(m->order_total)) {
		money_put(&total, m->order_total);
		jw_kv_text(&w, "order_total", str_c(&total));
		jw_kv_text(&w, "currency", m->order_total.currency);
	}
	jw_kv_i64(&w, "buyer_orders", m->buyer_orders);
	jw_kv_bool(&w, "delivered", m->delivered);
	jw_kv_bool(&w, "refunded", m->refunded);
	jw_end(&w);
	out->vector = arena_strdup(arena, str_c(&s));
	out->fired = arena_printf(arena, "[%s]", str_c(fired));
}

static void fired(struct str *s, const char *rule)
{
	if (s->len)
		str_putc(s, ',');
	json_quote(s, rule, strlen(rule));
}

static void ask_advise(const struct brain *b, const struct matter *m,
		       struct arena *arena, struct advice *out)
{
	CLEANUP(str_release) struct str rules = STR_INIT;
	const struct policy *p = of(b)->policy;
	const struct reply_rule *reply = policy_reply(p, m->trigger, m->issue);
	const struct refund_rule *refund =
		m->refunded ? NULL : policy_refund(p, m->issue, m->order_total);

	if (reply) {
		out->wanted[out->count++] = (struct wanted){
			.rule = reply->name,
			.policy = p->version,
			.verb = "reply",
			.template_id = reply->template_id,
		};
		out->playbook = reply->playbook;
		out->step = *reply->playbook ? "first" : "";
		fired(&rules, reply->name);
	}
	if (refund) {
		out->wanted[out->count++] =
			(struct wanted){ .rule = refund->name,
					 .policy = p->version,
					 .verb = "refund",
					 .amount = m->order_total,
					 .automatic = refund->automatic };
		fired(&rules, refund->name);
	}
	put_vector(m, arena, out, &rules);
}

#define VALUES_MAX 32

static int ask_render(const struct brain *b, const char *template_id,
		      const char *lang, const struct slot_value *slots,
		      size_t count, struct arena *arena, struct rendered *out,
		      struct err *err)
{
	const struct brain_of *o = of(b);
	const struct pack *p = pack_for(&o->packs, lang);
	struct value values[VALUES_MAX];

	if (!p)
		p = pack_for(&o->packs, o->manifest->language);
	if (!p)
		return err_set(err, ERR_DATA,
			       "no locale pack for \"%.20s\" is installed",
			       lang);
	for (size_t i = 0; i < count && i < VALUES_MAX; i++) {
		values[i] = (struct value){ .name = slots[i].name,
					    .text = slots[i].text,
					    .money = slots[i].money,
					    .instant = slots[i].number };
		values[i].type = slots[i].type == SLOT_MONEY  ? VALUE_MONEY
				 : slots[i].type == SLOT_DATE ? VALUE_DATE
							      : VALUE_TEXT;
	}
	return pack_render(p, template_id, values, count, arena, &out->subject,
			   &out->text, err);
}

static int64_t ask_still(const struct brain *b, const char *carrier,
			 const char *scan_status)
{
	return policy_still(of(b)->policy, carrier, scan_status);
}

static const char *ask_link(const struct brain *b, const char *carrier,
			    const char *number, struct arena *arena)
{
	return numbers_link(of(b)->numbers, carrier, number, arena);
}

static const char *ask_carrier(const struct brain *b, const char *word,
			       const char *number)
{
	return numbers_carrier(of(b)->numbers, word, number);
}

/* A carrier's id is its plugin's. */
static bool ask_tracks(const struct brain *b, const char *carrier)
{
	const struct manifest *m = of(b)->manifest;

	for (size_t i = 0; i < m->count; i++)
		if (m->instances[i]->is_carrier &&
		    text_eq(m->instances[i]->plugin, carrier))
			return true;
	return false;
}

static bool ask_agent(const struct brain *b, const char *name,
		      const char **role, struct limits *limits)
{
	const struct manifest *m = of(b)->manifest;

	for (size_t i = 0; i < m->agents.len; i++) {
		if (!text_eq(m->agents.at[i].name, name))
			continue;
		*role = m->agents.at[i].role;
		for (size_t k = 0; k < m->roles.len; k++)
			if (text_eq(m->roles.at[k].role, *role))
				*limits = m->roles.at[k].limits;
		return true;
	}
	return false;
}

/* Who has the skill and the least to do; then who has the least to do. */
static const char *ask_assign(const struct brain *b, const char *issue,
			      const char *lang, const int64_t *loads,
			      size_t count)
{
	const struct manifest *m = of(b)->manifest;
	int64_t best = -1;
	size_t who = 0;

	for (size_t i = 0; i < m->agents.len && i < count; i++) {
		const struct agent_entry *a = &m->agents.at[i];
		int64_t score;

		if (text_eq(a->role, "auditor"))
			continue;
		score = 1000000 - loads[i] * 10 +
			(words_have(a->skills, issue) ? 5 : 0) +
			(words_have(a->languages, lang) ? 5 : 0);
		if (score > best) {
			best = score;
			who = i;
		}
	}
	return best < 0 ? "" : m->agents.at[who].name;
}

static int64_t ask_undo(const struct brain *b, const char *verb)
{
	const struct manifest *m = of(b)->manifest;

	for (size_t i = 0; i < m->undo.len; i++)
		if (text_eq(m->undo.at[i].verb, verb))
			return m->undo.at[i].window_ms;
	return 0;
}

static const struct instance *instance_named(const struct brain *b,
					     const char *name)
{
	const struct manifest *m = of(b)->manifest;

	for (size_t i = 0; i < m->count; i++)
		if (text_eq(m->instances[i]->name, name))
			return m->instances[i];
	return NULL;
}

static const char *ask_effects(const struct brain *b, const char *instance)
{
	const struct instance *in = instance_named(b, instance);

	return in ? in->effects : "off";
}

static const char *ask_channel(const struct brain *b, const char *channel)
{
	const struct manifest *m = of(b)->manifest;

	for (size_t i = 0; i < m->count; i++)
		if (m->instances[i]->is_channel &&
		    text_eq(m->instances[i]->channel, channel))
			return m->instances[i]->name;
	return "";
}

static bool ask_verb(const struct brain *b, const char *instance,
		     const char *verb, char *effect_class, int64_t *lag_ms,
		     int64_t *key_life_ms, bool *money)
{
	const struct instance *in = instance_named(b, instance);
	const struct verb_info *v = in ? instance_verb(in, verb) : NULL;

	if (!v)
		return false;
	*effect_class = v->effect_class;
	*lag_ms = v->lag_ms;
	*key_life_ms = v->key_life_ms;
	*money = v->money;
	return true;
}

/* -- loading
 * --------------------------------------------------------------------------------
 */

static int load_pack(struct brain_of *b, const struct describer *d,
		     const char *name, struct err *err)
{
	CLEANUP(str_release) struct str blob = STR_INIT;
	struct pack *p;

	if (plugin_blob(d, name, &blob, err) ||
	    !(p = pack_open(str_c(&blob), blob.len, err)))
		return err_context(err, "%s", name);
	pack_list_push(&b->packs, p);
	return 0;
}

/* Every pack beside the plugins is installed. */
static int load_packs(struct brain_of *b, const struct describer *d,
		      struct err *err)
{
	static const char *const shipped[] = { "locale-en", "locale-de",
					       "locale-zh-cn", NULL };

	for (const char *const *name = shipped; *name; name++) {
		CLEANUP(free_ptr)
		char *path = xasprintf("%s/%s.so", d->plugins, *name);

		if (file_exists(path) && load_pack(b, d, *name, err))
			return -1;
	}
	return 0;
}

static void set_fingerprint(struct brain_of *b)
{
	struct hash all = conf_hash(b->manifest->conf);
	struct hasher h;

	hasher_start(&h);
	hasher_text(&h, HW_VERSION);
	hasher_part(&h, all.at, sizeof all.at);
	hasher_text(&h, b->policy->version);
	for (size_t i = 0; i < b->packs.len; i++) {
		all = pack_hash(b->packs.at[i]);
		hasher_part(&h, all.at, sizeof all.at);
	}
	for (size_t i = 0; i < numbers_files(b->numbers); i++) {
		const char *name;

		all = conf_hash(numbers_file(b->numbers, i, &name));
		hasher_part(&h, all.at, sizeof all.at);
	}
	all = hasher_end(&h);
	hash_hex(&all, b->fingerprint);
}

static const struct brain questions = {
	.classify = ask_classify,
	.triage = ask_triage,
	.advise = ask_advise,
	.render = ask_render,
	.still_limit = ask_still,
	.tracking_link = ask_link,
	.carrier_of = ask_carrier,
	.tracks = ask_tracks,
	.agent = ask_agent,
	.assign = ask_assign,
	.undo_window = ask_undo,
	.effects = ask_effects,
	.channel_instance = ask_channel,
	.verb = ask_verb,
};

struct brain_of *brain_load(const struct manifest *m, const struct describer *d,
			    struct err *err)
{
	struct brain_of *b = xcalloc(1, sizeof *b);

	b->manifest = m;
	b->brain = questions;
	b->brain.arg = b;
	b->brain.mail_domain = m->mail_domain;
	b->brain.shop_name = m->company;
	b->policy = policy_load(m->policy, &b->mistakes);
	b->brain.auto_replies_a_day = b->policy->auto_replies_a_day;
	b->numbers = numbers_load(d->plugins, m->policy, &b->mistakes);
	for (size_t i = 0; i < b->mistakes.list.len; i++)
		fprintf(stderr, "%s\n", b->mistakes.list.at[i]);
	if (b->mistakes.list.len)
		err_set(err, ERR_CONFIG, "the policy has %zu mistakes",
			b->mistakes.list.len);
	if (b->mistakes.list.len || load_packs(b, d, err)) {
		brain_close(b);
		return NULL;
	}
	set_fingerprint(b);
	return b;
}

void brain_close(struct brain_of *b)
{
	if (!b)
		return;
	for (size_t i = 0; i < b->packs.len; i++)
		pack_free(b->packs.at[i]);
	pack_list_release(&b->packs);
	policy_free(b->policy);
	numbers_free(b->numbers);
	mistakes_release(&b->mistakes);
	free(b);
}

const struct brain *brain_of(struct brain_of *b)
{
	return &b->brain;
}

const struct policy *brain_policy(const struct brain_of *b)
{
	return b->policy;
}

const struct pack_list *brain_packs(const struct brain_of *b)
{
	return &b->packs;
}

/* -- the command "config"
 * --------------------------------------------------------------------- */

static int keep_files(struct brain_of *b, struct desk *d, struct err *err)
{
	for (size_t i = 0; i < b->policy->files.len; i++) {
		const struct policy_file *f = &b->policy->files.at[i];
		struct hash h = conf_hash(f->conf);

		if (config_keep(d, f->name, &h, str_c(conf_bytes(f->conf)),
				conf_bytes(f->conf)->len, err))
			return -1;
	}
	for (size_t i = 0; i < numbers_files(b->numbers); i++) {
		const char *name;
		struct conf *conf = numbers_file(b->numbers, i, &name);
		struct hash h = conf_hash(conf);

		if (config_keep(d, name, &h, str_c(conf_bytes(conf)),
				conf_bytes(conf)->len, err))
			return -1;
	}
	return 0;
}

static void put_config(struct brain_of *b, struct str *s)
{
	struct jw w = JW_INIT(s);

	jw_object(&w);
	jw_kv_text(&w, "fingerprint", b->fingerprint);
	jw_kv_text(&w, "policy", b->policy->version);
	jw_key(&w, "agents");
	jw_array(&w);
	for (size_t i = 0; i < b->manifest->agents.len; i++) {
		const struct agent_entry *a = &b->manifest->agents.at[i];

		jw_object(&w);
		jw_kv_text(&w, "name", a->name);
		jw_kv_text(&w, "role", a->role);
		jw_kv_text(&w, "languages", a->languages);
		jw_kv_text(&w, "skills", a->skills);
		jw_end(&w);
	}
	jw_end(&w);
	jw_end(&w);
}

int brain_announce(struct brain_of *b, struct desk *d, struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct command cmd = { .kind = "config", .by = "desk", .via = "host" };
	bool known = db_i64(desk_db(d), 0,
			    "SELECT 1 FROM journal WHERE kind = 'config' AND "
			    "instr(payload, ?1) AND seq = (SELECT max(seq) "
			    "FROM journal WHERE kind = 'config')",
			    "s", b->fingerprint) != 0;

	if (known)
		return 0;
	if (keep_files(b, d, err))
		return -1;
	put_config(b, &json);
	cmd.json = str_c(&json);
	cmd.json_len = json.len;
	return desk_do(d, &cmd, err);
}
