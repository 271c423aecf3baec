/* report.c - see report.h.
 * SPDX-License-Identifier: MIT */
#include "judge/report.h"

#include "base/utf8.h"

static const char *const words[JUDGE_GROUPS] = {
	[JUDGE_DECLARED] = "declarations",   [JUDGE_FIXTURES] = "fixtures",
	[JUDGE_HOSTILE] = "hostile replies", [JUDGE_KILLED] = "killed worker",
	[JUDGE_AGAIN] = "called again",      [JUDGE_OPTIONS] = "options",
};

void report_release(struct report *r)
{
	finding_list_release(&r->findings);
	told_list_release(&r->may);
	arena_release(&r->arena);
}

void report_good(struct report *r, enum judge_group group)
{
	r->good[group]++;
}

static char *formatted(struct report *r, const char *fmt, va_list ap)
{
	CLEANUP(str_release) struct str raw = STR_INIT;
	CLEANUP(str_release) struct str text = STR_INIT;

	str_vprintf(&raw, fmt, ap);
	utf8_repair(&text, str_c(&raw), raw.len);
	/* One line a finding. */
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.at[i] < ' ')
			text.at[i] = ' ';
	return arena_strdup(&r->arena, str_c(&text));
}

static struct finding *same(struct report *r, enum judge_group group,
			    const char *where, const char *advice)
{
	for (size_t i = 0; i < r->findings.len; i++) {
		struct finding *f = &r->findings.at[i];

		if (f->group == group && text_eq(f->where, where) &&
		    text_eq(f->advice, advice))
			return f;
	}
	return NULL;
}

void report_find(struct report *r, enum judge_group group, const char *where,
		 const char *sent, const char *advice, const char *fmt, ...)
{
	struct finding *before = same(r, group, where, advice);
	struct finding f = { .group = group };
	va_list ap;

	if (before) {
		before->more++;
		return;
	}
	va_start(ap, fmt);
	f.found = formatted(r, fmt, ap);
	va_end(ap);
	f.where = arena_strdup(&r->arena, where);
	f.sent = arena_strdup(&r->arena, sent);
	f.advice = arena_strdup(&r->arena, advice);
	finding_list_push(&r->findings, f);
}

void report_may(struct report *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	told_list_push(&r->may, formatted(r, fmt, ap));
	va_end(ap);
}

/* -- telling -- */

static int count(const struct report *r, enum judge_group group)
{
	int n = 0;

	for (size_t i = 0; i < r->findings.len; i++)
		n += r->findings.at[i].group == group;
	return n;
}

void report_put_text(struct str *s, const struct report *r)
{
	str_printf(s, "%s %s%s%s\n", r->id ? r->id : "(not loaded)",
		   r->version ? r->version : "", r->how ? ", " : "",
		   r->how ? r->how : "");
	for (size_t i = 0; i < r->may.len; i++)
		str_printf(s, "  %s\n", r->may.at[i]);
	for (int g = 0; g < JUDGE_GROUPS; g++)
		str_printf(s, "%-16s %5d ok, %d to mend\n", words[g],
			   r->good[g], count(r, (enum judge_group)g));
	for (size_t i = 0; i < r->findings.len; i++) {
		const struct finding *f = &r->findings.at[i];

		str_printf(s, "%s: %s: %s; %s", f->where, f->sent, f->found,
			   f->advice);
		if (f->more)
			str_printf(s, " (and %d more like it)", f->more);
		str_putc(s, '\n');
	}
}

static void put_finding(struct jw *w, const struct finding *f)
{
	jw_object(w);
	jw_kv_text(w, "group", words[f->group]);
	jw_kv_text(w, "fixture", f->where);
	jw_kv_text(w, "sent", f->sent);
	jw_kv_text(w, "found", f->found);
	jw_kv_text(w, "do", f->advice);
	jw_kv_i64(w, "more", f->more);
	jw_end(w);
}

void report_put_json(struct str *s, const struct report *r)
{
	struct jw w = JW_INIT(s);

	jw_object(&w);
	jw_kv_text(&w, "plugin", r->id);
	jw_kv_text(&w, "version", r->version);
	jw_key(&w, "ok");
	jw_object(&w);
	for (int g = 0; g < JUDGE_GROUPS; g++)
		jw_kv_i64(&w, words[g], r->good[g]);
	jw_end(&w);
	jw_key(&w, "may");
	jw_array(&w);
	for (size_t i = 0; i < r->may.len; i++)
		jw_text(&w, r->may.at[i]);
	jw_end(&w);
	jw_key(&w, "findings");
	jw_array(&w);
	for (size_t i = 0; i < r->findings.len; i++)
		put_finding(&w, &r->findings.at[i]);
	jw_end(&w);
	jw_end(&w);
	str_putc(s, '\n');
}
