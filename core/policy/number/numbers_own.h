/* numbers_own.h - what the files of numbers.h share: carriers and the forms of
 * their numbers, as read, and the one question whether a number has a form.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_NUMBERS_OWN_H
#define HW_POLICY_NUMBERS_OWN_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "policy/number/check_digit.h"
#include "policy/number/numbers.h"

#define NUMBER_MAX 64 /* characters; the longest known has 41 */

struct form {
	const char *service, *link, *prepend, *countries;
	struct check check;
	int trust;
	pcre2_code *code;
	int serial, digit, country; /* groups; 0: the pattern has none */
	const struct conf_node *at;
};
VEC(form_list, struct form);
VEC(name_list, const char *);

struct carrier {
	const char *id, *link;
	struct name_list names;
	struct form_list forms;
};
VEC(carrier_list, struct carrier);

struct numbers_source {
	char *name;
	struct conf *conf;
};
VEC(source_list, struct numbers_source);

struct numbers {
	struct arena arena;
	struct carrier_list carriers;
	struct source_list sources;
	pcre2_match_data *match;
	pcre2_match_context *limits;
};

/* 0: another form; -1: this form, and its digit or country is wrong; 1. */
int form_matches(const struct numbers *n, const struct form *f,
		 const char *number, size_t len);

#endif
