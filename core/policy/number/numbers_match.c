/* numbers_match.c - has a number the form that a file describes?
 * SPDX-License-Identifier: MIT */
#include "policy/number/numbers_own.h"

struct part {
	const char *at;
	size_t len;
};

static struct part part_of(const struct numbers *n, const char *number,
			   int group)
{
	const PCRE2_SIZE *at =
		pcre2_get_ovector_pointer(n->match) + 2 * (size_t)group;

	if (!group || *at == PCRE2_UNSET)
		return (struct part){ number, 0 };
	return (struct part){ number + at[0], at[1] - at[0] };
}

static bool country_known(const struct form *f, struct part p)
{
	const char *at = f->countries;

	if (!*at)
		return true;
	for (; (at = strstr(at, " ")) != NULL; at++)
		if (p.len == 2 && memcmp(at + 1, p.at, 2) == 0)
			return true;
	return p.len == 2 && memcmp(f->countries, p.at, 2) == 0;
}

static bool digit_holds(const struct form *f, struct part serial,
			struct part digit)
{
	char text[2 * NUMBER_MAX];
	size_t fill = strlen(f->prepend);

	if (f->check.rule == CHECK_NONE)
		return true;
	if (digit.len != 1 || serial.len + fill >= sizeof text)
		return false;
	if (serial.len >= fill && memcmp(serial.at, f->prepend, fill) == 0)
		fill = 0;
	memcpy(text, f->prepend, fill);
	memcpy(text + fill, serial.at, serial.len);
	return check_holds(&f->check, text, fill + serial.len, *digit.at);
}

int form_matches(const struct numbers *n, const struct form *f,
		 const char *number, size_t len)
{
	if (!f->code || pcre2_match(f->code, (PCRE2_SPTR)number, len, 0, 0,
				    n->match, n->limits) <= 0)
		return 0;
	return country_known(f, part_of(n, number, f->country)) &&
			       digit_holds(f, part_of(n, number, f->serial),
					   part_of(n, number, f->digit))
		       ? 1
		       : -1;
}
