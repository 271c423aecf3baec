/* guard_length.c - is the text longer than the platform takes?
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "policy/guard/guard_ideas.h"

#define POST_MAX 280
#define MESSAGE_MAX 2000
#define LINK_WEIGHT 23

/* As X counts: what is beyond Latin and its marks counts two. */
static size_t weight(uint32_t c)
{
	return c <= 0x10FF || (c >= 0x2000 && c <= 0x200D) ||
			       (c >= 0x2010 && c <= 0x201F) ||
			       (c >= 0x2032 && c <= 0x2037)
		       ? 1
		       : 2;
}

static size_t link_length(const char *at)
{
	return text_starts(at, "https://") || text_starts(at, "http://")
		       ? strcspn(at, " \t\n")
		       : 0;
}

void guard_length_judge(struct judging *j, const char *text, size_t len)
{
	int rule = guard_rule_index(j->g, "length");
	bool post = text_eq(j->t->platform, "x") && j->t->is_public;
	size_t most = post ? POST_MAX : MESSAGE_MAX, n = 0;
	const char *at = text, *end = text + len;

	if (rule < 0 || (!post && !guard_applies(j, rule)))
		return;
	while (at < end) {
		size_t link = post ? link_length(at) : 0;
		const char *start = at;
		uint32_t c = utf8_next(&at, end);

		n += link ? LINK_WEIGHT : post ? weight(c) : 1;
		if (link)
			at = start + link;
		if (n > most) {
			guard_hits_push(j->out,
					(struct guard_hit){
						.rule = &j->g->rules.at[rule],
						.from = (size_t)(start - text),
						.to = len });
			return;
		}
	}
}
