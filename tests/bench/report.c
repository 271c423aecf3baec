/* report.c - see report.h.
 * SPDX-License-Identifier: MIT */
#include "bench/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double read_clock(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double seconds(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

double cpu_seconds(void)
{
	return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

void must(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "bench: %s\n", what);
	exit(1);
}

void sample(struct samples *s, double value, double baseline)
{
	must(s->n < SAMPLES_MAX, "too many samples");
	s->value[s->n] = value;
	s->baseline[s->n++] = baseline;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double middle(const double *sorted, size_t n)
{
	return sorted[n / 2];
}

static bool is_met(const struct samples *s, double judged, double goal,
		   bool at_least)
{
	if (s->limit > 0 && middle(s->value, s->n) > s->limit)
		return false;
	return at_least ? judged >= goal : judged <= goal;
}

void report(const char *name, const char *unit, struct samples *s, double goal,
	    bool at_least)
{
	double ratio[SAMPLES_MAX], value, judged;

	must(s->n > 0, "nothing was measured");
	for (size_t i = 0; i < s->n; i++)
		ratio[i] = s->alone ? 0 : s->value[i] / s->baseline[i];
	qsort(ratio, s->n, sizeof *ratio, by_size);
	qsort(s->value, s->n, sizeof *s->value, by_size);
	qsort(s->baseline, s->n, sizeof *s->baseline, by_size);
	value = middle(s->value, s->n);
	judged = s->alone || s->absolute ? value : middle(ratio, s->n);
	printf("{\"name\":\"%s\",\"value\":%.6g,\"unit\":\"%s\"", name, value,
	       unit);
	if (!s->alone)
		printf(",\"baseline\":%.6g,\"ratio\":%.3f",
		       middle(s->baseline, s->n), middle(ratio, s->n));
	if (s->limit > 0)
		printf(",\"limit\":%g", s->limit);
	printf(",\"goal\":%g,\"ok\":%s,\"n\":%zu,\"min\":%.6g,\"median\":%.6g,"
	       "\"max\":%.6g}\n",
	       goal, is_met(s, judged, goal, at_least) ? "true" : "false", s->n,
	       s->value[0], value, s->value[s->n - 1]);
	fflush(stdout);
}

double percentile(double *of, size_t n, int p)
{
	must(n > 0, "nothing was measured");
	qsort(of, n, sizeof *of, by_size);
	return of[(n - 1) * (size_t)p / 100];
}

long size_of(const char *variable, long fallback)
{
	const char *text = getenv(variable);
	long size = text ? strtol(text, NULL, 10) : 0;

	return size > 0 ? size : fallback;
}
