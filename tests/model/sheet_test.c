/* sheet_test.c - rows of a table made into facts, and what is said of those
 * that are none.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "help/must.h"
#include "model/sheet.h"

/* The lines of a CSV file, or "! " and the first thing that is wrong. */
static void reads(const struct kind *kind, const char *text,
		  const char *expected)
{
	CLEANUP(str_release) struct str got = STR_INIT;
	struct err err = { 0 };
	struct sheet sheet;
	struct csv csv;

	csv_open(&csv, text, strlen(text));
	assert_int_equal(csv_next(&csv, &err), 1);
	if (sheet_open(&sheet, kind, &csv.fields, &err) == 0)
		while (!err.code && csv_next(&csv, &err) > 0)
			(void)!sheet_row(&sheet, &csv.fields, &got, &err);
	if (err.code) {
		assert_int_equal(err.code, ERR_DATA);
		str_clear(&got);
		str_printf(&got, "! %s", err.text);
	}
	assert_string_equal(str_c(&got), expected);
	sheet_release(&sheet);
	csv_close(&csv);
}

static void cells_are_read_as_their_fields_are(void **state)
{
	(void)state;
	reads(&order_kind,
	      "placed,ref,total,version,first_order,status,name\n"
	      "2026-01-01T00:00:00Z,O1,12.50 EUR,1790000000000,true,open,\"a "
	      "\"\"b\"\"\"\n",
	      "{\"kind\":\"order\",\"placed\":\"2026-01-01T00:00:00Z\","
	      "\"ref\":\"O1\",\"total\":{\"amount\":\"12.50\",\"currency\":"
	      "\"EUR\"},\"version\":1790000000000,\"first_order\":true,"
	      "\"status\":\"open\",\"name\":\"a \\\"b\\\"\"}\n");
	/* Text stays text, whatever it looks like. */
	reads(&order_kind, "ref,placed,name\n007,2026-01-01T00:00:00Z,true\n",
	      "{\"kind\":\"order\",\"ref\":\"007\",\"placed\":"
	      "\"2026-01-01T00:00:00Z\",\"name\":\"true\"}\n");
}

static void an_empty_cell_is_not_known(void **state)
{
	(void)state;
	reads(&order_kind,
	      "ref,placed,total,version,first_order,status\n"
	      "O1,2026-01-01T00:00:00Z,,,,\n",
	      "{\"kind\":\"order\",\"ref\":\"O1\",\"placed\":"
	      "\"2026-01-01T00:00:00Z\"}\n");
	reads(&order_kind, "ref,placed\n,2026-01-01T00:00:00Z\n",
	      "! column 1: order.ref must be there");
}

static void a_header_that_is_wrong_is_told_by_its_column(void **state)
{
	(void)state;
	reads(&order_kind, "ref,placd\n",
	      "! column 2: \"placd\" is no field of order; did you mean "
	      "\"placed\"?");
	reads(&order_kind, "ref;placed\n",
	      "! column 1: \"ref;placed\" is no field of order; columns are "
	      "separated by commas");
	reads(&order_kind, "ref,placed,ref\n",
	      "! column 3: \"ref\" is column 1 already");
	reads(&order_kind, "ref,placed,lines\n",
	      "! column 3: order.lines is a list, which no cell can hold; "
	      "import such facts as lines of JSON");
	reads(&order_kind, "ref,name\n",
	      "! there is no column \"placed\", and every order needs one");
	reads(&order_kind, "ref,\xff\n",
	      "! column 2: its name is not UTF-8; save the file as UTF-8");
}

static void a_cell_that_is_wrong_is_told_by_its_column(void **state)
{
#define HEAD "ref,placed,total,version,first_order,status\n"
#define MORE "O1,2026-01-01T00:00:00Z,"
	(void)state;
	reads(&order_kind, HEAD MORE "12.50,,,\n",
	      "! column 3: order.total must be an amount and its currency, "
	      "such as 12.50 EUR");
	reads(&order_kind, HEAD MORE "12.501 EUR,,,\n",
	      "! column 3: order.total: \"12.501\" has more decimals than EUR "
	      "(2)");
	reads(&order_kind, HEAD MORE ",1e3,,\n",
	      "! column 4: order.version must be a whole number within 2^53");
	reads(&order_kind, HEAD MORE ",,yes,\n",
	      "! column 5: order.first_order must be true or false");
	reads(&order_kind, HEAD MORE ",,,new\n",
	      "! column 6: order.status must be one of open cancelled closed");
	reads(&order_kind, HEAD "\xff,2026-01-01T00:00:00Z,,,,\n",
	      "! column 1: it is not UTF-8; save the file as UTF-8");
	reads(&order_kind, HEAD "O1\n",
	      "! the row has 1 cells, and the header 6");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_are_read_as_their_fields_are),
		cmocka_unit_test(an_empty_cell_is_not_known),
		cmocka_unit_test(a_header_that_is_wrong_is_told_by_its_column),
		cmocka_unit_test(a_cell_that_is_wrong_is_told_by_its_column),
	};

	return cmocka_run_group_tests_name("sheet", tests, NULL, NULL);
}
