/* risk_batch.c - facts of an order, tried: what would its score be?
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "base/when.h"
#include "cli/batch.h"
#include "cli/folder.h"
#include "cli/risk.h"
#include "model/kinds.h"

#define FORM                                                      \
	"{\"buyer_orders\": 1, \"order_total\": \"180.00 EUR\", " \
	"\"country\": \"DE\"}"

struct trying {
	struct policy *policy;
	struct arena arena;
	int64_t now;
};

/* -- reading a line -- */

static int read_money(const struct trying *t, const struct fact_kind *k,
		      const cJSON *v, struct fact_value *out, struct err *err)
{
	const char *amount = json_text(v, "amount");
	const char *currency = json_text(v, "currency");
	struct money m, here;

	if (cJSON_IsString(v) ? money_parse_pair(&m, v->valuestring, err)
			      : money_parse(&m, amount ? amount : "",
					    currency ? currency : "", err))
		return err_context(err, "%s", k->name);
	if (rates_convert(&t->policy->rates, m, k->currency, t->now, &here,
			  err))
		return err_context(err, "%s", k->name);
	*out = (struct fact_value){ .known = true, .number = here.minor };
	return 0;
}

static int read_fact(const struct trying *t, const struct fact_kind *k,
		     const cJSON *v, struct fact_value *out, struct err *err)
{
	int64_t n;

	if (cJSON_IsNull(v))
		return 0; /* unknown */
	if (k->type == FACT_MONEY)
		return read_money(t, k, v, out, err);
	if (k->type == FACT_FLAG && cJSON_IsBool(v)) {
		*out = (struct fact_value){ .known = true,
					    .number = cJSON_IsTrue(v) };
		return 0;
	}
	if (k->type == FACT_INTEGER && json_as_i64(v, &n)) {
		*out = (struct fact_value){ .known = true, .number = n };
		return 0;
	}
	if (cJSON_IsString(v))
		return fact_parse(k, v->valuestring, out, err);
	return err_set(err, ERR_DATA, "%s is a %s; write it as facts.conf says",
		       k->name, fact_type_name(k->type));
}

/* An order as `schema order` describes it may be tried as it is: what is no
 * fact of ours says nothing, and its total is one under another name. */
static const char *name_of(const cJSON *v)
{
	if (text_eq(v->string, "total"))
		return "order_total";
	return kind_field(&order_kind, v->string) || text_eq(v->string, "kind")
		       ? NULL
		       : v->string;
}

static int read_member(const struct trying *t, const cJSON *v,
		       struct fact_values *values, struct err *err)
{
	int fact = fact_find(values->of, v->string);
	const char *name = fact < 0 ? name_of(v) : v->string;
	const char *near;

	if (!name)
		return 0;
	fact = fact_find(values->of, name);
	if (fact >= 0)
		return read_fact(t, &values->of->kinds.at[fact], v,
				 &values->at[fact], err);
	near = fact_nearest(values->of, name);
	return err_set(err, ERR_DATA,
		       "there is no fact \"%.60s\"%s%s%s; facts.conf has them",
		       name, near ? "; did you mean \"" : "", near ? near : "",
		       near ? "\"?" : "");
}

static int score_one(void *arg, const cJSON *in, struct jw *w, struct err *err)
{
	struct trying *t = arg;
	struct fact_values v = { .of = &t->policy->facts };
	enum risk_of of = json_get(in, "issue") ? RISK_MESSAGE : RISK_ORDER;
	const char *signs;
	const cJSON *one;

	fact_set_also(&v, "");
	cJSON_ArrayForEach (one, in)
		if (read_member(t, one, &v, err))
			return -1;
	arena_clear(&t->arena);
	jw_kv_i64(w, "score",
		  risk_score(&t->policy->risk, of, &v, &t->arena, &signs));
	jw_key(w, "reasons");
	risk_put(&t->policy->risk, of, &v, w);
	return 0;
}

/* -- the policy -- */

static char *folder_of(struct cli *c, struct err *err)
{
	struct manifest *m = NULL;
	char *folder;

	if (!c->manifest_path && !file_exists(manifest_default()))
		return folder_of_data(c, "policy");
	m = cli_manifest(c, err);
	folder = m ? xstrdup(m->policy) : NULL;
	manifest_close(m);
	return folder;
}

int risk_batch(struct cli *c, struct err *err)
{
	CLEANUP(mistakes_release) struct mistakes mistakes = { { 0 } };
	CLEANUP(free_ptr) char *folder = folder_of(c, err);
	struct trying t = { .now = clock_now() };
	int rc = -1;

	if (!folder)
		return -1;
	t.policy = policy_load(folder, &mistakes);
	for (size_t i = 0; i < mistakes.list.len; i++)
		fprintf(stderr, "%s\n", mistakes.list.at[i]);
	if (mistakes.list.len)
		err_set(err, ERR_CONFIG, "the policy has %zu mistake%s",
			mistakes.list.len, mistakes.list.len == 1 ? "" : "s");
	else if (!t.policy->risk.there)
		err_set(err, ERR_DATA, "%s has no risk.conf: nothing is scored",
			folder);
	else
		rc = cli_batch(c, FORM, score_one, &t, err);
	policy_free(t.policy);
	arena_release(&t.arena);
	return rc;
}
