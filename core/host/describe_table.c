/* describe_table.c - a plugin's options as a table, for the manual
 * (manifest.h). SPDX-License-Identifier: MIT */
#include "host/manifest.h"

static const char *or_dash(const char *text)
{
	return text && *text ? text : "-";
}

/* A cell of a table: a bar inside it would begin the next one. */
static void put_cell(struct str *s, const char *text)
{
	str_putc(s, ' ');
	for (const char *at = or_dash(text); *at; at++) {
		if (*at == '|')
			str_putc(s, '\\');
		str_putc(s, *at);
	}
	str_puts(s, " |");
}

void manifest_put_options(struct str *s, const cJSON *descriptor)
{
	const cJSON *o;

	str_printf(s, "## %s\n\n%s (version %s). Reaches: %s.\n\n",
		   or_dash(json_text(descriptor, "id")),
		   or_dash(json_text(descriptor, "summary")),
		   or_dash(json_text(descriptor, "version")),
		   or_dash(json_text(descriptor, "domains")));
	str_puts(s, "| key | type | default | allowed | meaning |\n"
		    "| --- | --- | --- | --- | --- |\n");
	cJSON_ArrayForEach (o, json_get(descriptor, "options")) {
		static const char *const columns[] = { "type", "fallback",
						       "allowed", "help" };

		str_printf(s, "| `%s`%s |", or_dash(json_text(o, "name")),
			   json_bool(o, "required", false) ? " (required)"
							   : "");
		for (size_t i = 0; i < COUNT_OF(columns); i++)
			put_cell(s, json_text(o, columns[i]));
		str_putc(s, '\n');
	}
	str_putc(s, '\n');
}
