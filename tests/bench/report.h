/* report.h - one measurement as one JSON object a line.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_BENCH_REPORT_H
#define HW_TESTS_BENCH_REPORT_H

#include "base/def.h"

#define SAMPLES_MAX 4096

/* Value and baseline of the same moment, pairwise. */
struct samples {
	double value[SAMPLES_MAX], baseline[SAMPLES_MAX];
	size_t n;
	bool alone;    /* there is no baseline */
	bool absolute; /* the goal is for the value, not for the ratio */
	double limit;  /* beside the goal, the value may not be above it; 0:
			* none */
};

double seconds(void); /* monotonic */
/* Of this program on a processor: for what does nothing but compute, so that
 * others who use the machine do not count. */
double cpu_seconds(void);
void sample(struct samples *s, double value, double baseline);

/* goal is for the ratio value / baseline, or for the value when it is alone or
 * absolute; at_least tells its direction. The ratio is the median of ratios. */
void report(const char *name, const char *unit, struct samples *s, double goal,
	    bool at_least);

/* The p-th percentile of what is measured by it; sorts it. */
double percentile(double *of, size_t n, int p);

/* A number from the environment, for sizes. */
long size_of(const char *variable, long fallback);
void must(bool good, const char *what); /* ends the program */

#endif
