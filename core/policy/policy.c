/* policy.c - see policy.h.
 * SPDX-License-Identifier: MIT */
#include "policy/policy.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "model/records.h"
#include "policy/etiquette.h"

static const char *const tier_words[] = { "red", "yellow", "blue", NULL };

/* -- reading -- */

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

		if (!text_eq(w, "*") && issue_index(w) < 0)
			conf_mistake(conf_get(g, name),
				     "\"%s\" is no issue type%s%s%s", w,
				     near ? "; did you mean \"" : "",
				     near ? near : "", near ? "\"?" : "");
	}
	return words;
}

/* The one that is named at "period", or the usual one; NULL when there is
 * none. */
static const struct period *
period_of(struct reader *r, const struct conf_node *g, const char *usual)
{
	const char *name = conf_text(g, "period", usual);
	const struct period *p = periods_find(&r->p->periods, name);

	if (!p && conf_get(g, "period"))
		conf_mistake(conf_get(g, "period"),
			     "\"%.40s\" is no period of this file", name);
	return p;
}

static void read_channel(struct reader *r, const struct conf_node *g)
{
	struct channel_rule one = { conf_required(g, "channel"),
				    period_of(r, g, "") };

	if (!conf_get(g, "period"))
		conf_mistake(g, "\"period\" is missing; add period = "
				"\"social\";");
	if (one.period)
		channel_rules_push(&r->p->channels, one);
}

/* How soon is what the period of its tier says, or a time of its own. */
static void read_tier(struct reader *r, const struct conf_node *g)
{
	struct tier_rule t = {
		.name = conf_required(g, "name"),
		.issues = issues_of(r, g, "issues"),
		.tier = TIER_RED + conf_choice(g, "tier", tier_words, 2),
		.respond_ms = conf_duration(g, "respond", 0),
	};

	if (!conf_get(g, "respond"))
		t.period = period_of(r, g, tier_words[t.tier - TIER_RED]);
	if (t.period)
		t.respond_ms = t.period->within.ms;
	if (t.period ? t.period->within.days != 0 : t.respond_ms <= 0)
		conf_mistake(g,
			     "\"respond\" is missing; add respond = \"4 h\";, "
			     "or a period \"%s\" in hours",
			     tier_words[t.tier - TIER_RED]);
	tier_rules_push(&r->p->tiers, t);
}

static void read_still(struct reader *r, const struct conf_node *g)
{
	still_rules_push(&r->p->stills,
			 (struct still_rule){
				 .carrier = conf_text(g, "carrier", "*"),
				 .status = conf_text(g, "status", "*"),
				 .country = conf_text(g, "country", "*"),
				 .limit_ms = conf_duration(g, "limit", 0),
			 });
}

static void read_guide(struct reader *r, const struct conf_node *g)
{
	struct guide one = { conf_required(g, "sku"),
			     conf_required(g, "link") };

	if (*one.link && !text_starts(one.link, "https://"))
		conf_mistake(conf_get(g, "link"),
			     "\"link\" begins with https://");
	guide_list_push(&r->p->guides, one);
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

/* Only what is not there is left out: what cannot be looked at is read, and the
 * reading tells why not. */
static bool is_there(const char *path)
{
	return access(path, F_OK) == 0 || errno != ENOENT;
}

/* When the file does not say. */
#define AUTO_REPLIES_A_DAY 1
#define AUTO_REPLIES_AN_HOUR 20

static void read_caps(struct reader *r, struct conf *c)
{
	const struct conf_node *g = conf_get(conf_root(c), "automatic_replies");

	r->p->auto_replies_a_day =
		conf_int(g, "per_address_per_day", AUTO_REPLIES_A_DAY, 0, 100);
	r->p->auto_replies_an_hour =
		conf_int(g, "per_hour", AUTO_REPLIES_AN_HOUR, 0, 10000);
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

void template_names_read(struct template_names *t, struct conf *c,
			 struct arena *arena)
{
	const struct conf_node *root = conf_root(c);

	*t = (struct template_names){
		.facts = conf_words(root, "facts", arena),
		.templates = conf_words(root, "templates", arena),
		.parts = conf_words(root, "parts", arena),
		.with_subject = conf_words(root, "with_subject", arena),
	};
	variants_read(&t->variants, root, arena);
	scenarios_read(&t->scenarios, root, arena);
	conf_unknown(root, NULL);
}

void template_names_release(struct template_names *t)
{
	variant_list_release(&t->variants);
	library_families_release(&t->scenarios);
}

static void read_facts(struct reader *r)
{
	struct conf *c = read_file(r, "facts.conf");
	struct err err = { 0 };

	if (c)
		vocabulary_read(&r->p->facts, c);
	r->p->compiler = compiler_new(&r->p->facts, &err);
	if (!r->p->compiler)
		mistake(r->m, "facts.conf", 1, "%s", err.text);
	else if (c)
		vip_read(&r->p->vip, conf_root(c), &r->p->facts, r->p->compiler,
			 &r->p->arena);
	r->p->templates = (struct template_names){
		.facts = "", .templates = "", .parts = "", .with_subject = ""
	};
	c = read_file(r, "templates.conf");
	if (c)
		template_names_read(&r->p->templates, c, &r->p->arena);
	c = read_file(r, "rates.conf");
	if (c)
		rates_read(&r->p->rates, c);
}

static int is_conf(const struct dirent *e)
{
	return e->d_name[0] != '.' && text_ends(e->d_name, ".conf");
}

/* The files of a folder in the order of their names; those by blanks. */
static const char *read_folder(struct reader *r, const char *folder,
			       void (*one)(struct reader *, struct conf *,
					   const char *name))
{
	CLEANUP(free_ptr) char *dir = path_join(r->dir, folder);
	CLEANUP(str_release) struct str names = STR_INIT;
	struct dirent **entries = NULL;
	int n = scandir(dir, &entries, is_conf, alphasort);

	if (n < 0 && errno != ENOENT)
		mistake(r->m, dir, 1, "cannot be read: %s", strerror(errno));
	for (int i = 0; i < n; i++) {
		const char *file = entries[i]->d_name;
		CLEANUP(free_ptr) char *path = path_join(folder, file);
		CLEANUP(free_ptr)
		char *name = xstrndup(file, strlen(file) - strlen(".conf"));
		struct conf *c = read_file(r, path);

		str_printf(&names, "%s%s", names.len ? " " : "", name);
		if (c)
			one(r, c, name);
		free(entries[i]);
	}
	free(entries);
	return arena_strdup(&r->p->arena, str_c(&names));
}

static void read_playbook(struct reader *r, struct conf *c, const char *name)
{
	playbook_read(&r->p->playbooks, c, name, r->p->compiler,
		      r->p->templates.templates, &r->p->periods);
}

static void read_country(struct reader *r, struct conf *c, const char *name)
{
	(void)name;
	calendars_country(&r->p->calendars, c, &r->p->arena);
}

/* A folder that was made before there were calendars has none. */
static void read_calendars(struct reader *r)
{
	CLEANUP(free_ptr) char *path = path_join(r->dir, "calendars.conf");

	read_folder(r, "holidays", read_country);
	calendars_read(&r->p->calendars,
		       is_there(path) ? read_file(r, "calendars.conf") : NULL,
		       &r->p->arena);
}

/* How one writes to a country is told where a reply is written; here it is only
 * looked through. */
static void check_etiquette(struct reader *r, struct conf *c, const char *name)
{
	struct etiquette e;

	etiquette_read(&e, c, name, &r->p->arena);
	etiquette_release(&e);
}

/* Nor has it guides. */
static void read_guides(struct reader *r)
{
	CLEANUP(free_ptr) char *path = path_join(r->dir, "guides.conf");
	struct conf *c = is_there(path) ? read_file(r, "guides.conf") : NULL;

	if (!c)
		return;
	read_list(r, c, "guides", read_guide);
	conf_unknown(conf_root(c), NULL);
}

/* Nor who is told of alerts. */
static void read_alarms(struct reader *r)
{
	CLEANUP(free_ptr) char *path = path_join(r->dir, "alerts.conf");
	struct conf *c = is_there(path) ? read_file(r, "alerts.conf") : NULL;

	if (c)
		alarms_read(&r->p->alarms, c, &r->p->calendars, &r->p->facts,
			    &r->p->arena);
}

/* Nor the file that says how matters end. */
static void read_closing(struct reader *r)
{
	CLEANUP(free_ptr) char *path = path_join(r->dir, "closing.conf");
	const struct closing_with with = {
		.compiler = r->p->compiler,
		.facts = &r->p->facts,
		.periods = &r->p->periods,
		.calendars = &r->p->calendars,
		.templates = r->p->templates.templates,
		.arena = &r->p->arena,
	};
	struct conf *c = is_there(path) ? read_file(r, "closing.conf") : NULL;

	if (c)
		closing_read(&r->p->closing, c, &with);
}

/* Nor a word of who does what. */
static void read_staff(struct reader *r)
{
	CLEANUP(free_ptr) char *path = path_join(r->dir, "staff.conf");
	struct conf *c = is_there(path) ? read_file(r, "staff.conf") : NULL;

	if (c)
		staff_read(&r->p->staff, c, r->p->compiler, &r->p->calendars,
			   &r->p->arena);
}

/* Nor has it a matrix. */
static void read_matrix(struct reader *r)
{
	CLEANUP(free_ptr) char *path = path_join(r->dir, "compensation.conf");
	struct conf *c =
		is_there(path) ? read_file(r, "compensation.conf") : NULL;

	if (c)
		matrix_read(&r->p->matrix, c, r->p->compiler, &r->p->facts,
			    &r->p->arena);
}

/* Nor signs of trouble. */
static void read_signs(struct reader *r)
{
	CLEANUP(free_ptr) char *risk = path_join(r->dir, "risk.conf");
	CLEANUP(free_ptr) char *words = path_join(r->dir, "words.conf");
	CLEANUP(free_ptr) char *card = path_join(r->dir, "scorecard.conf");
	struct conf *c = is_there(risk) ? read_file(r, "risk.conf") : NULL;

	if (c)
		risk_read(&r->p->risk, c, r->p->compiler, &r->p->facts);
	c = is_there(words) ? read_file(r, "words.conf") : NULL;
	if (c)
		watch_read(&r->p->watch, c);
	c = is_there(card) ? read_file(r, "scorecard.conf") : NULL;
	if (c)
		scorecard_read(&r->p->scorecard, c);
}

/* Nor what buyers may send by a link. */
static void read_uploads(struct reader *r)
{
	CLEANUP(free_ptr) char *path = path_join(r->dir, "uploads.conf");
	struct conf *c = is_there(path) ? read_file(r, "uploads.conf") : NULL;

	if (c)
		uploads_read(&r->p->uploads, c, &r->p->arena);
}

static void read_rules(struct reader *r)
{
	struct rule_names names = { .templates = r->p->templates.templates };
	struct conf *c;
	const struct conf_node *list;

	names.playbooks = read_folder(r, "playbooks", read_playbook);
	c = read_file(r, "rules.conf");
	if (c)
		read_caps(r, c);
	list = c ? conf_get(conf_root(c), "rules") : NULL;
	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *g = conf_at(list, i);

		if (!conf_is_group(g)) {
			conf_mistake(g, "a rule is { name = ...; when = ...; "
					"then = { ... }; }");
			continue;
		}
		rule_read(&r->p->rules, g, r->p->compiler, &r->p->facts,
			  &names);
		conf_unknown(g, NULL);
	}
	if (c)
		conf_unknown(conf_root(c), NULL);
}

static void read_tables(struct reader *r)
{
	struct conf *c = read_file(r, "triage.conf");

	if (c) {
		periods_read(&r->p->periods, conf_root(c), &r->p->calendars,
			     &r->p->arena);
		read_list(r, c, "tiers", read_tier);
		read_list(r, c, "channels", read_channel);
		conf_unknown(conf_root(c), NULL);
	}
	c = read_file(r, "parcels.conf");
	if (c) {
		read_list(r, c, "still", read_still);
		conf_unknown(conf_root(c), NULL);
	}
}

struct policy *policy_load(const char *dir, struct mistakes *m)
{
	struct policy *p = xcalloc(1, sizeof *p);
	struct reader r = { p, m, dir };

	p->facts.issue = -1;
	read_facts(&r);
	read_calendars(&r);
	read_tables(&r);
	read_guides(&r);
	read_uploads(&r);
	read_staff(&r);
	read_folder(&r, "etiquette", check_etiquette);
	read_alarms(&r);
	if (p->compiler) {
		read_matrix(&r);
		read_rules(&r);
		read_closing(&r);
		read_signs(&r);
	}
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
	compiler_free(p->compiler);
	vocabulary_release(&p->facts);
	template_names_release(&p->templates);
	tier_rules_release(&p->tiers);
	channel_rules_release(&p->channels);
	periods_release(&p->periods);
	calendars_release(&p->calendars);
	rule_list_release(&p->rules);
	playbook_list_free(&p->playbooks);
	rates_release(&p->rates);
	still_rules_release(&p->stills);
	guide_list_release(&p->guides);
	alarms_release(&p->alarms);
	closing_release(&p->closing);
	staff_release(&p->staff);
	matrix_release(&p->matrix);
	risk_release(&p->risk);
	watch_release(&p->watch);
	scorecard_release(&p->scorecard);
	arena_release(&p->arena);
	free(p);
}

/* -- deciding -- */

/* Of each kind of effect the first rule that fires wins; the most urgent tier
 * does. True when something of this one is done. */
static bool take_effects(struct decision *d, const struct rule *r)
{
	const struct {
		bool wants;
		const struct rule **whose;
	} effects[] = {
		{ *r->reply || *r->playbook, &d->reply },
		{ r->refund.given || r->matrix, &d->refund },
		{ r->coupon.given || r->matrix, &d->coupon },
	};
	bool taken = false;

	for (size_t i = 0; i < COUNT_OF(effects); i++)
		if (effects[i].wants && !*effects[i].whose) {
			*effects[i].whose = r;
			taken = true;
		}
	/* A playbook writes to the buyer itself: it takes the reply's place. */
	if (*r->playbook && d->reply == r)
		d->playbook = r;
	if (r->tier && (!d->tier || r->tier < d->tier->tier)) {
		d->tier = r;
		taken = true;
	}
	return taken;
}

/* Of a rule that gives what the matrix says, that must be told as well. */
static enum answer ask(const struct policy *p, const struct rule *r,
		       const struct fact_values *v, struct arena *arena,
		       const char **why)
{
	enum answer answer = rule_ask(r, v, arena, why);
	int levels[AXES];

	if (answer != ANSWER_FIRES || !r->matrix)
		return answer;
	return matrix_find(&p->matrix, v, arena, levels, why) ? ANSWER_FIRES
							      : ANSWER_HELD;
}

static void decide_one(const struct policy *p, const struct rule *r,
		       const struct fact_values *v, struct arena *arena,
		       struct decision *out)
{
	const char *why;

	switch (ask(p, r, v, arena, &why)) {
	case ANSWER_FIRES:
		if (take_effects(out, r) && out->fired_count < DECISION_MAX)
			out->fired[out->fired_count++] = r;
		else if (out->also_count < DECISION_MAX)
			out->also[out->also_count++] = r;
		break;
	case ANSWER_HELD:
		if (out->held_count < DECISION_MAX)
			out->held[out->held_count++] = (struct held){ r, why };
		break;
	case ANSWER_NO:
		break;
	}
}

void policy_decide(const struct policy *p, const char *trigger,
		   const struct fact_values *v, struct arena *arena,
		   struct decision *out)
{
	unsigned bit = trigger_bit(trigger);

	*out = (struct decision){ .fired_count = 0 };
	for (size_t i = 0; i < p->rules.len; i++)
		if (p->rules.at[i].triggers & bit)
			decide_one(p, &p->rules.at[i], v, arena, out);
}

bool policy_listens(const struct policy *p, const char *trigger)
{
	unsigned bit = trigger_bit(trigger);

	for (size_t i = 0; i < p->rules.len; i++)
		if (p->rules.at[i].triggers & bit)
			return true;
	return false;
}

const struct tier_rule *policy_tier(const struct policy *p, const char *issue,
				    int raised)
{
	const struct tier_rule *best = NULL, *rest = NULL, *up = NULL;

	for (size_t i = 0; i < p->tiers.len; i++) {
		const struct tier_rule *t = &p->tiers.at[i];

		if (t->tier == raised && !up)
			up = t;
		if (text_eq(t->issues, "*"))
			rest = rest ? rest : t;
		else if (words_have(t->issues, issue) &&
			 (!best || t->tier < best->tier))
			best = t;
	}
	best = best ? best : rest;
	return up && best && up->tier < best->tier ? up : best;
}

static bool same_word(const char *rule, const char *word)
{
	return text_eq(rule, "*") || strcasecmp(rule, word) == 0;
}

int64_t policy_still(const struct policy *p, const char *carrier,
		     const char *status, const char *country)
{
	for (size_t i = 0; i < p->stills.len; i++)
		if (same_word(p->stills.at[i].carrier, carrier) &&
		    same_word(p->stills.at[i].status, status) &&
		    same_word(p->stills.at[i].country, country))
			return p->stills.at[i].limit_ms;
	return 0;
}

const char *policy_guide(const struct policy *p, const char *sku)
{
	for (size_t i = 0; i < p->guides.len; i++) {
		const struct guide *g = &p->guides.at[i];
		size_t len = strlen(g->sku);

		if (text_eq(g->sku, sku) ||
		    (text_ends(g->sku, "*") &&
		     strncmp(g->sku, sku, len - 1) == 0))
			return g->link;
	}
	return "";
}
