/* declared.c - what a plugin says of itself: told, so that a reviewer sees all
 * that may leave, and held against what the contract means by it.
 *
 * What the contract forbids is refused when a plugin is loaded (wire/check.c);
 * here is what may be loaded and is still a mistake.
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "base/when.h"
#include "judge/declared_own.h"
#include "policy/number/numbers.h"

/* -- options -- */

/* "secret", or what ends in "_secret". */
static bool named(const char *name, const char *word)
{
	size_t len = strlen(name), n = strlen(word);

	return text_ends(name, word) && (len == n || name[len - n - 1] == '_');
}

static bool is_secret_name(const char *name)
{
	return named(name, "password") || named(name, "secret") ||
	       named(name, "token") || named(name, "api_key");
}

/* Is the fallback one of "one|other"? */
static bool is_allowed(const char *allowed, const char *value)
{
	size_t len = strlen(value);

	for (const char *at = allowed; at; at = strchr(at, '|')) {
		at += *at == '|';
		if (strcspn(at, "|") == len && strncmp(at, value, len) == 0)
			return true;
	}
	return false;
}

static bool in_range(const struct hw_option *o)
{
	struct err ignored = { 0 };
	const char *dots = o->allowed ? strstr(o->allowed, "..") : NULL;
	CLEANUP(free_ptr)
	char *low =
		dots ? xstrndup(o->allowed, (size_t)(dots - o->allowed)) : NULL;
	int64_t value = 0, from = 0, to = INT64_MAX;

	if (o->type == HW_DURATION)
		return !duration_parse(&value, o->fallback, &ignored) &&
		       (!dots || (!duration_parse(&from, low, &ignored) &&
				  !duration_parse(&to, dots + 2, &ignored) &&
				  from <= value && value <= to));
	value = strtoll(o->fallback, NULL, 10);
	return !dots || (strtoll(low, NULL, 10) <= value &&
			 value <= strtoll(dots + 2, NULL, 10));
}

static void check_option(struct subject *s, const struct hw_option *o,
			 const cJSON *json)
{
	bool number = o->type == HW_INT || o->type == HW_DURATION;
	bool is_good = true;

	if (o->type != HW_SECRET && is_secret_name(o->name)) {
		FIND(s, o->name,
		     "make it HW_SECRET: the sender fills it in, and the "
		     "plugin never sees it",
		     "an option of this name stands in the manifest as text");
		is_good = false;
	}
	if (text_blank(json_text(json, "help"))) {
		FIND(s, o->name, "write one line in .help",
		     "the option has no help");
		is_good = false;
	}
	if (o->fallback &&
	    ((o->type == HW_CHOICE && !is_allowed(o->allowed, o->fallback)) ||
	     (number && !in_range(o)))) {
		FIND(s, o->name, "give a default that .allowed allows",
		     "its default %s is not one of %s", o->fallback,
		     or_empty(o->allowed));
		is_good = false;
	}
	declared_good(s, is_good);
}

static void check_options(struct subject *s)
{
	const struct hw_table *t = &s->plugin.head.options;
	const cJSON *list = json_get(s->in->descriptor, "options");
	struct hw_option o;

	for (uint32_t i = 0; i < t->count; i++) {
		table_get(t, i, &o, sizeof o);
		check_option(s, &o, cJSON_GetArrayItem(list, (int)i));
	}
}

/* -- requests -- */

static void tell_domains(struct subject *s)
{
	CLEANUP(free_ptr) char *all = xstrdup(s->in->domains);
	char *save = NULL;

	report_may(s->report, "reaches: %s", *all ? all : "no host by HTTP");
	for (char *d = strtok_r(all, " ", &save); d;
	     d = strtok_r(NULL, " ", &save)) {
		bool wide = text_eq(d, "*") ||
			    (text_starts(d, "*.") && !strchr(d + 2, '.'));

		if (wide)
			FIND(s, d, "name the hosts that the remote has",
			     "that is half of the world");
		declared_good(s, !wide);
	}
}

static void tell_streams(struct subject *s)
{
	const struct hw_table *t = &s->plugin.head.options;
	struct hw_option o;

	for (uint32_t i = 0; i < t->count; i++) {
		CLEANUP(free_ptr) char *port = NULL;
		size_t len;

		table_get(t, i, &o, sizeof o);
		len = strlen(o.name);
		if (!text_ends(o.name, "_host"))
			continue;
		port = xasprintf("%.*s_port", (int)(len - strlen("_host")),
				 o.name);
		if (option_find(t, port) >= 0)
			report_may(s->report, "streams to: %s:%s", o.name,
				   port);
	}
}

static void tell_requests(struct subject *s)
{
	const cJSON *a;

	cJSON_ArrayForEach (a, json_get(s->in->descriptor, "requests")) {
		const char *says = json_text(a, "says");
		const char *verb = json_text(a, "verb");

		report_may(s->report, "sends: %s %s%s%.60s%s%s: %s%s",
			   json_text(a, "method"), json_text(a, "path"),
			   says ? " \"" : "", or_empty(says),
			   says && strlen(says) > 60 ? "..." : "",
			   says ? "\"" : "",
			   verb ? "the effect of " : "changes nothing",
			   or_empty(verb));
		report_good(s->report, JUDGE_DECLARED);
	}
}

/* -- webhooks and numbers -- */

static void tell_webhook(struct subject *s)
{
	const cJSON *hook =
		json_get(json_get(s->in->descriptor, "marketplace"), "webhook");

	if (!hook)
		return;
	report_may(s->report, "takes webhooks: signed in %s with %s",
		   or_empty(json_text(hook, "signature_header")),
		   or_empty(json_text(hook, "secret_option")));
	if (text_blank(json_text(hook, "event_id_header")))
		FIND(s, "webhook", "name .event_id_header if there is one",
		     "an event that comes twice cannot be told from two");
	declared_good(s, !text_blank(json_text(hook, "event_id_header")));
}

/* Beside the .so, as it is installed and as it is built; or where the plugin
 * is written, beside its fixtures. */
static char *numbers_path(const struct subject *s)
{
	CLEANUP(free_ptr) char *folder = path_dir(s->ask->so);
	CLEANUP(free_ptr)
	char *installed =
		xasprintf("%s/%s.numbers.conf", folder, s->plugin.head.id);
	CLEANUP(free_ptr) char *built = path_join(folder, "numbers.conf");

	if (file_exists(installed))
		return TAKE(installed);
	return file_exists(built)
		       ? TAKE(built)
		       : xasprintf("%s/../numbers.conf", s->ask->fixtures);
}

static void tell_numbers(struct subject *s)
{
	CLEANUP(free_ptr) char *path = numbers_path(s);
	struct mistakes m = { 0 };
	struct numbers *n = numbers_of_plugin(path, s->plugin.head.id, &m);

	report_may(s->report, "tracking numbers: %zu form%s in %s",
		   numbers_forms(n), numbers_forms(n) == 1 ? "" : "s", path);
	for (size_t i = 0; i < m.list.len; i++)
		FIND(s, "numbers.conf", "mend the file", "%s", m.list.at[i]);
	if (!numbers_forms(n))
		FIND(s, "numbers.conf",
		     "write it (docs/write-a-plugin.md), or no number is known "
		     "to be this carrier's",
		     "no number is declared in %s", path);
	declared_good(s, numbers_forms(n) && !m.list.len);
	numbers_free(n);
	mistakes_release(&m);
}

void declared(struct subject *s)
{
	report_good(s->report, JUDGE_DECLARED); /* it was loaded */
	check_options(s);
	tell_domains(s);
	tell_streams(s);
	tell_requests(s);
	for (size_t i = 0; i < s->in->verbs.len; i++)
		declared_verb(s, &s->in->verbs.at[i]);
	tell_webhook(s);
	if (s->in->is_carrier)
		tell_numbers(s);
}
