/* policy.c - see policy.h.
 * SPDX-License-Identifier: MIT */
#include "policy/policy.h"

#include "model/records.h"

/* [source: the outside contract, "Issue types"] */
const char *const issue_types[] = { "not_received",
				    "delivered_not_received",
				    "order_status",
				    "late",
				    "stalled",
				    "customs",
				    "damaged",
				    "wrong_item",
				    "missing_part",
				    "quality",
				    "not_as_described",
				    "size",
				    "changed_mind",
				    "return_request",
				    "exchange_request",
				    "refund_request",
				    "refund_status",
				    "cancel_request",
				    "address_change",
				    "payment_failed",
				    "overcharged",
				    "review_bad",
				    "review_threat",
				    "claim_announced",
				    "legal_threat",
				    "fraud",
				    "invoice",
				    "product_question",
				    "software_fault",
				    "account_access",
				    "service_complaint",
				    "human_wanted",
				    "abuse",
				    "thanks",
				    "machine_mail",
				    "other",
				    NULL };

static const char *const tier_words[] = { "red", "yellow", "blue", NULL };

bool words_have(const char *words, const char *word)
{
	size_t len = strlen(word);

	while (*words) {
		size_t n = strcspn(words, " ");

		if (n == len && memcmp(words, word, len) == 0)
			return true;
		words += n + strspn(words + n, " ");
	}
	return false;
}

/* -- reading
 * ------------------------------------------------------------------------------
 */

struct reader {
	struct policy *p;
	struct mistakes *m;
	const char *dir;
};

static const char *issues_of(struct reader *r, const struct conf_node *g,
			     const char *name)
{
	const char *words = conf_words(g, name, &r->p->arena);
	CLEANUP(free_ptr) char *copy = xstrdup(words);
	char *save = NULL;

	for (char *w = strtok_r(copy, " ", &save); w;
	     w = strtok_r(NULL, " ", &save)) {
		const char *near = text_nearest(w, issue_types);
		bool known = text_eq(w, "*");

		for (const char *const *t = issue_types; *t; t++)
			known |= text_eq(*t, w);
		if (!known)
			conf_mistake(conf_get(g, name),
				     "\"%s\" is no issue type%s%s%s", w,
				     near ? "; did you mean \"" : "",
				     near ? near : "", near ? "\"?" : "");
	}
	return words;
}

static void read_tier(struct reader *r, const struct conf_node *g)
{
	struct tier_rule t = {
		.name = conf_required(g, "name"),
		.issues = issues_of(r, g, "issues"),
		.raised_by = issues_of(r, g, "raised_by"),
		.tier = TIER_RED + conf_choice(g, "tier", tier_words, 2),
		.respond_ms = conf_duration(g, "respond", 0),
	};

	if (t.respond_ms <= 0)
		conf_mistake(g,
			     "\"respond\" is missing; add respond = \"4 h\";");
	tier_rules_push(&r->p->tiers, t);
}

static void read_reply(struct reader *r, const struct conf_node *g)
{
	reply_rules_push(&r->p->replies,
			 (struct reply_rule){
				 .name = conf_required(g, "name"),
				 .issues = issues_of(r, g, "issues"),
				 .trigger = conf_text(g, "trigger", "message"),
				 .template_id = conf_required(g, "template"),
				 .playbook = conf_text(g, "playbook", ""),
			 });
}

static void read_refund(struct reader *r, const struct conf_node *g)
{
	struct refund_rule rule = { .name = conf_required(g, "name"),
				    .issues = issues_of(r, g, "issues"),
				    .below = conf_money(g, "below"),
				    .automatic =
					    conf_flag(g, "automatic", false) };

	if (!money_given(rule.below))
		conf_mistake(g, "\"below\" is missing; a refund rule without a "
				"limit never fires");
	refund_rules_push(&r->p->refunds, rule);
}

static void read_still(struct reader *r, const struct conf_node *g)
{
	still_rules_push(&r->p->stills,
			 (struct still_rule){
				 .carrier = conf_text(g, "carrier", "*"),
				 .status = conf_text(g, "status", "*"),
				 .limit_ms = conf_duration(g, "limit", 0),
			 });
}

static void read_list(struct reader *r, struct conf *c, const char *list,
		      void (*one)(struct reader *, const struct conf_node *))
{
	const struct conf_node *node = conf_get(conf_root(c), list);

	for (int i = 0; i < conf_count(node); i++) {
		const struct conf_node *g = conf_at(node, i);

		if (!conf_is_group(g)) {
			conf_mistake(g, "an entry of %s is { ... }", list);
			continue;
		}
		one(r, g);
		conf_unknown(g, NULL);
	}
}

static struct conf *read_file(struct reader *r, const char *name)
{
	CLEANUP(free_ptr) char *path = xasprintf("%s/%s", r->dir, name);
	struct conf *c = conf_open(path, r->m);

	if (c)
		policy_files_push(&r->p->files,
				  (struct policy_file){ xstrdup(name), c });
	return c;
}

#define AUTO_REPLIES 2 /* when the file does not say */

static void read_caps(struct reader *r, struct conf *c)
{
	const struct conf_node *g = conf_get(conf_root(c), "automatic_replies");

	r->p->auto_replies_a_day =
		conf_int(g, "per_address_per_day", AUTO_REPLIES, 0, 100);
	if (g)
		conf_unknown(g, NULL);
}

static void set_version(struct policy *p)
{
	char hex[2 * HASH_LEN + 1];
	struct hasher h;
	struct hash all;

	hasher_start(&h);
	for (size_t i = 0; i < p->files.len; i++) {
		all = conf_hash(p->files.at[i].conf);
		hasher_part(&h, all.at, sizeof all.at);
	}
	all = hasher_end(&h);
	hash_hex(&all, hex);
	memcpy(p->version, hex, sizeof p->version - 1);
}

struct policy *policy_load(const char *dir, struct mistakes *m)
{
	static const struct {
		const char *file, *list;
		void (*one)(struct reader *, const struct conf_node *);
	} lists[] = {
		{ "triage.conf", "tiers", read_tier },
		{ "rules.conf", "replies", read_reply },
		{ "rules.conf", "refunds", read_refund },
		{ "parcels.conf", "still", read_still },
	};
	struct policy *p = xcalloc(1, sizeof *p);
	struct reader r = { p, m, dir };
	struct conf *c = NULL;

	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		if (!i || !text_eq(lists[i].file, lists[i - 1].file)) {
			if (c)
				conf_unknown(conf_root(c), NULL);
			c = read_file(&r, lists[i].file);
			if (c && text_eq(lists[i].file, "rules.conf"))
				read_caps(&r, c);
		}
		if (c)
			read_list(&r, c, lists[i].list, lists[i].one);
	}
	if (c)
		conf_unknown(conf_root(c), NULL);
	set_version(p);
	return p;
}

void policy_free(struct policy *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->files.len; i++) {
		free(p->files.at[i].name);
		conf_close(p->files.at[i].conf);
	}
	policy_files_release(&p->files);
	tier_rules_release(&p->tiers);
	reply_rules_release(&p->replies);
	refund_rules_release(&p->refunds);
	still_rules_release(&p->stills);
	arena_release(&p->arena);
	free(p);
}

/* -- deciding
 * --------------------------------------------------------------------------------
 */

static bool any_of(const char *words, const char *list)
{
	while (*words) {
		CLEANUP(free_ptr)
		char *word = xstrndup(words, strcspn(words, " "));

		if (*word && words_have(list, word))
			return true;
		words += strlen(word);
		words += strspn(words, " ");
	}
	return false;
}

/* The most urgent rule that names the issue, or one of `also` that raises. */
const struct tier_rule *policy_tier(const struct policy *p, const char *issue,
				    const char *also)
{
	const struct tier_rule *best = NULL, *rest = NULL;

	for (size_t i = 0; i < p->tiers.len; i++) {
		const struct tier_rule *t = &p->tiers.at[i];

		if (text_eq(t->issues, "*")) {
			rest = t;
			continue;
		}
		if (!words_have(t->issues, issue) &&
		    !any_of(also, t->raised_by))
			continue;
		if (!best || t->tier < best->tier)
			best = t;
	}
	return best ? best : rest;
}

const struct reply_rule *policy_reply(const struct policy *p,
				      const char *trigger, const char *issue)
{
	for (size_t i = 0; i < p->replies.len; i++) {
		const struct reply_rule *r = &p->replies.at[i];

		if (text_eq(r->trigger, trigger) &&
		    (words_have(r->issues, issue) || text_eq(r->issues, "*")))
			return r;
	}
	return NULL;
}

/* Below means below: 19.99 fires a rule of 20.00, 20.00 does not. Another
 * currency than the rule's never fires: rates come with a later policy. */
const struct refund_rule *policy_refund(const struct policy *p,
					const char *issue, struct money total)
{
	for (size_t i = 0; i < p->refunds.len; i++) {
		const struct refund_rule *r = &p->refunds.at[i];

		if (words_have(r->issues, issue) && money_given(total) &&
		    money_same_currency(total, r->below) && total.minor > 0 &&
		    money_cmp(total, r->below) < 0)
			return r;
	}
	return NULL;
}

static bool same_word(const char *rule, const char *word)
{
	return text_eq(rule, "*") || strcasecmp(rule, word) == 0;
}

int64_t policy_still(const struct policy *p, const char *carrier,
		     const char *status)
{
	for (size_t i = 0; i < p->stills.len; i++)
		if (same_word(p->stills.at[i].carrier, carrier) &&
		    same_word(p->stills.at[i].status, status))
			return p->stills.at[i].limit_ms;
	return 0;
}
