/* said.c - see said.h.
 * SPDX-License-Identifier: MIT */
#include "host/said.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "base/when.h"

void said_add(struct said *s, const char *name, enum log_level level,
	      const char *text)
{
	struct said_line *l = &s->lines[s->next];
	size_t len = strlen(text);

	free(l->text);
	*l = (struct said_line){
		.at = clock_now(),
		.level = level,
		.text = xasprintf("%.*s",
				  (int)utf8_prefix(text, len, SAID_LINE_MAX),
				  text),
	};
	utf8_one_line(l->text);
	s->next = (s->next + 1) % SAID_KEPT;
	log_write(level,
		  "%s: its plugin said something (%zu bytes); `helloword "
		  "plugins %s` shows it",
		  name, len, name);
}

const struct said_line *said_at(const struct said *s, size_t n)
{
	size_t oldest = s->lines[s->next].text ? s->next : 0;
	const struct said_line *l = &s->lines[(oldest + n) % SAID_KEPT];

	return n < SAID_KEPT && l->text ? l : NULL;
}

void said_release(struct said *s)
{
	for (size_t i = 0; i < SAID_KEPT; i++)
		free(s->lines[i].text);
	*s = (struct said){ 0 };
}
