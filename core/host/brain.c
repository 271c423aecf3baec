/* brain.c - see brain.h.
 * SPDX-License-Identifier: MIT */
#include "host/answers.h"

#include "base/file.h"
#include "base/log.h"
#include "base/when.h"
#include "desk/config.h"
#include "policy/words/texts.h"

/* -- loading -- */

static void set_fingerprint(struct brain_of *b)
{
	struct hash all = conf_hash(b->manifest->conf);
	struct hasher h;

	hasher_start(&h);
	hasher_text(&h, HW_VERSION);
	hasher_text(&h, zone_edition());
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
	for (size_t i = 0; i < guard_files(b->guard); i++) {
		const char *name;

		all = conf_hash(guard_file(b->guard, i, &name));
		hasher_part(&h, all.at, sizeof all.at);
	}
	all = hasher_end(&h);
	hash_hex(&all, b->fingerprint);
}

/* Policy and numbers; what is wrong stands in b->mistakes. */
static struct brain_of *read_policy(const struct manifest *m,
				    const struct describer *d)
{
	struct brain_of *b = xcalloc(1, sizeof *b);

	b->manifest = m;
	answers_of_policy(&b->brain);
	answers_of_guard(&b->brain);
	answers_of_manifest(&b->brain);
	b->brain.arg = b;
	b->brain.mail_domain = m->mail_domain;
	b->brain.shop_name = m->company;
	b->policy = policy_load(m->policy, &b->mistakes);
	answers_of_alarms(b);
	b->brain.untold_worth = b->policy->matrix.untold_worth;
	b->brain.auto_replies_a_day = b->policy->auto_replies_a_day;
	b->brain.auto_replies_an_hour = b->policy->auto_replies_an_hour;
	b->numbers = numbers_load(d->plugins, m->policy, &b->mistakes);
	staff_check(b);
	b->guard = guard_load(m->policy, b->numbers, &b->mistakes);
	return b;
}

/* What variants of a text are for, and what a guard stops by, is policy; the
 * words and what was learnt of them are a pack's. */
static int load_packs(struct brain_of *b, const struct describer *d,
		      struct err *err)
{
	if (packs_load(&b->packs, d, b->manifest, err))
		return -1;
	for (size_t i = 0; i < b->packs.len; i++)
		pack_vary(b->packs.at[i], &b->policy->templates.variants);
	guard_learn(b->guard, &b->packs);
	return 0;
}

struct brain_of *brain_load(const struct manifest *m, const struct describer *d,
			    struct err *err)
{
	struct brain_of *b = read_policy(m, d);
	size_t n;

	if (!b->mistakes.list.len && load_packs(b, d, err)) {
		brain_close(b);
		return NULL;
	}
	texts_missing(b->policy, &b->packs, false, &b->mistakes);
	n = b->mistakes.list.len;
	if (!n) {
		set_fingerprint(b);
		return b;
	}
	for (size_t i = 0; i < n; i++)
		fprintf(stderr, "%s\n", b->mistakes.list.at[i]);
	err_set(err, ERR_CONFIG, "the policy has %zu mistake%s", n,
		n == 1 ? "" : "s");
	brain_close(b);
	return NULL;
}

/* The line of desk.packs, or of desk when all packs are used. */
static int packs_line(const struct manifest *m)
{
	const struct conf_node *desk = conf_get(conf_root(m->conf), "desk");
	const struct conf_node *packs = conf_get(desk, "packs");

	return conf_line(packs ? packs : desk);
}

struct brain_of *brain_check(const struct manifest *m,
			     const struct describer *d,
			     struct mistakes *mistakes)
{
	struct brain_of *b = read_policy(m, d);
	struct err err = { 0 };
	size_t n;

	if (load_packs(b, d, &err))
		mistake(mistakes, conf_path(m->conf), packs_line(m), "%s",
			err.text);
	else
		texts_missing(b->policy, &b->packs, false, &b->mistakes);
	n = b->mistakes.list.len;
	for (size_t i = 0; i < n; i++)
		mistake_list_push(&mistakes->list,
				  xstrdup(b->mistakes.list.at[i]));
	if (!n && !err.code) {
		set_fingerprint(b);
		return b;
	}
	brain_close(b);
	return NULL;
}

void brain_close(struct brain_of *b)
{
	if (!b)
		return;
	packs_release(&b->packs);
	policy_free(b->policy);
	guard_free(b->guard);
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

bool brain_guards(const struct brain_of *b)
{
	return guard_files(b->guard) > 0;
}

const struct pack_list *brain_packs(const struct brain_of *b)
{
	return &b->packs;
}

/* -- the command "config" -- */

struct conf *brain_file(const struct brain_of *b, size_t i, const char **name)
{
	size_t policy = b->policy->files.len;
	size_t numbers = numbers_files(b->numbers);

	if (i < policy) {
		*name = b->policy->files.at[i].name;
		return b->policy->files.at[i].conf;
	}
	i -= policy;
	if (i < numbers)
		return numbers_file(b->numbers, i, name);
	i -= numbers;
	return i < guard_files(b->guard) ? guard_file(b->guard, i, name) : NULL;
}

static int keep_files(struct brain_of *b, struct desk *d, struct err *err)
{
	const char *name;
	struct conf *conf;

	for (size_t i = 0; (conf = brain_file(b, i, &name)); i++) {
		struct hash h = conf_hash(conf);

		if (config_keep(d, name, &h, str_c(conf_bytes(conf)),
				conf_bytes(conf)->len, err))
			return -1;
	}
	return 0;
}

void brain_announced(struct brain_of *b)
{
	const char *name;
	struct conf *conf;

	for (size_t i = 0; (conf = brain_file(b, i, &name)); i++)
		conf_kept(conf);
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

	if (config_is(desk_db(d), b->fingerprint))
		return 0;
	if (keep_files(b, d, err))
		return -1;
	put_config(b, &json);
	cmd.json = str_c(&json);
	cmd.json_len = json.len;
	return desk_do(d, &cmd, err);
}
