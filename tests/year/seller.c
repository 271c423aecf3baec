/* seller.c - see seller.h.
 * SPDX-License-Identifier: MIT */
#include "year/seller.h"

#include "base/file.h"
#include "help/fake_brain.h"
#include "help/place.h"
#include "host/answers.h"
#include "year/happens.h"

static const struct {
	const char *lang, *country, *examples;
} peoples[] = {
	{ "en", "US", "locale-en" }, { "de", "DE", "locale-de" },
	{ "es", "ES", "locale-es" }, { "fr", "FR", "locale-fr" },
	{ "it", "IT", "locale-it" }, { "ja", "JP", "locale-ja" },
	{ "ko", "KR", "locale-ko" }, { "nl", "NL", "locale-nl" },
	{ "pl", "PL", "locale-pl" }, { "pt", "BR", "locale-pt" },
	{ "sv", "SE", "locale-sv" }, { "zh", "CN", "locale-zh-cn" },
};
#define PEOPLES COUNT_OF(peoples)

VEC(text_list, const char *);

/* Of the program's life: many worlds have one policy. */
static struct brain_of mind;
static struct manifest plain = { .language = "en", .company = "Lampshop" };
static struct text_list letters[PEOPLES];
static struct arena kept;

/* -- policy and packs -- */

/* "issue<TAB>also<TAB>text" */
static void read_letters(struct world *w, size_t p)
{
	CLEANUP(free_ptr)
	char *path = xasprintf("plugins/%s/examples.tsv", peoples[p].examples);
	CLEANUP(str_release) struct str all = STR_INIT;
	struct err err = { 0 };
	char *save = NULL;

	if (file_read(&all, path, STR_MAX - 1, &err))
		broken(w, "%s", err.text);
	for (char *line = strtok_r(all.at, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		const char *also = strchr(line, '\t');
		const char *text = also ? strchr(also + 1, '\t') : NULL;

		if (text && text[1])
			text_list_push(&letters[p],
				       arena_strdup(&kept, text + 1));
	}
	if (!letters[p].len)
		broken(w, "%s has no example", path);
}

static void load(struct world *w)
{
	CLEANUP(free_ptr) char *worker = built("helloword-worker");
	CLEANUP(free_ptr) char *plugins = built("plugins");
	struct describer d = { .worker = worker, .plugins = plugins };
	struct err err = { 0 };

	mind.manifest = &plain;
	mind.policy = policy_load("policy", &mind.mistakes);
	if (mind.mistakes.list.len)
		broken(w, "%s", mind.mistakes.list.at[0]);
	if (packs_load(&mind.packs, &d, NULL, &err))
		broken(w, "%s", err.text);
	if (mind.packs.len < PEOPLES)
		broken(w, "there are %zu packs only", mind.packs.len);
	for (size_t p = 0; p < PEOPLES; p++)
		read_letters(w, p);
}

void seller_brain(struct world *w)
{
	const struct brain fake = w->brain;

	if (!mind.policy)
		load(w);
	answers_of_policy(&w->brain);
	w->brain.arg = &mind;
	w->brain.tracking_link = fake.tracking_link;
	w->brain.carrier_of = fake.carrier_of;
}

const char *seller_lang(int buyer)
{
	return peoples[(size_t)buyer % PEOPLES].lang;
}

const char *seller_country(int buyer)
{
	return peoples[(size_t)buyer % PEOPLES].country;
}

const char *seller_letter(int buyer, int number)
{
	const struct text_list *l = &letters[(size_t)buyer % PEOPLES];

	return l->at[(size_t)number % l->len];
}

/* -- parcels: each stage so long after the one before -- */

static const struct {
	const char *status;
	int64_t after;
} stages[STAGES] = {
	{ "picked_up", 20 * HOUR_MS },
	{ "in_transit", 2 * DAY_MS },
	{ "delivered", 3 * DAY_MS },
};

#define SCANS_AT_ONCE 40
#define LOST 40 /* one of so many goes no further */

static void will_move(struct world *w, int stage, int shop, int order)
{
	letter_list_push(&w->moves[stage],
			 (struct letter){ shop, order, stage,
					  w->now + stages[stage].after });
}

static void put_scan(struct world *w, struct str *s, const struct letter *m)
{
	const struct order_truth *o = &w->shop[m->shop].orders.at[m->order];

	if (m->text == 0) {
		str_printf(s,
			   "{\"kind\":\"shipment\",\"ref\":\"S%d\","
			   "\"order_ref\":\"%c%d\",\"carrier\":\"DHL\","
			   "\"tracking\":\"T%d\",\"version\":1,\"status\":"
			   "\"shipped\"",
			   m->order, letter_of(w, m->shop), m->order,
			   spoken(m->shop, m->order));
		put_when(s, "shipped", o->placed + HOUR_MS);
		str_puts(s, "}\n");
	}
	str_printf(s,
		   "{\"kind\":\"scan\",\"carrier\":\"DHL\",\"tracking\":"
		   "\"T%d\",\"code\":\"C%d\",\"status\":\"%s\"",
		   spoken(m->shop, m->order), m->text, stages[m->text].status);
	put_when(s, "occurred", m->at < w->now ? m->at : w->now);
	str_puts(s, "}\n");
}

/* What has come to its moment at one stage in one shop, as a poll brings it. */
static void move_parcels(struct world *w, int stage)
{
	struct letter_list *l = &w->moves[stage];
	CLEANUP(str_release) struct str lines = STR_INIT;
	size_t from = w->moved[stage], at = from;
	int shop = from < l->len ? l->at[from].shop : 0;

	while (at < l->len && at - from < SCANS_AT_ONCE &&
	       l->at[at].at <= w->now && l->at[at].shop == shop)
		put_scan(w, &lines, &l->at[at++]);
	if (at == from || !bring(w, shop, &lines))
		return;
	w->moved[stage] = at;
	for (; from < at; from++) {
		int order = l->at[from].order;

		w->shop[shop].orders.at[order].shipped = true;
		if (stage + 1 == STAGES)
			w->shop[shop].orders.at[order].delivered = true;
		else if (!one_in(w, LOST))
			will_move(w, stage + 1, shop, order);
	}
}

/* -- a day -- */

void seller_lives(struct world *w)
{
	int n = (int)chance(w, (uint64_t)w->shops);
	uint64_t what = chance(w, 100);

	if (what < 64 || !w->shop[n].orders.len)
		will_move(w, 0, n, shop_sells(w, n));
	else if (what < 90 && w->desk)
		move_parcels(w, (int)chance(w, STAGES));
	else
		life_of_order(w, n, what);
}

void seller_decides(struct world *w)
{
	struct err err;
	char json[60];
	int64_t id = db_i64(desk_db(w->desk), 0,
			    "SELECT ticket FROM deadlines WHERE state = 1 AND "
			    "purpose = 'accept' ORDER BY id LIMIT 1",
			    "");
	int64_t task = db_i64(desk_db(w->desk), 0,
			      "SELECT id FROM alerts WHERE cause GLOB 'task:*' "
			      "AND acknowledged IS NULL ORDER BY id LIMIT 1",
			      "");

	snprintf(json, sizeof json, "{\"ticket\":%lld}", (long long)id);
	if (id)
		submit(w, one_in(w, 3) ? "refuse" : "accept", "tom", json,
		       &err);
	snprintf(json, sizeof json, "{\"alert\":%lld}", (long long)task);
	if (task)
		submit(w, "acknowledge", "tom", json, &err);
}

void seller_close(struct world *w)
{
	for (int i = 0; i < STAGES; i++)
		letter_list_release(&w->moves[i]);
}
