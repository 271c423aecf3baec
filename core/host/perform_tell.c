/* perform_tell.c - what became of an action, told to the desk in one word of a
 * closed list; everything that is not a declared "not done" is "unknown".
 * SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "base/when.h"
#include "host/performing.h"

/* A disk that was full has room again when somebody made it. */
#define TELL_FIRST_MS 500
#define TELL_LAST_MS (15 * SECOND_MS)

static void put_word(struct performing *p, const struct word *word)
{
	struct jw w = JW_INIT(&p->word);

	str_clear(&p->word);
	jw_object(&w);
	jw_kv_i64(&w, "action", p->action.id);
	jw_kv_text(&w, "outcome", word->outcome);
	jw_kv_text(&w, "why", word->why ? word->why : "");
	if (word->ref)
		jw_kv_text(&w, "ref", word->ref);
	if (word->result)
		jw_kv_text(&w, "result", word->result);
	if (word->retry_at)
		jw_kv_i64(&w, "retry_at", word->retry_at);
	if (word->died)
		jw_kv_i64(&w, "died", 1);
	if (p->action.state == ACTION_SETTLED)
		jw_kv_i64(&w, "again", 1);
	if (word->new_key)
		jw_kv_i64(&w, "new_key", 1);
	jw_end(&w);
}

void perform_log(const struct performing *p, const struct err *err)
{
	char name[40];

	snprintf(name, sizeof name, "action %lld", (long long)p->action.id);
	host_log(name, err);
}

/* The disk is full, say: the same word again, later. */
static void tell_later(struct performing *p)
{
	p->tell_wait = p->tell_wait ? p->tell_wait * 2 : TELL_FIRST_MS;
	if (p->tell_wait > TELL_LAST_MS)
		p->tell_wait = TELL_LAST_MS;
	p->tell_at = clock_mono() + p->tell_wait;
}

/* What the desk refuses to take in it must not miss: nobody knows what became
 * of an action whose `sending` was committed. */
static bool only_unknown(struct performing *p, const struct command *cmd)
{
	if (cmd->verdict != REFUSED || !p->committed || p->plain)
		return false;
	p->plain = true;
	put_word(p, &(struct word){ .outcome = "unknown",
				    .why = "what became of it could not be "
					   "taken in" });
	return true;
}

static void try_word(struct performing *p)
{
	struct command cmd = { .kind = "result", .by = "desk", .via = "host" };
	struct host *h = p->host;
	struct err err = { 0 };

	cmd.json = str_c(&p->word);
	cmd.json_len = p->word.len;
	if (desk_do(h->desk, &cmd, &err)) {
		perform_log(p, &err);
		if (cmd.verdict != REFUSED || only_unknown(p, &cmd)) {
			tell_later(p);
			return;
		}
	}
	perform_end(p);
	host_nudge(h);
}

void perform_tell(struct performing *p, const struct word *word)
{
	put_word(p, word);
	try_word(p);
}

void perform_retell(struct host *h)
{
	int64_t now = clock_mono();

	for (struct performing *p = h->performing, *next; p; p = next) {
		next = p->next;
		if (p->tell_at && p->tell_at <= now)
			try_word(p);
	}
}

/* -- what the plugin answered -- */

static const char *outcome_of(const struct performing *p,
			      const struct call_result *r)
{
	/* Its worker could not start: no word about the action. */
	if (!p->started || r->status == HW_RETRY || r->status == HW_AUTH)
		return r->died && p->started ? "died" : "postpone";
	if (r->died)
		return "died";
	return r->status == HW_REJECTED ? "refused" : "impossible";
}

void perform_tell_status(struct performing *p, const struct call_result *r)
{
	struct word w = { .outcome = outcome_of(p, r),
			  .why = r->why,
			  .retry_at = r->retry_at };

	perform_tell(p, &w);
}

/* Nothing was sent: a channel's own word is believed (a mail twice is no money
 * twice), a money verb that claims success without its marked request is not.
 */
static void end_unsent(struct performing *p, const struct call_result *r)
{
	struct word w = {
		.outcome = "impossible",
		.why = "the plugin reports success and sent nothing"
	};

	if (r->status >= HW_OK)
		perform_tell(p, &w);
	else
		perform_tell_status(p, r);
}

static void end_sent(struct performing *p, const struct call_result *r,
		     const cJSON *outcome)
{
	struct word w = { .why = r->why, .died = r->died };

	if (p->answered && p->answer == EFFECT_REFUSED) {
		w.outcome = "refused";
	} else if (p->not_sent ||
		   (p->answered && p->answer != EFFECT_UNKNOWN)) {
		w.outcome = "not_done";
		w.new_key = p->answer == EFFECT_NEW_KEY;
		w.retry_at = r->retry_at;
	} else if (r->status >= HW_OK && outcome && p->answered) {
		w.outcome = text_eq(json_text(outcome, "state"), "settled")
				    ? "settled"
				    : "accepted";
		w.ref = json_text(outcome, "ref");
		w.result = json_text(outcome, "result");
		w.why = "the platform took it";
	} else {
		w.outcome = "unknown";
		if (!w.why || !*w.why)
			w.why = "no clear answer";
	}
	perform_tell(p, &w);
}

/* A channel commits `sending` before its call, so its own word decides; but
 * when its request surely never left it cannot know better than the sender. */
static void end_channel(struct performing *p, const struct call_result *r,
			const cJSON *outcome)
{
	struct word w = { .why = r->why, .retry_at = r->retry_at };

	bool never_left = p->not_sent && !r->died && !r->breach;

	w.outcome = "not_done";
	if (r->died || (r->status == HW_BROKEN && !never_left))
		w.outcome = "unknown";
	else if (r->status >= HW_OK)
		w.outcome = "settled";
	else if (r->status == HW_REJECTED || r->status == HW_UNSUPPORTED)
		w.outcome = "refused";
	w.died = r->died;
	w.ref = json_text(outcome, "ref");
	if (r->status >= HW_OK)
		w.why = "sent";
	perform_tell(p, &w);
}

bool perform_tell_found(struct performing *p, const cJSON *outcome)
{
	const char *state = json_text(outcome, "state");

	if (!state || text_eq(state, "absent"))
		return false;
	perform_tell_look(p, outcome);
	return true;
}

/* Does a payment of this look carry the refund's own name there? */
static bool names_it(const struct action *a, const char *line, size_t len)
{
	struct err ignored = { 0 };
	CLEANUP(json_free_ptr) cJSON *one = json_parse(line, len, &ignored);
	const char *status = json_text(one, "status");

	return text_eq(json_text(one, "kind"), "payment") &&
	       !text_eq(status, "failed") && !text_eq(status, "cancelled") &&
	       (text_eq(json_text(one, "ref"), a->remote_ref) ||
		text_eq(json_text(one, "parent_ref"), a->remote_ref));
}

static bool is_shown(const struct action *a, const struct call_result *r)
{
	const char *at = r->records ? r->records : "";
	const char *end = at + (r->records ? r->records_len : 0);

	while (at < end) {
		const char *line = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((line ? line : end) - at);

		if (names_it(a, at, len))
			return true;
		at += len + 1;
	}
	return false;
}

void perform_tell_again(struct performing *p, const struct call_result *r)
{
	struct word w = { .outcome = "gone", .why = "looked again" };

	if (is_shown(&p->action, r))
		w.outcome = "shown";
	perform_tell(p, &w);
}

void perform_tell_look(struct performing *p, const cJSON *outcome)
{
	struct word w = { .outcome = "absent", .why = "looked: not there" };
	const char *state = json_text(outcome, "state");

	if (state && !text_eq(state, "absent")) {
		w.outcome = text_eq(state, "settled") ? "settled" : "accepted";
		w.why = "looked: it is there";
		w.ref = json_text(outcome, "ref");
		w.result = json_text(outcome, "result");
	}
	perform_tell(p, &w);
}

/* The desk did not take `sending`: for now, or because of the action. */
static void end_held(struct performing *p)
{
	struct word w = { .outcome = p->held.code == ERR_DATA ? "impossible"
							      : "postpone",
			  .why = p->held.text };

	perform_tell(p, &w);
}

void perform_tell_acted(struct performing *p, const struct call_result *r,
			const cJSON *outcome)
{
	if (!p->committed && p->held.code)
		end_held(p);
	else if (!p->started)
		perform_tell_status(p, r);
	else if (p->lane->instance->is_channel)
		end_channel(p, r, outcome);
	else if (p->committed)
		end_sent(p, r, outcome);
	else
		end_unsent(p, r);
}
