/* effects.c - every deed, one JSON object a line, fsynced.
 * SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "sim.h"

VEC(deed_list, cJSON *);

static struct deed_list deeds;
static int file = -1;
static int64_t next_id = 9000;

int effects_open(const char *path)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };

	if (file_exists(path) && file_read(&s, path, STR_MAX - 1, &err) == 0)
		for (const char *at = str_c(&s); *at;) {
			size_t len = strcspn(at, "\n");
			cJSON *deed = json_parse(at, len, &err);

			if (deed)
				deed_list_push(&deeds, deed);
			next_id++;
			at += len + (at[len] == '\n');
		}
	file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	return file < 0 ? -1 : 0;
}

int64_t effects_next_id(void)
{
	return next_id++;
}

void effects_add(cJSON *deed)
{
	char *text = cJSON_PrintUnformatted(deed);
	CLEANUP(str_release) struct str s = STR_INIT;

	str_printf(&s, "%s\n", text);
	cJSON_free(text);
	if (write(file, str_c(&s), s.len) != (ssize_t)s.len || fsync(file))
		abort();
	deed_list_push(&deeds, deed);
}

static bool is_kind(const cJSON *deed, const char *kind)
{
	const char *had = json_text(deed, "kind");

	return text_eq(had ? had : "refund", kind);
}

const cJSON *effects_next(const char *kind, size_t *at)
{
	while (*at < deeds.len)
		if (is_kind(deeds.at[(*at)++], kind))
			return deeds.at[*at - 1];
	return NULL;
}

const cJSON *effects_find(const char *kind, const char *member,
			  const char *value)
{
	for (size_t k = 0; value && k < deeds.len; k++)
		if (is_kind(deeds.at[k], kind) &&
		    text_eq(json_text(deeds.at[k], member), value))
			return deeds.at[k];
	return NULL;
}

size_t effects_count(const char *kind)
{
	size_t n = 0;

	for (size_t i = 0; effects_next(kind, &i);)
		n++;
	return n;
}
