/* policy.c - see policy.h.
 * SPDX-License-Identifier: MIT */
#include "policy/policy.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "policy/words/etiquette.h"

struct reader {
	struct policy *p;
	struct mistakes *m;
	const char *dir;
};

static struct conf *read_file(struct reader *r, const char *name)
{
	CLEANUP(free_ptr) char *path = xasprintf("%s/%s", r->dir, name);
	struct conf *c = conf_open(path, r->m);

	if (c)
		policy_files_push(&r->p->files,
				  (struct policy_file){ xstrdup(name), c });
	return c;
}

/* A file that is younger than some policy folders: NULL where there is none.
 * What cannot be looked at is read, and the reading tells why not. */
static struct conf *read_younger(struct reader *r, const char *name)
{
	CLEANUP(free_ptr) char *path = path_join(r->dir, name);

	return access(path, F_OK) == 0 || errno != ENOENT ? read_file(r, name)
							  : NULL;
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

static void read_facts(struct reader *r)
{
	struct conf *c = read_file(r, "facts.conf");
	struct err err = { 0 };

	if (c)
		vocabulary_read(&r->p->facts, c);
	r->p->compiler = compiler_new(&r->p->facts, &err);
	if (!r->p->compiler)
		mistake(r->m, "facts.conf", 1, "%s", err.text);
	else if (c) {
		vip_read(&r->p->vip, conf_root(c), &r->p->facts, r->p->compiler,
			 &r->p->arena);
		derived_read(&r->p->derived, conf_root(c), &r->p->facts,
			     r->p->compiler);
	}
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
	conf_done(c);
}

/* A folder that was made before there were calendars has none. */
static void read_calendars(struct reader *r)
{
	read_folder(r, "holidays", read_country);
	calendars_read(&r->p->calendars, read_younger(r, "calendars.conf"),
		       &r->p->arena);
}

/* How one writes to a country is told where a reply is written; here it is only
 * looked through. */
static void check_etiquette(struct reader *r, struct conf *c, const char *name)
{
	struct etiquette e;

	etiquette_read(&e, c, name, &r->p->arena);
	etiquette_release(&e);
	conf_done(c);
}

/* Nor has it guides. */
static void read_guides(struct reader *r)
{
	struct conf *c = read_younger(r, "guides.conf");

	if (c)
		guides_read(r->p, c);
}

/* Nor who is told of alerts. */
static void read_alarms(struct reader *r)
{
	struct conf *c = read_younger(r, "alerts.conf");

	if (c)
		alarms_read(&r->p->alarms, c, &r->p->calendars, &r->p->facts,
			    &r->p->arena);
}

/* Nor the file that says how matters end. */
static void read_closing(struct reader *r)
{
	const struct closing_with with = {
		.compiler = r->p->compiler,
		.facts = &r->p->facts,
		.periods = &r->p->periods,
		.calendars = &r->p->calendars,
		.templates = r->p->templates.templates,
		.arena = &r->p->arena,
	};
	struct conf *c = read_younger(r, "closing.conf");

	if (c)
		closing_read(&r->p->closing, c, &with);
}

/* Nor a word of who does what. */
static void read_staff(struct reader *r)
{
	struct conf *c = read_younger(r, "staff.conf");

	if (c)
		staff_read(&r->p->staff, c, r->p->compiler, &r->p->calendars,
			   &r->p->arena);
}

/* Nor has it a matrix. */
static void read_matrix(struct reader *r)
{
	struct conf *c = read_younger(r, "compensation.conf");

	if (c)
		matrix_read(&r->p->matrix, c, r->p->compiler, &r->p->facts,
			    &r->p->arena);
}

/* Nor signs of trouble. */
static void read_signs(struct reader *r)
{
	struct conf *c = read_younger(r, "risk.conf");

	if (c)
		risk_read(&r->p->risk, c, r->p->compiler, &r->p->facts);
	c = read_younger(r, "words.conf");
	if (c)
		watch_read(&r->p->watch, c);
	c = read_younger(r, "dangers.conf");
	if (c)
		dangers_read(&r->p->dangers, c);
	c = read_younger(r, "scorecard.conf");
	if (c)
		scorecard_read(&r->p->scorecard, c);
}

/* Nor what buyers may send by a link. */
static void read_uploads(struct reader *r)
{
	struct conf *c = read_younger(r, "uploads.conf");

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
		caps_read(r->p, c);
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

	if (c)
		triage_read(r->p, c);
	c = read_file(r, "parcels.conf");
	if (c)
		stills_read(r->p, c);
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
	derived_list_release(&p->derived);
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
	dangers_release(&p->dangers);
	scorecard_release(&p->scorecard);
	arena_release(&p->arena);
	free(p);
}
