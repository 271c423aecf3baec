/* playbook.c - see playbook.h.
 * SPDX-License-Identifier: MIT */
#include "policy/playbook.h"

#include "model/loop.h"
#include "policy/conf/share.h"

static const char *const asks[] = { "scans", "proof", NULL };
static const char *const starts[] = { "set", "sent", "done", NULL };
static const char *const whom[] = { "buyer", "photo", "choice", NULL };
static const char *const backs[] = { "label", "no label", NULL };
static const char *const services[] = { "standard", "express", NULL };

static const char *read_word(const struct conf_node *g, const char *key,
			     const char *const *words)
{
	int i = conf_choice(g, key, words, -1);

	return i < 0 ? "" : words[i];
}

static bool does_something(const struct step *s)
{
	return *s->ask || *s->reply || *s->alert || s->refund.given ||
	       s->coupon.given || s->coupon_percent || *s->reship || *s->back ||
	       s->matrix;
}

static bool only_waits(const struct step *s)
{
	return s->waits && !*s->task;
}

static void check_limit(const struct conf_node *g, const struct step *s)
{
	if (*s->task && !*s->alert)
		conf_mistake(g, "a task says what is to be done; add alert = "
				"\"...\";");
	if (*s->gives && !*s->task)
		conf_mistake(conf_get(g, "gives"),
			     "\"gives\" says what a task gives the buyer; "
			     "add task = \"warehouse\";");
	if ((*s->task || *s->accept) && !s->waits)
		conf_mistake(g, "\"within\" is missing; add within = "
				"\"24 h\";");
	if (*s->accept && *s->task)
		conf_mistake(g, "a step asks for a yes or gives a task; write "
				"two steps");
}

static bool pays(const struct step *s)
{
	return text_eq(s->gives, "refund") ||
	       text_eq(s->gives, "store_credit") || text_eq(s->gives, "coupon");
}

static void check_amount(const struct conf_node *g, const struct step *s)
{
	if (s->amount.given && !pays(s))
		conf_mistake(conf_get(g, "amount"),
			     "\"amount\" is what a task gives of money; add "
			     "gives = \"refund\";");
	if (s->amount.whole && text_eq(s->gives, "coupon"))
		conf_mistake(conf_get(g, "amount"),
			     "the amount of a coupon is one such as \"5.00 "
			     "USD\"");
}

static void check_wait(const struct conf_node *g, const struct step *s)
{
	bool waits = only_waits(s) && !*s->accept;

	if ((s->after != AFTER_SET && !waits))
		conf_mistake(conf_get(g, "after"),
			     "\"after\" says when a wait begins; add wait = "
			     "\"24 h\";");
	if ((s->for_buyer || s->until) && !waits)
		conf_mistake(g, "\"for\" and \"until\" belong to a wait; add "
				"wait = \"24 h\";");
}

static void check_step(const struct conf_node *g, const struct step *s)
{
	if (only_waits(s) && (does_something(s) || s->promise_days))
		conf_mistake(g, "a step waits or does something; write two "
				"steps");
	if (!s->waits && !does_something(s) && !*s->next)
		conf_mistake(g, "the step does nothing; give it wait, ask, "
				"reply, refund, coupon, reship, return, "
				"remedy, task, accept, alert or next");
	check_limit(g, s);
	check_amount(g, s);
	check_wait(g, s);
	if (s->promise_days && !*s->reply)
		conf_mistake(g, "a promise stands in a reply; add reply = "
				"\"...\";");
}

/* What reading takes beside the file. */
struct read_with {
	struct compiler *compiler;
	const char *templates;
	const struct periods *periods;
};

static void read_effects(struct step *s, const struct conf_node *g)
{
	struct share coupon = share_coupon(g);

	s->refund = rule_sum(g, "refund");
	s->coupon.given = money_given(coupon.amount);
	s->coupon.amount = coupon.amount;
	s->coupon_percent = (int)(coupon.points * 100 / SHARE_ALL);
	s->reship = read_word(g, "reship", services);
	s->back = read_word(g, "return", backs);
	s->matrix = rule_matrix(g);
	s->task = conf_text(g, "task", "");
	s->gives = read_word(g, "gives", task_gifts);
	s->amount = rule_sum(g, "amount");
	s->accept = conf_text(g, "accept", "");
}

/* So many working days, or a period of so many. */
static void read_promise(struct step *s, const struct conf_node *g,
			 const struct periods *periods)
{
	const char *name = conf_text(g, "promise", "");
	const struct period *p = *name ? periods_find(periods, name) : NULL;

	s->promise_days = (int)conf_int(g, "promise_days", 0, 1, 30);
	s->promise = p ? p->name : "";
	if (!*name)
		return;
	if (!p || !p->within.days || s->promise_days)
		conf_mistake(
			conf_get(g, "promise"),
			"\"promise\" is a period of triage.conf in working "
			"days (\"investigation\"), in place of "
			"promise_days; \"%.40s\" is none",
			name);
	if (p)
		s->promise_days = p->within.days;
}

static void read_whom(struct step *s, const struct conf_node *g)
{
	int whom_for = conf_choice(g, "for", whom, -1);

	s->for_buyer = whom_for >= 0;
	s->for_photo = whom_for == 1;
	s->for_choice = whom_for == 2;
}

static void read_step(struct playbook *p, const struct conf_node *g,
		      const struct read_with *with)
{
	bool limit = conf_get(g, "task") || conf_get(g, "accept");
	struct step s = {
		.name = conf_required(g, "name"),
		.line = conf_line(g),
		.when = rule_condition(g, "when", with->compiler),
		.ask = read_word(g, "ask", asks),
		.reply = rule_template(g, "reply", with->templates),
		.tells_of = rule_tells_of(g),
		.alert = conf_text(g, "alert", ""),
		.after = (enum wait_after)conf_choice(g, "after", starts, 0),
		.until = rule_condition(g, "until", with->compiler),
		.next = conf_text(g, "next", ""),
	};

	read_whom(&s, g);
	read_effects(&s, g);
	read_promise(&s, g, with->periods);
	s.waits = period_at(g, limit ? "within" : "wait", with->periods,
			    &s.period);
	if (playbook_step(p, s.name) >= 0)
		conf_mistake(g, "two steps are called \"%s\"", s.name);
	check_step(g, &s);
	conf_unknown(g, NULL);
	step_list_push(&p->steps, s);
}

/* After all steps are known; only forward, so it ends. */
static void link_steps(struct playbook *p, const struct conf_node *list)
{
	for (size_t i = 0; i < p->steps.len; i++) {
		struct step *s = &p->steps.at[i];

		s->next_index = (int)i + 1;
		if (!*s->next)
			continue;
		s->next_index = text_eq(s->next, "end")
					? (int)p->steps.len
					: playbook_step(p, s->next);
		if (s->next_index <= (int)i) {
			conf_mistake(conf_at(list, (int)i),
				     "\"next\" names a later step or \"end\"; "
				     "\"%.40s\" is none",
				     s->next);
			s->next_index = (int)p->steps.len;
		}
	}
}

void playbook_read(struct playbook_list *list, struct conf *c, const char *name,
		   struct compiler *compiler, const char *templates,
		   const struct periods *periods)
{
	const struct read_with with = { compiler, templates, periods };
	const struct conf_node *root = conf_root(c);
	const struct conf_node *steps = conf_get(root, "steps");
	struct playbook p = { .name = conf_required(root, "name"),
			      .help = conf_required(root, "help"),
			      .stop_text = conf_required(root, "stop"),
			      .stop = rule_condition(root, "stop", compiler) };

	if (!text_eq(p.name, name))
		conf_mistake(root,
			     "the playbook is called \"%s\" and its file "
			     "%s.conf; give both one name",
			     p.name, name);
	for (int i = 0; i < conf_count(steps); i++) {
		const struct conf_node *g = conf_at(steps, i);

		if (conf_is_group(g))
			read_step(&p, g, &with);
		else
			conf_mistake(g, "a step is { name = ...; }");
	}
	if (!p.steps.len)
		conf_mistake(root, "the playbook has no steps");
	if (p.steps.len == (size_t)conf_count(steps))
		link_steps(&p, steps);
	conf_unknown(root, NULL);
	playbook_list_push(list, p);
}

void playbook_list_free(struct playbook_list *list)
{
	for (size_t i = 0; i < list->len; i++)
		step_list_release(&list->at[i].steps);
	playbook_list_release(list);
}

const struct playbook *playbook_find(const struct playbook_list *list,
				     const char *name)
{
	for (size_t i = 0; i < list->len; i++)
		if (text_eq(list->at[i].name, name))
			return &list->at[i];
	return NULL;
}

char *playbook_file(const struct playbook *p)
{
	return xasprintf("playbooks/%s.conf", p->name);
}

int playbook_step(const struct playbook *p, const char *name)
{
	for (size_t i = 0; i < p->steps.len; i++)
		if (text_eq(p->steps.at[i].name, name))
			return (int)i;
	return -1;
}

void playbook_plan(const struct playbook *p, int from,
		   const struct fact_values *v, struct plan *out)
{
	*out = (struct plan){ .count = 0 };
	for (int i = from; i < (int)p->steps.len;) {
		const struct step *s = &p->steps.at[i];

		if (s->when && condition_holds(s->when, v) != 1) {
			i++;
			continue;
		}
		if (only_waits(s)) {
			out->wait = s;
			return;
		}
		if (out->count < PLAN_MAX && does_something(s))
			out->steps[out->count++] = s;
		i = s->next_index;
	}
}
