/* people_reach.c - where an agent is told of alerts: addresses, and the hours
 * in which only what is urgent reaches them.
 * SPDX-License-Identifier: MIT */
#include "host/people.h"

#define PHONE_DIGITS_LEAST 7 /* of E.164, which has 15 at most */
#define PHONE_DIGITS_MOST 15

static void check_mail(const struct conf_node *g, const char *mail)
{
	const char *at = strchr(mail, '@');

	if (*mail && (!at || at == mail || !at[1] || strpbrk(mail, " ,;<>") ||
		      strchr(at + 1, '@')))
		conf_mistake(conf_get(g, "mail"),
			     "\"%.60s\" is no mail address; write "
			     "\"mia@lamps.example\"",
			     mail);
}

static void check_phone(const struct conf_node *g, const char *phone)
{
	size_t digits = *phone == '+' ? strspn(phone + 1, "0123456789") : 0;

	if (*phone &&
	    (phone[digits + 1] || phone[1] == '0' ||
	     digits < PHONE_DIGITS_LEAST || digits > PHONE_DIGITS_MOST))
		conf_mistake(conf_get(g, "phone"),
			     "\"%.40s\" is no phone number; write it with its "
			     "country and without blanks: \"+4915112345678\"",
			     phone);
}

static void read_zone(const struct conf_node *g, struct agent_entry *a)
{
	const char *name = conf_text(g, "zone", "UTC");

	a->zone = zone_open(name);
	if (!a->zone)
		conf_mistake(conf_get(g, "zone"),
			     "\"%.40s\" is no time zone; write one such as "
			     "\"Europe/Berlin\"",
			     name);
}

void people_reach(const struct conf_node *g, struct agent_entry *a)
{
	const char *quiet = conf_text(g, "quiet", "");
	struct err err = { 0 };

	a->mail = conf_text(g, "mail", "");
	a->phone = conf_text(g, "phone", "");
	a->push = conf_text(g, "push", "");
	check_mail(g, a->mail);
	check_phone(g, a->phone);
	read_zone(g, a);
	if (*quiet && quiet_parse(&a->quiet, quiet, &err))
		conf_mistake(conf_get(g, "quiet"), "%s", err.text);
	if (*quiet && !conf_get(g, "zone"))
		conf_mistake(conf_get(g, "quiet"),
			     "\"quiet\" needs the place of its clock: zone = "
			     "\"Europe/Berlin\";");
}
