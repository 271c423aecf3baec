/* simulate_view.c - what a trial found, for people and for programs.
 * SPDX-License-Identifier: MIT */
#include "cli/simulate_view.h"

#include "cli/show.h"
#include "cli/view.h"

/* -- for people -- */

static void put_examples(struct str *s, const struct examples *e)
{
	for (int i = 0; i < e->count; i++)
		str_printf(s, "%sT-%lld", i ? " " : "",
			   (long long)e->ticket[i]);
}

static const char *plural(int64_t n)
{
	return n == 1 ? "" : "s";
}

static bool rule_differs(const struct tried_rule *r)
{
	return r->lost || r->gained || r->otherwise;
}

static void tell_rules(struct str *s, const struct trial *t)
{
	str_puts(s, "\nrules and steps that differ\n   fired   would  no more "
		    "    new   else  name (such as)\n");
	for (size_t i = 0; i < t->rules.len; i++) {
		const struct tried_rule *r = &t->rules.at[i];

		if (!rule_differs(r))
			continue;
		str_printf(s, "%8lld%8lld%9lld%8lld%7lld  ",
			   (long long)r->fired[DECIDED],
			   (long long)r->fired[WOULD], (long long)r->lost,
			   (long long)r->gained, (long long)r->otherwise);
		show_safe(s, r->name);
		str_puts(s, " (");
		put_examples(s, &r->examples);
		str_puts(s, ")\n");
	}
}

static void put_cost(struct str *s, const struct tried_cost *c, enum side side)
{
	struct money m = { .minor = c->minor[side] };

	memcpy(m.currency, c->currency, sizeof m.currency);
	str_printf(s, "%lld", (long long)c->count[side]);
	if (!money_given(m))
		return;
	str_puts(s, " of ");
	money_put(s, m);
	str_printf(s, " %s", m.currency);
}

static void tell_costs(struct str *s, const struct trial *t)
{
	if (!t->costs.len)
		return;
	str_puts(s, "\nwhat rules and playbooks wanted to give\n");
	for (size_t i = 0; i < t->costs.len; i++) {
		const struct tried_cost *c = &t->costs.at[i];

		str_printf(s, "  %s%s: ", c->verb,
			   c->automatic ? " (automatic)" : "");
		put_cost(s, c, DECIDED);
		str_puts(s, ", would be ");
		put_cost(s, c, WOULD);
		str_putc(s, '\n');
	}
}

static void tell_due(struct str *s, const char *what, const struct tried_due *d)
{
	if (!d->due[DECIDED] && !d->due[WOULD] && !d->unknown)
		return;
	str_printf(s, "  %s: %lld of %lld late, would be %lld of %lld", what,
		   (long long)d->late[DECIDED], (long long)d->due[DECIDED],
		   (long long)d->late[WOULD], (long long)d->due[WOULD]);
	if (d->newly || d->saved)
		str_printf(s, "; %lld newly, %lld no more", (long long)d->newly,
			   (long long)d->saved);
	if (d->examples.count) {
		str_puts(s, ", such as ");
		put_examples(s, &d->examples);
	}
	str_putc(s, '\n');
	if (d->unknown)
		str_printf(s,
			   "  %s: of %lld nobody can tell, because nothing "
			   "was kept or missed\n",
			   what, (long long)d->unknown);
}

static void tell_tiers(struct str *s, const struct trial *t)
{
	static const char *const words[] = { "none", "red", "yellow", "blue" };

	for (int was = 1; was < 4; was++)
		for (int would = 0; would < 4; would++)
			if (was != would && t->tiers[was][would])
				str_printf(s, "  tier %s would be %s: %lld\n",
					   words[was], words[would],
					   (long long)t->tiers[was][would]);
	if (!t->retiered.count)
		return;
	str_puts(s, "  such as ");
	put_examples(s, &t->retiered);
	str_putc(s, '\n');
}

static void tell_left_out(struct str *s, const struct trial *t)
{
	if (t->other_format)
		str_printf(s,
			   "%lld decision%s of another format cannot be asked "
			   "again: an earlier or later version kept them\n",
			   (long long)t->other_format, plural(t->other_format));
	if (t->policies.len > 1)
		str_printf(s,
			   "they were decided by %zu policies, so an unchanged "
			   "folder differs from the earlier ones, too\n",
			   t->policies.len);
	if (t->gone)
		str_printf(s,
			   "%lld time%s a playbook went on at a step that the "
			   "folder does not have\n",
			   (long long)t->gone, plural(t->gone));
}

static void tell_span(struct str *s, const struct trial *t)
{
	if (!t->decisions)
		return;
	str_puts(s, " from ");
	view_instant(s, t->first);
	str_puts(s, " to ");
	view_instant(s, t->last);
}

void simulate_tell(struct cli *c, const struct trial *t)
{
	struct str *s = &c->out;

	str_printf(s, "%lld decision%s", (long long)t->decisions,
		   plural(t->decisions));
	tell_span(s, t);
	str_printf(s,
		   ": %lld difference%s\nfirst order only: each is asked "
		   "again as it was seen; what buyers and people would\nhave "
		   "done otherwise, and what would have followed, nobody "
		   "knows\n",
		   (long long)t->differing, plural(t->differing));
	tell_left_out(s, t);
	if (t->differing)
		tell_rules(s, t);
	tell_costs(s, t);
	if (t->responses.due[DECIDED] || t->responses.due[WOULD] ||
	    t->promises.due[DECIDED] || t->promises.due[WOULD])
		str_puts(s, "\ndeadlines\n");
	tell_due(s, "answers", &t->responses);
	tell_due(s, "promises", &t->promises);
	tell_tiers(s, t);
}

/* -- for programs -- */

static void put_examples_json(struct jw *w, const struct examples *e)
{
	jw_key(w, "tickets");
	jw_array(w);
	for (int i = 0; i < e->count; i++)
		jw_i64(w, e->ticket[i]);
	jw_end(w);
}

static void put_rules_json(struct jw *w, const struct trial *t)
{
	jw_key(w, "rules");
	jw_array(w);
	for (size_t i = 0; i < t->rules.len; i++) {
		const struct tried_rule *r = &t->rules.at[i];

		jw_object(w);
		jw_kv_text(w, "rule", r->name);
		jw_kv_i64(w, "fired", r->fired[DECIDED]);
		jw_kv_i64(w, "would", r->fired[WOULD]);
		jw_kv_i64(w, "lost", r->lost);
		jw_kv_i64(w, "gained", r->gained);
		jw_kv_i64(w, "otherwise", r->otherwise);
		put_examples_json(w, &r->examples);
		jw_end(w);
	}
	jw_end(w);
}

static void put_side_json(struct jw *w, const char *name,
			  const struct tried_cost *c, enum side side)
{
	CLEANUP(str_release) struct str amount = STR_INIT;
	struct money m = { .minor = c->minor[side] };

	memcpy(m.currency, c->currency, sizeof m.currency);
	jw_key(w, name);
	jw_object(w);
	jw_kv_i64(w, "count", c->count[side]);
	if (money_given(m)) {
		money_put(&amount, m);
		jw_kv_text(w, "amount", str_c(&amount));
		jw_kv_text(w, "currency", m.currency);
	}
	jw_end(w);
}

static void put_costs_json(struct jw *w, const struct trial *t)
{
	jw_key(w, "costs");
	jw_array(w);
	for (size_t i = 0; i < t->costs.len; i++) {
		const struct tried_cost *c = &t->costs.at[i];

		jw_object(w);
		jw_kv_text(w, "verb", c->verb);
		jw_kv_bool(w, "automatic", c->automatic);
		put_side_json(w, "decided", c, DECIDED);
		put_side_json(w, "would", c, WOULD);
		jw_end(w);
	}
	jw_end(w);
}

static void put_due_json(struct jw *w, const char *name,
			 const struct tried_due *d)
{
	jw_key(w, name);
	jw_object(w);
	jw_kv_i64(w, "due", d->due[DECIDED]);
	jw_kv_i64(w, "late", d->late[DECIDED]);
	jw_kv_i64(w, "would_be_due", d->due[WOULD]);
	jw_kv_i64(w, "would_be_late", d->late[WOULD]);
	jw_kv_i64(w, "newly_late", d->newly);
	jw_kv_i64(w, "no_more_late", d->saved);
	jw_kv_i64(w, "unknown", d->unknown);
	put_examples_json(w, &d->examples);
	jw_end(w);
}

static void put_tiers_json(struct jw *w, const struct trial *t)
{
	static const char *const words[] = { "none", "red", "yellow", "blue" };

	jw_key(w, "tiers");
	jw_array(w);
	for (int was = 1; was < 4; was++)
		for (int would = 0; would < 4; would++) {
			if (!t->tiers[was][would])
				continue;
			jw_object(w);
			jw_kv_text(w, "was", words[was]);
			jw_kv_text(w, "would", words[would]);
			jw_kv_i64(w, "count", t->tiers[was][would]);
			jw_end(w);
		}
	jw_end(w);
}

void simulate_put_json(struct cli *c, const struct trial *t)
{
	struct jw w = JW_INIT(&c->out);

	jw_object(&w);
	jw_kv_i64(&w, "decisions", t->decisions);
	jw_kv_i64(&w, "differences", t->differing);
	jw_kv_text(&w, "order", "first");
	jw_kv_i64(&w, "other_format", t->other_format);
	jw_kv_i64(&w, "policies", (int64_t)t->policies.len);
	jw_kv_i64(&w, "steps_gone", t->gone);
	put_rules_json(&w, t);
	put_costs_json(&w, t);
	put_due_json(&w, "answers", &t->responses);
	put_due_json(&w, "promises", &t->promises);
	put_tiers_json(&w, t);
	jw_end(&w);
	str_putc(&c->out, '\n');
}
