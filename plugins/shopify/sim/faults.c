/* faults.c - how answers go wrong, and the bucket of points.
 *
 * --fault P: that percentage of mutations goes wrong after it was done, a
 * quarter as many before; --faults LIST: how (late, twice, 500, drop, never).
 * --bucket MAX,RATE[,SPEED]: points held and restored a second (of a clock that
 * runs SPEED times faster); without it the bucket is never empty. --cost P: see
 * graph_cost.
 * SPDX-License-Identifier: MIT */
#include "sim.h"

#define NEVER_MS 120000 /* longer than anyone waits */

struct late {
	struct http_request *request;
	char *body;
	int64_t at; /* clock_mono */
	bool drop;
	int status;
};
VEC(late_list, struct late);

static struct late_list lates;
static uint64_t seed = 1;
static int64_t percent, bucket_max, bucket_rate = 1000, bucket_at;
static int64_t bucket_speed = 1;
static double bucket;
static const char *kinds = "late,twice,500,drop";

/* Split mix: good enough to choose faults, the same for the same seed. */
uint64_t chance(void)
{
	uint64_t z = (seed += 0x9E3779B97F4A7C15u);

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

void faults_options(char **argv)
{
	const char *b = option(argv, "--bucket");

	percent = option_i64(argv, "--fault", 0);
	seed = (uint64_t)option_i64(argv, "--seed", 1);
	if (option(argv, "--faults"))
		kinds = option(argv, "--faults");
	if (b && strchr(b, ',')) {
		bucket_max = strtoll(b, NULL, 10);
		bucket_rate = strtoll(strchr(b, ',') + 1, NULL, 10);
		b = strchr(strchr(b, ',') + 1, ',');
		bucket_speed = b ? strtoll(b + 1, NULL, 10) : 1;
		bucket = (double)bucket_max;
		bucket_at = clock_mono();
	}
}

bool faults_hit(void)
{
	return chance() % 100 < (uint64_t)percent;
}

bool faults_before(struct http_request *r)
{
	if (chance() % 100 >= (uint64_t)percent / 4)
		return false;
	http_answer_text(r, 500, "before anything was done");
	return true;
}

/* One of the words of the list. */
static const char *pick_kind(size_t *len)
{
	size_t n = 1;
	const char *at = kinds;

	for (const char *c = kinds; *c; c++)
		n += *c == ',';
	for (n = chance() % n; n; n--)
		at = strchr(at, ',') + 1;
	*len = strcspn(at, ",");
	return at;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): it takes the body. */
bool faults_after(struct http_request *r, char *body, bool *twice)
{
	static const int64_t waits[] = { 50, 300, 1500 };
	struct late l = { .request = r, .body = body, .status = 200 };
	const char *kind;
	size_t len;

	*twice = false;
	if (!faults_hit())
		return false;
	kind = pick_kind(&len);
	l.at = clock_mono();
	if (memcmp(kind, "500", len < 3 ? len : 3) == 0) {
		l.status = 500;
	} else {
		l.drop = *kind == 'd' || *kind == 'n';
		*twice = *kind == 't';
		l.at += *kind == 'n' ? NEVER_MS : waits[chance() % 3];
	}
	http_keep(r);
	late_list_push(&lates, l);
	return true;
}

void faults_run(void)
{
	int64_t now = clock_mono();

	for (size_t i = 0; i < lates.len; i++) {
		struct late *l = &lates.at[i];

		if (!l->request || l->at > now)
			continue;
		if (l->drop)
			http_drop(l->request);
		else
			http_answer(l->request, l->status, "application/json",
				    l->body, strlen(l->body));
		cJSON_free(l->body);
		l->request = NULL;
	}
}

bool bucket_take(int64_t cost, cJSON *reply)
{
	cJSON *c = cJSON_AddObjectToObject(
		cJSON_AddObjectToObject(reply, "extensions"), "cost");
	cJSON *status;
	bool ok = true;

	if (bucket_max) {
		int64_t now = clock_mono();

		bucket += (double)((now - bucket_at) * bucket_rate *
				   bucket_speed) /
			  1000;
		bucket_at = now;
		if (bucket > (double)bucket_max)
			bucket = (double)bucket_max;
		ok = bucket >= (double)cost;
		if (ok)
			bucket -= (double)cost;
	}
	cJSON_AddNumberToObject(c, "requestedQueryCost", (double)cost);
	if (ok)
		cJSON_AddNumberToObject(c, "actualQueryCost", (double)cost);
	else
		cJSON_AddNullToObject(c, "actualQueryCost");
	status = cJSON_AddObjectToObject(c, "throttleStatus");
	cJSON_AddNumberToObject(status, "maximumAvailable",
				bucket_max ? (double)bucket_max : 20000);
	cJSON_AddNumberToObject(status, "currentlyAvailable",
				bucket_max ? (double)(int64_t)bucket : 20000);
	cJSON_AddNumberToObject(status, "restoreRate", (double)bucket_rate);
	return ok;
}
