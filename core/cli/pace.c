/* pace.c - see pace.h.
 * SPDX-License-Identifier: MIT */
#include "cli/pace.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/when.h"

int64_t pace_now(void *arg)
{
	const struct pace *p = arg;
	int64_t passed = clock_mono() - p->began_mono;

	if (!p->fast)
		return clock_now();
	return p->began_wall + (int64_t)((double)passed * p->speed);
}

int64_t pace_mono(void *arg)
{
	const struct pace *p = arg;

	return p->fast ? pace_now(arg) : clock_mono();
}

double pace_change(struct pace *p)
{
	if (!p->fast || p->later <= 0)
		return p->speed;
	p->began_wall = pace_now(p);
	p->began_mono = clock_mono();
	p->speed = p->later;
	log_info("the clock goes on %g times faster than life", p->later);
	return p->speed;
}

int pace_open(struct pace *p, const char *text, struct err *err)
{
	char *end = NULL;

	*p = (struct pace){ .began_wall = clock_now(),
			    .began_mono = clock_mono(),
			    .speed = 1 };
	if (!text)
		return 0;
	p->speed = strtod(text, &end);
	if (end != text && *end == ',')
		p->later = strtod(end + 1, &end);
	p->fast = p->speed > 1;
	if (end == text || *end || !(p->speed >= 1) || !(p->speed <= 1e6) ||
	    p->later < 0 || p->later > 1e6)
		return err_set(err, ERR_USAGE,
			       "--speed \"%.40s\": give a number from 1 to "
			       "1000000, as in --speed 600",
			       text);
	return 0;
}
