/* playbook.c - see playbook.h.
 * SPDX-License-Identifier: MIT */
#include "policy/playbook.h"

static const char *const asks[] = { "scans", "proof", NULL };
static const char *const starts[] = { "set", "sent", NULL };

static const char *read_ask(const struct conf_node *g)
{
	int i = conf_choice(g, "ask", asks, -1);

	return i < 0 ? "" : asks[i];
}

static bool does_something(const struct step *s)
{
	return *s->ask || *s->reply || *s->alert || s->refund.given;
}

static void check_step(const struct conf_node *g, const struct step *s)
{
	if (s->wait_ms && (does_something(s) || s->promise_days))
		conf_mistake(g, "a step waits or does something; write two "
				"steps");
	if (!s->wait_ms && !does_something(s))
		conf_mistake(g, "the step does nothing; give it wait, ask, "
				"reply, refund or alert");
	if (s->promise_days && !*s->reply)
		conf_mistake(conf_get(g, "promise_days"),
			     "a promise stands in a reply; add reply = "
			     "\"...\";");
	if (s->after_sent && !s->wait_ms)
		conf_mistake(conf_get(g, "after"),
			     "\"after\" says when a wait begins; add wait = "
			     "\"24 h\";");
}

static void read_step(struct playbook *p, const struct conf_node *g,
		      struct compiler *compiler, const char *templates)
{
	struct step s = {
		.name = conf_required(g, "name"),
		.line = conf_line(g),
		.when = rule_condition(g, "when", compiler),
		.ask = read_ask(g),
		.reply = rule_template(g, "reply", templates),
		.alert = conf_text(g, "alert", ""),
		.refund = rule_sum(g, "refund"),
		.promise_days = (int)conf_int(g, "promise_days", 0, 1, 30),
		.wait_ms = conf_duration(g, "wait", 0),
		.after_sent = conf_choice(g, "after", starts, 0) == 1,
		.next = conf_text(g, "next", ""),
	};

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
		   struct compiler *compiler, const char *templates)
{
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
			read_step(&p, g, compiler, templates);
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
		if (s->wait_ms) {
			out->wait = s;
			return;
		}
		if (out->count < PLAN_MAX)
			out->steps[out->count++] = s;
		i = s->next_index;
	}
}
