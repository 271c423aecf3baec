/* control_fuzz.c - what comes over the control socket, of every role.
 *
 * An input is requests, one a line: the agent's name, a blank, the JSON. There
 * are an order, a buyer's mail about it and the reply that is proposed.
 * fuzz: at most 4096 bytes of them.
 * SPDX-License-Identifier: MIT */
#include "fuzz/desk.h"
#include "fuzz/fuzz.h"
#include "host/control.h"

static const char mail[] =
	"{\"kind\":\"text_in\",\"ref\":\"m1\",\"channel\":\"email\",\"thread\":"
	"\"m1\",\"from_addr\":\"ann@example.com\",\"subject\":\"Order #1001\","
	"\"text\":\"bad quality\",\"message_id\":\"<m1@example.com>\","
	"\"origin\":\"human\",\"at\":\"2026-09-21T10:00:00Z\"}\n";

static struct desk *desk_at_work(void)
{
	struct desk *d = fuzz_desk();
	struct delivery out;

	fuzz_deliver(d, "shop", fuzz_order, strlen(fuzz_order), &out);
	fuzz_deliver(d, "mail", mail, strlen(mail), &out);
	FUZZ_HOLDS(fuzz_count(d, "SELECT count(*) FROM actions") > 0,
		   "nothing is proposed");
	return d;
}

/* Limits of agents hold whatever is asked: mia may approve
 * 50.00 USD, ada nothing. */
static void check_money(struct desk *d)
{
	FUZZ_HOLDS(fuzz_count(d, "SELECT count(*) FROM actions WHERE "
				 "approved_by = 'ada'") == 0,
		   "an auditor approved something");
	FUZZ_HOLDS(fuzz_count(d, "SELECT count(*) FROM actions WHERE verb = "
				 "'refund' AND amount > 1200 AND "
				 "approved_by IS NOT NULL") == 0,
		   "more is approved than was paid");
}

/* *state: before it, and then after it. Was it an erasure? */
static bool one(struct desk *d, const char *line, struct hash *state)
{
	CLEANUP(str_release) struct str reply = STR_INIT;
	size_t len = strcspn(line, " ");
	CLEANUP(free_ptr) char *actor = xstrndup(line, len);
	const char *text = line + len + (line[len] == ' ');
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json = json_parse(text, strlen(text), &err), *answer = NULL;
	struct hash before = *state;

	/* The manifest names agents, and its names are words. */
	if (!json || !*actor ||
	    actor[strspn(actor, "abcdefghijklmnopqrstuvwxyz")])
		return false;
	control_do(d, NULL, NULL, actor, json, &reply);
	*state = fuzz_state(d);
	answer = json_parse(str_c(&reply), reply.len, &err);
	FUZZ_HOLDS(cJSON_IsObject(answer), "the answer is %s", str_c(&reply));
	if (json_get(answer, "error")) {
		fuzz_sentence_text(json_text(answer, "error"));
		FUZZ_HOLDS(json_i64(answer, "code", 0) > 0 &&
				   json_i64(answer, "code", 0) != ERR_BUG,
			   "the answer is %s", str_c(&reply));
		FUZZ_HOLDS(hash_eq(&before, state),
			   "refused, and something changed: %s", str_c(&reply));
	}
	return text_eq(json_text(json, "do"), "erase");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_text t = { (const char *)data, (const char *)data + size };
	struct desk *d = desk_at_work();
	struct hash state = fuzz_state(d);
	bool erased = false;
	char *line;

	for (int n = 0; n < 16 && (line = fuzz_line(&t)); n++) {
		erased |= one(d, line, &state);
		free(line);
	}
	check_money(d);
	fuzz_desk_holds(d, erased);
	desk_close(d);
	return 0;
}
