/* policy_mistakes_test.c - a mistake of the policy is told with its file, its
 * line and what to write. SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "policy/policy.h"

static char dir[] = "/tmp/hw-policy-XXXXXX";

static void copy(const char *name, const char *find, const char *put)
{
	CLEANUP(free_ptr) char *from = path_join("policy", name);
	CLEANUP(free_ptr) char *to = path_join(dir, name);
	CLEANUP(str_release) struct str s = STR_INIT, out = STR_INIT;
	struct err err = { 0 };
	const char *at;

	assert_int_equal(file_read(&s, from, (size_t)1 << 20, &err), 0);
	at = find ? strstr(str_c(&s), find) : NULL;
	if (find && !at)
		fail_msg("%s has no %s", name, find);
	if (at) {
		str_add(&out, str_c(&s), (size_t)(at - str_c(&s)));
		str_puts(&out, put);
		str_puts(&out, at + strlen(find));
	} else {
		str_puts(&out, str_c(&s));
	}
	assert_int_equal(file_write(to, str_c(&out), out.len, 0644, &err), 0);
}

/* The policy with one thing changed is told so, at its file and a line. */
static void told(const char *file, const char *find, const char *put,
		 const char *message)
{
	static const char *const files[] = { "facts.conf",
					     "templates.conf",
					     "triage.conf",
					     "rates.conf",
					     "rules.conf",
					     "parcels.conf",
					     "playbooks/not_received.conf",
					     NULL };
	CLEANUP(mistakes_release) struct mistakes m = { 0 };
	struct policy *p;
	bool found = false;

	for (const char *const *f = files; *f; f++)
		copy(*f, text_eq(*f, file) ? find : NULL, put);
	p = policy_load(dir, &m);
	for (size_t i = 0; i < m.list.len; i++)
		found |= strstr(m.list.at[i], message) &&
			 strstr(m.list.at[i], file);
	if (!found)
		fail_msg("%s: %s", put,
			 m.list.len ? m.list.at[0] : "no mistake was told");
	policy_free(p);
}

static void told_of_steps(void)
{
	told("playbooks/not_received.conf", "next = \"wait for the parcel\"",
	     "next = \"ask carrier\"", "names a later step");
	told("playbooks/not_received.conf", "parcel_still < ticket_age",
	     "parcel_still < 5", "write it as '5 d'");
	told("playbooks/not_received.conf", "wait = \"48 h\"",
	     "wait = \"soon\"", "or a period of triage.conf");
	told("playbooks/not_received.conf", "wait = \"48 h\"",
	     "wait = \"48 h\"; reply = \"not_received.moved\"",
	     "write two steps");
	told("playbooks/not_received.conf", "reply = \"not_received.offer\"",
	     "until = \"delivered\"; alert = \"so\"", "belong to a wait");
	told("playbooks/not_received.conf", "reply = \"not_received.offer\"",
	     "task = \"warehouse\"; within = \"1 h\"",
	     "a task says what is to be done");
	told("playbooks/not_received.conf", "reply = \"not_received.offer\"",
	     "gives = \"reship\"", "\"gives\" says what a task gives");
	told("playbooks/not_received.conf", "reply = \"not_received.offer\"",
	     "task = \"warehouse\"; gives = \"goods\"",
	     "\"gives\" must be one of reship, exchange, return, refund, "
	     "store_credit, coupon, nothing");
	told("playbooks/not_received.conf", "reply = \"not_received.offer\"",
	     "accept = \"it is lost\"", "\"within\" is missing");
	told("playbooks/not_received.conf", "reply = \"not_received.offer\"",
	     "reship = \"fast\"", "\"reship\"");
	told("playbooks/not_received.conf", "reply = \"not_received.offer\"",
	     "coupon = \"order\"", "\"order\" is no coupon");
	told("playbooks/not_received.conf", "reply = \"not_received.offer\"",
	     "coupon = \"500 %\"", "a whole percentage from 1 to 100");
	told("playbooks/not_received.conf", "reply = \"not_received.offer\"",
	     "coupon = \"0 %\"", "a whole percentage from 1 to 100");
	told("playbooks/not_received.conf", "reply = \"not_received.offer\"",
	     "coupon = \"-5 %\"", "a whole percentage from 1 to 100");
	told("playbooks/not_received.conf", "; reply = \"not_received.offer\"",
	     "", "the step does nothing");
}

static void each_mistake_is_told_with_file_and_line(void **state)
{
	CLEANUP(free_ptr) char *books = NULL;
	struct err err = { 0 };

	(void)state;
	assert_non_null(mkdtemp(dir));
	books = path_join(dir, "playbooks");
	assert_int_equal(dir_make(books, 0755, &err), 0);
	told("rules.conf", "issue in ('quality',", "issue in ('qualty',",
	     "did you mean 'quality'");
	told("rules.conf", "'20.00 USD' and", "'19.00 USD' and",
	     "its example says that it does");
	told("rules.conf", "reply = \"late.apology\"",
	     "reply = \"late.apologies\"", "did you mean \"late.apology\"");
	told("rules.conf", "playbook = \"not_received\"",
	     "playbook = \"not_recieved\"", "did you mean \"not_received\"");
	told("rules.conf", "trigger = \"message\"", "trigger = \"mesage\"",
	     "did you mean \"message\"");
	told("rules.conf", "refund = \"order\"; r", "refnd = \"order\"; r",
	     "did you mean \"refund\"");
	told("rules.conf", "refund = \"order\"; r",
	     "refund = \"20 dollars\"; r", "\"refund\"");
	told("rules.conf", "name = \"late\"", "name = \"customs\"",
	     "names are unique");
	told("rules.conf", "{ issue = \"late\"; fires = false; }",
	     "{ isue = \"late\"; fires = false; }", "did you mean \"issue\"");
	told("facts.conf", "name = \"stars\"", "name = \"starz\"",
	     "did you mean \"stars\"");
	told("facts.conf", "\"order_total\"; type = \"money\"",
	     "\"order_total\"; type = \"integer\"", "is of type money");
	told("facts.conf", "when = \"has_order and can_refund",
	     "when = \"may_reship and can_refund", "stand above it only");
	told("facts.conf", "name = \"lost\"; type",
	     "name = \"lost\"; when = \"shipped\"; type",
	     "the desk fills lost");
	told("facts.conf", "name = \"may_reship\"; type = \"flag\"",
	     "name = \"may_reship\"; type = \"integer\"", "is a flag");
	told("rates.conf", "rate = \"", "rate = \"-", "a decimal above 0");
	told("triage.conf", "\"fraud\"", "\"frauds\"",
	     "did you mean \"fraud\"");
	told("triage.conf", "\"red\"; within = \"4 h\"",
	     "\"red\"; within = \"4 hours\"", "is no duration");
	told("triage.conf", "{ name = \"red\"; within = \"4 h\"; },", "",
	     "or a period \"red\" in hours");
	told_of_steps();
	for (int i = 0; i < 7; i++) {
		static const char *const names[] = {
			"facts.conf",
			"templates.conf",
			"triage.conf",
			"rates.conf",
			"rules.conf",
			"parcels.conf",
			"playbooks/not_received.conf"
		};
		CLEANUP(free_ptr) char *path = path_join(dir, names[i]);

		unlink(path);
	}
	rmdir(books);
	rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_mistake_is_told_with_file_and_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
