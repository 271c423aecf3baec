/* fact_view.c - see fact_view.h.
 * SPDX-License-Identifier: MIT */
#include "cli/fact_view.h"

#include <inttypes.h>

#include "base/when.h"

#define WIDTH 76

/* "22 h 9 min": two units, the greatest that tell something. */
static void put_duration(struct str *out, int64_t ms)
{
	static const struct {
		int64_t ms;
		const char *name;
	} units[] = { { DAY_MS, "d" },
		      { HOUR_MS, "h" },
		      { MINUTE_MS, "min" },
		      { SECOND_MS, "s" } };
	int shown = 0;

	for (size_t i = 0; i < COUNT_OF(units) && shown < 2; i++) {
		int64_t n = ms / units[i].ms;

		if (n)
			str_printf(out, "%s%" PRId64 " %s", shown ? " " : "", n,
				   units[i].name);
		/* Nobody reads days and seconds. */
		shown += n || shown ? 1 : 0;
		ms %= units[i].ms;
	}
	if (!shown)
		str_puts(out, "0 s");
}

/* A kept value as people read it: its type says what the number means. */
static bool put_fact(struct str *s, const struct vocabulary *v,
		     const cJSON *one)
{
	struct fact_value value = { .known = true };
	int i = v ? fact_find(v, one->string) : -1;

	if (cJSON_IsString(one))
		value.word = one->valuestring;
	else if (cJSON_IsBool(one))
		value.number = cJSON_IsTrue(one);
	else if (!json_as_i64(one, &value.number))
		return false;
	if (i < 0 && value.word) {
		str_printf(s, "%s = %s", one->string, value.word);
	} else if (i < 0) {
		str_printf(s, "%s = %lld", one->string,
			   (long long)value.number);
	} else if (v->kinds.at[i].type == FACT_DURATION) {
		str_printf(s, "%s = ", one->string);
		put_duration(s, value.number);
	} else {
		fact_put(s, &v->kinds.at[i], &value);
	}
	return true;
}

static int by_name(const void *a, const void *b)
{
	const cJSON *const *x = a, *const *y = b;

	return strcmp((*x)->string, (*y)->string);
}

static size_t sorted(const cJSON *facts, const cJSON **list, size_t max)
{
	const cJSON *one;
	size_t n = 0;

	cJSON_ArrayForEach (one, facts)
		if (n < max)
			list[n++] = one;
	qsort(list, n, sizeof *list, by_name);
	return n;
}

void fact_view(struct str *out, const struct vocabulary *v, const char *json)
{
	static const char lead[] = "    facts: ", indent[] = "           ";
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *facts = json_parse(json, strlen(json), &err);
	const cJSON *list[FACTS_MAX];
	size_t n = sorted(facts, list, COUNT_OF(list)), column = 0;

	str_puts(out, lead);
	for (size_t i = 0; i < n; i++) {
		CLEANUP(str_release) struct str one = STR_INIT;

		if (!put_fact(&one, v, list[i]))
			continue;
		if (column && column + one.len + 2 > WIDTH - sizeof indent) {
			str_printf(out, ",\n%s", indent);
			column = 0;
		} else if (column) {
			str_puts(out, ", ");
		}
		str_add(out, str_c(&one), one.len);
		column += one.len + 2;
	}
	str_putc(out, '\n');
}
