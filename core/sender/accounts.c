/* accounts.c - see accounts.h.
 * SPDX-License-Identifier: MIT */
#include "sender/accounts.h"

#include <sys/stat.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/when.h"

/* No call lasts longer; one that is not over may still ask. */
#define LINGER_MS (5 * MINUTE_MS)

VEC(account_list, struct account *);

struct accounts {
	struct transfers *transfers;
	struct streams *streams;
	struct account_list now, leaving;
};

struct accounts *accounts_new(struct transfers *transfers,
			      struct streams *streams)
{
	struct accounts *all = xcalloc(1, sizeof *all);

	all->transfers = transfers;
	all->streams = streams;
	return all;
}

static void account_free(struct accounts *all, struct account *a)
{
	streams_forget(all->streams, a);
	secrets_release(&a->secrets);
	free(a->name);
	free(a->domains);
	free(a->ca);
	free(a->servers);
	free(a);
}

static struct account *find_in(const struct account_list *list,
			       const char *name)
{
	for (size_t i = 0; i < list->len; i++)
		if (text_eq(list->at[i]->name, name))
			return list->at[i];
	return NULL;
}

struct account *accounts_find(const struct accounts *all, const char *name)
{
	struct account *a = find_in(&all->now, name);

	return a ? a : find_in(&all->leaving, name);
}

/* -- is it the same? -- */

/* Which file stands there now. */
static void print_file(struct hasher *h, const char *path)
{
	struct stat st;

	if (!path || stat(path, &st))
		return;
	hasher_i64(h, (int64_t)st.st_ino);
	hasher_i64(h, (int64_t)st.st_size);
	hasher_i64(h, (int64_t)st.st_mtim.tv_sec);
	hasher_i64(h, (int64_t)st.st_mtim.tv_nsec);
}

/* Of what was configured, and not of what is kept of replies later. */
static struct hash print_of(const struct account *a)
{
	struct hasher h;

	hasher_start(&h);
	hasher_text(&h, a->domains);
	hasher_text(&h, a->ca ? a->ca : "");
	hasher_text(&h, a->servers ? a->servers : "");
	hasher_i64(&h, a->loopback);
	print_file(&h, a->ca);
	for (size_t i = 0; i < a->secrets.list.len; i++) {
		hasher_text(&h, a->secrets.list.at[i].name);
		hasher_text(&h, a->secrets.list.at[i].value);
	}
	return hasher_end(&h);
}

/* -- a new configuration -- */

static char *copy(const char *text)
{
	return text ? xstrdup(text) : NULL;
}

static struct account *read_account(const cJSON *json, struct str *wrong)
{
	struct account *a = xcalloc(1, sizeof *a);
	struct err err = { 0 };

	a->name = copy(json_text(json, "name") ? json_text(json, "name") : "");
	a->domains = copy(
		json_text(json, "domains") ? json_text(json, "domains") : "");
	a->ca = copy(json_text(json, "ca"));
	a->servers = copy(json_text(json, "servers"));
	a->loopback = json_bool(json, "loopback", false);
	if (secrets_read(&a->secrets, json_get(json, "secrets"), &err))
		str_printf(wrong, "%s%s: %s", wrong->len ? "; " : "", a->name,
			   err.text);
	a->print = print_of(a);
	return a;
}

/* The old one when nothing changed, taken out of the list; else the new. */
static struct account *exchange(struct accounts *all, struct account *a)
{
	for (size_t i = 0; i < all->now.len; i++) {
		struct account *old = all->now.at[i];

		if (!old || !text_eq(old->name, a->name) ||
		    memcmp(&old->print, &a->print, sizeof a->print) != 0)
			continue;
		all->now.at[i] = NULL;
		account_free(all, a);
		return old;
	}
	return a;
}

void accounts_set(struct accounts *all, const cJSON *instances,
		  struct str *wrong)
{
	struct account_list next = { 0 };
	const cJSON *one;

	cJSON_ArrayForEach (one, instances)
		account_list_push(&next,
				  exchange(all, read_account(one, wrong)));
	for (size_t i = 0; i < all->now.len; i++)
		if (all->now.at[i]) {
			all->now.at[i]->left = clock_mono();
			account_list_push(&all->leaving, all->now.at[i]);
		}
	account_list_release(&all->now);
	all->now = next;
	accounts_sweep(all);
}

static bool ended(const struct accounts *all, const struct account *a)
{
	return !transfers_use(all->transfers, a) &&
	       !streams_use(all->streams, a) &&
	       (find_in(&all->now, a->name) ||
		clock_mono() - a->left > LINGER_MS);
}

void accounts_sweep(struct accounts *all)
{
	size_t kept = 0;

	for (size_t i = 0; i < all->leaving.len; i++) {
		struct account *a = all->leaving.at[i];

		if (ended(all, a))
			account_free(all, a);
		else
			all->leaving.at[kept++] = a;
	}
	all->leaving.len = kept;
}
