/* mail_address.c - whom a header names.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "form.h"

#define ADDRESSES_MAX 500
#define GROUPS_MAX 3 /* groups in groups */

static gboolean first_mailbox(struct form *f, InternetAddressList *list,
			      struct address *a, unsigned depth)
{
	for (int i = 0; list && i < internet_address_list_length(list); i++) {
		InternetAddress *ia =
			internet_address_list_get_address(list, i);

		if (INTERNET_ADDRESS_IS_GROUP(ia)) {
			InternetAddressGroup *g = INTERNET_ADDRESS_GROUP(ia);

			if (depth < GROUPS_MAX &&
			    first_mailbox(f,
					  internet_address_group_get_members(g),
					  a, depth + 1))
				return TRUE;
			continue;
		}
		a->addr = form_keep(f,
				    form_line(internet_address_mailbox_get_addr(
					    INTERNET_ADDRESS_MAILBOX(ia))));
		a->name =
			form_keep(f, form_line(internet_address_get_name(ia)));
		if (*a->addr)
			return TRUE;
	}
	return FALSE;
}

/* Something with an at sign in what is no address list. */
static char *find_address(const char *text)
{
	const char *at = strchr(text, '@'), *from = at, *end = at;
	static const char breaks[] = " \t\"'<>()[],;:";

	if (!at)
		return g_strdup("");
	while (from > text && !strchr(breaks, from[-1]))
		from--;
	while (*end && !strchr(breaks, *end))
		end++;
	return g_strndup(from, (gsize)(end - from));
}

static InternetAddressList *addresses_of(const char *raw)
{
	char *named = form_charsets(raw);
	char *flat = g_mime_utils_header_unfold(named);
	InternetAddressList *list =
		*flat ? internet_address_list_parse(form_options(), flat)
		      : NULL;

	g_free(flat);
	g_free(named);
	return list;
}

struct address address_read(struct form *f, GMimeObject *o, const char *header)
{
	const char *raw = form_header(o, header);
	InternetAddressList *list = addresses_of(raw);
	struct address a = { "", "" };

	if (!first_mailbox(f, list, &a, 0) || !strchr(a.addr, '@')) {
		char *line = form_decode(raw), *found = find_address(line);

		if (*found || !*a.addr)
			a.addr = form_keep(f, g_strdup(found));
		if (!*a.name && !*found)
			a.name = form_keep(f, g_strdup(line));
		g_free(found);
		g_free(line);
	}
	if (list)
		g_object_unref(list);
	return a;
}

static void add_all(InternetAddressList *list, GString *to, int *left,
		    unsigned depth)
{
	for (int i = 0; list && i < internet_address_list_length(list); i++) {
		InternetAddress *ia =
			internet_address_list_get_address(list, i);
		char *line;

		if (INTERNET_ADDRESS_IS_GROUP(ia)) {
			if (depth < GROUPS_MAX)
				add_all(internet_address_group_get_members(
						INTERNET_ADDRESS_GROUP(ia)),
					to, left, depth + 1);
			continue;
		}
		if ((*left)-- <= 0)
			return;
		line = form_line(internet_address_mailbox_get_addr(
			INTERNET_ADDRESS_MAILBOX(ia)));
		if (*line)
			g_string_append_printf(to, "%s%s", to->len ? ", " : "",
					       line);
		g_free(line);
	}
}

const char *address_all(struct form *f, GMimeObject *o)
{
	static const char *const headers[] = { "To", "Cc" };
	GString *to = g_string_new(NULL);
	int left = ADDRESSES_MAX;

	for (gsize i = 0; i < G_N_ELEMENTS(headers); i++) {
		InternetAddressList *list =
			addresses_of(form_header(o, headers[i]));

		add_all(list, to, &left, 0);
		if (list)
			g_object_unref(list);
	}
	return form_keep(f, g_string_free(to, FALSE));
}
