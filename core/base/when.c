/* when.c - see when.h. Days from civil: the usual proleptic Gregorian count
 * with years that begin in March.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"

int64_t civil_day(int64_t y, int m, int d)
{
	int64_t era, year, day;

	y -= m <= 2;
	era = y / 400;
	year = y - era * 400;
	day = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * 146097 + year * 365 + year / 4 - year / 100 + day - 719468;
}

void day_civil(int64_t days, int *y, int *m, int *d)
{
	int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	*d = (int)(doy - (153 * mp + 2) / 5 + 1);
	*m = (int)(mp < 10 ? mp + 3 : mp - 9);
	*y = (int)(yoe + era * 400 + (*m <= 2));
}

int64_t day_of(int64_t ms)
{
	return ms / DAY_MS - (ms % DAY_MS < 0);
}

void instant_civil(int64_t ms, int *year, int *month, int *day)
{
	day_civil(day_of(ms), year, month, day);
}

int month_days(int y, int m)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30,
				    31, 31, 30, 31, 30, 31 };

	if (m == 2 && y % 4 == 0 && (y % 100 != 0 || y % 400 == 0))
		return 29;
	return days[m - 1];
}

/* -- reading -- */

static bool number(const char **at, int digits, int *out)
{
	*out = 0;
	for (int i = 0; i < digits; i++, (*at)++) {
		if (**at < '0' || **at > '9')
			return false;
		*out = *out * 10 + (**at - '0');
	}
	return true;
}

static bool skip(const char **at, char c)
{
	return **at == c ? (++*at, true) : false;
}

static bool date(const char **at, int64_t *days)
{
	int y, m, d;

	if (!number(at, 4, &y) || !skip(at, '-') || !number(at, 2, &m) ||
	    !skip(at, '-') || !number(at, 2, &d))
		return false;
	if (y < 1970 || m < 1 || m > 12 || d < 1 || d > month_days(y, m))
		return false;
	*days = civil_day(y, m, d);
	return true;
}

/* Milliseconds of ".123456"; more digits than three are cut. */
static bool fraction(const char **at, int *ms)
{
	int scale = 100, digits = 0;

	*ms = 0;
	if (!skip(at, '.') && !skip(at, ','))
		return true;
	for (; **at >= '0' && **at <= '9'; (*at)++, digits++) {
		*ms += (**at - '0') * scale;
		scale /= 10;
	}
	return digits > 0;
}

static bool time_of_day(const char **at, int64_t *ms)
{
	int h, m, s = 0, f = 0;

	if (!number(at, 2, &h) || !skip(at, ':') || !number(at, 2, &m))
		return false;
	if (skip(at, ':') && (!number(at, 2, &s) || !fraction(at, &f)))
		return false;
	if (h > 23 || m > 59 || s > 60) /* a leap second is the next second */
		return false;
	*ms = h * HOUR_MS + m * MINUTE_MS + s * SECOND_MS + f;
	return true;
}

static bool zone(const char **at, struct when *w)
{
	int sign = **at == '-' ? -1 : 1, h, m = 0;

	w->basis = WHEN_ZONE_UNKNOWN;
	if (skip(at, 'Z') || skip(at, 'z')) {
		w->basis = WHEN_UTC;
		return true;
	}
	if (!skip(at, '+') && !skip(at, '-'))
		return true;
	if (!number(at, 2, &h))
		return false;
	if (skip(at, ':') || (**at >= '0' && **at <= '9'))
		if (!number(at, 2, &m))
			return false;
	if (h > 18 || m > 59)
		return false;
	w->basis = WHEN_OFFSET;
	w->offset_s = sign * (h * 3600 + m * 60);
	w->ms -= w->offset_s * SECOND_MS;
	return true;
}

int when_parse(struct when *out, const char *text, struct err *err)
{
	struct when w = { .basis = WHEN_ZONE_UNKNOWN };
	const char *at = text;
	int64_t days = 0, ms = 0;
	bool ok = date(&at, &days);

	if (ok && (skip(&at, 'T') || skip(&at, 't') || skip(&at, ' '))) {
		ok = time_of_day(&at, &ms);
		w.ms = days * DAY_MS + ms;
		if (at[0] == ' ' && at[1])
			at++; /* "10:00:00 +0100" */
		ok = ok && zone(&at, &w) && w.ms >= 0 && w.ms < WHEN_LIMIT_MS;
	} else {
		w.ms = days * DAY_MS;
	}
	if (!ok || *at)
		return err_set(err, ERR_DATA,
			       "\"%.40s\" is no moment; write "
			       "2026-11-24T10:00:00Z",
			       text);
	*out = w;
	return 0;
}

/* -- writing -- */

/* `digits` of them, then `after`. */
static char *put_digits(char *at, int64_t value, int digits, char after)
{
	for (int i = digits; i-- > 0; value /= 10)
		at[i] = (char)('0' + value % 10);
	at[digits] = after;
	return at + digits + 1;
}

/* By hand: every record and every decision has moments, and printf was a tenth
 * of what a command cost. Years have four digits (WHEN_LIMIT_MS). */
static void put_local(struct str *s, int64_t ms)
{
	int64_t rest = ms - day_of(ms) * DAY_MS;
	int64_t f = rest % SECOND_MS;
	char text[32], *at = text;
	int y, m, d;

	instant_civil(ms, &y, &m, &d);
	if (y < 0 || y > 9999) {
		s->bad = true;
		return;
	}
	at = put_digits(at, y, 4, '-');
	at = put_digits(at, m, 2, '-');
	at = put_digits(at, d, 2, 'T');
	at = put_digits(at, rest / HOUR_MS, 2, ':');
	at = put_digits(at, rest / MINUTE_MS % 60, 2, ':');
	at = put_digits(at, rest / SECOND_MS % 60, 2, '.');
	if (f)
		at = put_digits(at, f, 3, '.');
	str_add(s, text, (size_t)(at - text - 1));
}

void instant_put(struct str *s, int64_t ms)
{
	put_local(s, ms);
	str_putc(s, 'Z');
}

void when_put(struct str *s, struct when w)
{
	int32_t offset = w.offset_s < 0 ? -w.offset_s : w.offset_s;

	switch (w.basis) {
	case WHEN_UTC:
		instant_put(s, w.ms);
		break;
	case WHEN_OFFSET:
		put_local(s, w.ms + w.offset_s * SECOND_MS);
		str_printf(s, "%c%02d:%02d", w.offset_s < 0 ? '-' : '+',
			   offset / 3600, offset / 60 % 60);
		break;
	case WHEN_ZONE_UNKNOWN:
		put_local(s, w.ms);
		break;
	default:
		break;
	}
}

/* -- durations -- */

static const struct unit {
	const char *name;
	int64_t ms;
} units[] = { { "d", DAY_MS },
	      { "h", HOUR_MS },
	      { "min", MINUTE_MS },
	      { "s", SECOND_MS },
	      { "ms", 1 } };

int duration_parse(int64_t *ms, const char *text, struct err *err)
{
	const char *at = text;
	int64_t n = 0;

	while (*at >= '0' && *at <= '9' && n < INT64_C(1000000000000))
		n = n * 10 + (*at++ - '0');
	if (at > text) {
		at += *at == ' ';
		for (size_t i = 0; i < COUNT_OF(units); i++) {
			if (!text_eq(at, units[i].name))
				continue;
			if (n > 3660 * DAY_MS / units[i].ms)
				break;
			*ms = n * units[i].ms;
			return 0;
		}
	}
	return err_set(err, ERR_DATA,
		       "\"%.40s\" is no duration up to 10 years; write 12 h, "
		       "90 min or 2 d",
		       text);
}

void duration_put(struct str *s, int64_t ms)
{
	size_t i = 0;

	while (i + 1 < COUNT_OF(units) && (ms % units[i].ms || !ms))
		i++;
	str_printf(s, "%lld %s", (long long)(ms / units[i].ms), units[i].name);
}

/* -- the clock: intake, workers and logs only -- */

int64_t clock_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int64_t clock_mono(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}
