/* record.c - one mail becomes one message.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "hw_files.h"
#include "mail.h"
#include "page.h"

#define REF_ID_MAX 200

/* -- moments [source: RFC 3501 9, date-time and date] -- */

const char email_months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

gint64 email_number(const char **at, const char *ends)
{
	char *end;
	gint64 n = g_ascii_strtoll(*at, &end, 10);

	if (end == *at || n < 0 || !strchr(ends, *end))
		return -1;
	*at = end + (*end != '\0');
	return n;
}

/* A number of a date: four digits hold any. */
static gint64 date_number(const char **at, const char *ends)
{
	gint64 n = email_number(at, ends);

	return n > 9999 ? -1 : n;
}

/* A record takes no earlier moment than 1970 and no later one than 9999. */
#define MOMENT_LIMIT_MS (INT64_C(253402300800) * 1000)

/* " 7-Jul-1996 02:44:25 -0700"; 0 when it is none. */
gint64 email_internal_date(const char *text)
{
	gint64 day, year, hour, minute, second, zone, ms;
	const char *month;
	char name[4];
	GDateTime *t;
	bool west;

	day = date_number(&text, "-");
	g_strlcpy(name, text, sizeof name);
	month = strlen(name) == 3 ? strstr(email_months, name) : NULL;
	if (day < 1 || !month || text[3] != '-')
		return 0;
	text += 4;
	year = date_number(&text, " ");
	hour = date_number(&text, ":");
	minute = date_number(&text, ":");
	second = date_number(&text, " ");
	west = *text == '-';
	text += *text == '-' || *text == '+';
	zone = date_number(&text, "");
	t = zone < 0 ? NULL
		     : g_date_time_new_utc((int)year,
					   (int)(month - email_months) / 3 + 1,
					   (int)day, (int)hour, (int)minute,
					   (double)second);
	if (!t)
		return 0;
	ms = g_date_time_to_unix(t) * 1000;
	g_date_time_unref(t);
	zone = (zone / 100 * 60 + zone % 100) * 60000;
	ms = west ? ms + zone : ms - zone;
	return ms > 0 && ms < MOMENT_LIMIT_MS ? ms : 0;
}

/* -- one mail -- */

static bool identifies(const char *line)
{
	static const char *const names[] = { "Message-ID:", "Date:", "From:",
					     "Subject:", "To:" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (!g_ascii_strncasecmp(line, names[i], strlen(names[i])))
			return true;
	return false;
}

/* Adds the lines of the header that identify a mail; gives where it ends. */
static const char *add_header(GChecksum *sum, const char *at, const char *end,
			      bool *any)
{
	bool counts = false;

	while (at < end) {
		const char *nl = memchr(at, '\n', (gsize)(end - at));
		const char *next = nl ? nl + 1 : end;

		if (*at == '\n' ||
		    (*at == '\r' && at + 1 < end && at[1] == '\n'))
			break;
		if (*at != ' ' && *at != '\t')
			counts = next - at > 12 && identifies(at);
		if (counts)
			g_checksum_update(sum, (const guchar *)at, next - at);
		*any |= counts;
		at = next;
	}
	return at;
}

/* What the sender wrote, without the traces of its way: the same mail has the
 * same digest in any folder and after any renumbering. Of what has no header
 * that we know, all bytes count. */
static char *digest(const char *bytes, gsize len)
{
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
	const char *end = bytes + len;
	bool any = false;
	const char *at = add_header(sum, bytes, end, &any);
	char *hex;

	if (!any)
		at = bytes;
	g_checksum_update(sum, (const guchar *)at, end - at);
	hex = g_strdup(g_checksum_get_string(sum));
	g_checksum_free(sum);
	return hex;
}

/* A Message-ID alone is no key: anybody may write one that exists. */
static gsize first_of(gsize len)
{
	return len < (gsize)MAIL_FIRST ? len : (gsize)MAIL_FIRST;
}

/* Nor is the rest of a large mail part of it, which may be read or not. */
static const char *ref_of(struct hw_host *h, const struct mail *m,
			  const char *bytes, gsize len)
{
	char *hex = digest(bytes, first_of(len));
	const char *ref;

	ref = *m->message_id && strlen(m->message_id) <= REF_ID_MAX
		      ? h->text(h, "%s#%.16s", m->message_id, hex)
		      : h->text(h, "sha256:%s", hex);
	g_free(hex);
	return ref;
}

static const char *bracketed(struct hw_host *h, const char *ids)
{
	GString *out = g_string_new(NULL);
	const char *kept;

	while (*ids) {
		size_t len = strcspn(ids, " ");

		if (len)
			g_string_append_printf(out, "%s<%.*s>",
					       out->len ? " " : "", (int)len,
					       ids);
		ids += len + (ids[len] == ' ');
	}
	kept = h->text(h, "%s", out->str);
	g_string_free(out, TRUE);
	return kept;
}

static const char *thread_of(struct hw_host *h, const struct mail *m,
			     const char *ref)
{
	size_t len = strcspn(m->references, " ");

	if (len)
		return h->text(h, "%.*s", (int)len, m->references);
	if (*m->in_reply_to)
		return m->in_reply_to;
	return *m->message_id ? m->message_id : ref;
}

/* What the writer's clock says, unless that cannot be. */
static struct hw_when moment(const struct mail *m, const struct todo *t)
{
	gint64 apart = m->date.ms - t->date_ms;

	if (m->date.basis != HW_NO_TIME &&
	    (!t->date_ms || (apart > -7 * DAY_MS && apart < DAY_MS)))
		return m->date;
	return (struct hw_when){ .ms = t->date_ms,
				 .basis = t->date_ms ? HW_UTC : HW_NO_TIME };
}

/* From our own address and not in Sent: nobody but the Sent folder says that
 * we wrote it, since anybody may write our address. No buyer either way. */
static int32_t origin_of(const struct page *p, const struct mail *m)
{
	if (p->sent)
		return HW_OWN;
	if (m->origin == HW_HUMAN &&
	    !g_ascii_strcasecmp(m->from_addr, p->e->address))
		return HW_LIST;
	return m->origin;
}

/* A server's size may be an estimate; but what it gives in whole pieces only is
 * not over. */
static bool was_cut(const struct todo *t, gsize len)
{
	return t->size > (gint64)len && len % (gsize)MAIL_FIRST == 0;
}

static const char *notice_of(const struct page *p, const struct mail *m,
			     const struct todo *t, gsize len)
{
	const char *cut = "", *own = "", *many = "";

	if (was_cut(t, len))
		cut = p->h->text(p->h,
				 "only the first %u of its %lld bytes were "
				 "read. ",
				 (unsigned)len, (long long)t->size);
	if (!p->sent && !g_ascii_strcasecmp(m->from_addr, p->e->address))
		own = "it bears our own address. ";
	if (m->files_count > FILES_TOLD)
		many = "of its files the first 100 are told. ";
	return g_strchomp(
		p->h->text(p->h, "%s%s%s%s", cut, own, many, m->notice));
}

/* Of a mail that was cut, the last of what was read may be a part of a file; an
 * empty one is none that came whole. */
static hw_status emit_files(struct hw_host *h, const struct mail *m, bool cut)
{
	hw_status rc = HW_OK;

	for (size_t i = 0; rc == HW_OK && i < m->files_count && i < FILES_TOLD;
	     i++) {
		const struct mail_file *f = &m->files[i];
		bool part = cut && i + 1 == m->files_count;

		rc = hw_emit_file_in(
			h, &(struct hw_file_in){
				   .name = f->name,
				   .type = f->type,
				   .bytes = part ? NULL : f->bytes,
				   .len = part && !f->size ? 1 : f->size,
				   .within = f->within });
	}
	return rc;
}

hw_status emit_unread(struct page *p, const struct todo *t, const char *bytes,
		      gsize len)
{
	char *hex = digest(bytes, len);
	struct hw_text_in in = {
		.ref = p->h->text(p->h, "sha256:%s", hex),
		.channel = "email",
		.subject = "(a mail that could not be read)",
		.notice = "reading it failed again and again; its bytes are "
			  "kept as they came",
		.origin = p->sent ? HW_OWN : HW_LIST,
		.at = { .ms = t->date_ms,
			.basis = t->date_ms ? HW_UTC : HW_NO_TIME },
		.raw = bytes,
		.raw_len = len,
	};

	g_free(hex);
	in.thread = in.ref;
	p->emitted++;
	return hw_emit_text_in(p->h, &in);
}

hw_status emit_mail(struct page *p, const struct todo *t, const char *bytes,
		    gsize len)
{
	struct mail *m = mail_read(bytes, len);
	struct hw_host *h = p->h;
	const char *ref = ref_of(h, m, bytes, len);
	struct hw_text_in in = {
		.ref = ref,
		.channel = "email",
		.thread = thread_of(h, m, ref),
		.from_name = m->from_name,
		.from_addr = m->from_addr,
		.to_addr = m->to_addr,
		.subject = m->subject,
		.text = m->text,
		.reply = m->reply,
		.message_id = bracketed(h, m->message_id),
		.in_reply_to = bracketed(h, m->in_reply_to),
		.references = bracketed(
			h, h->text(h, "%s %s", m->failed_id, m->references)),
		.notice = notice_of(p, m, t, len),
		.origin = origin_of(p, m),
		.quiet = m->marks != 0,
		.at = moment(m, t),
		.raw = bytes,
		.raw_len = first_of(len),
	};
	hw_status rc = hw_emit_text_in(h, &in);

	/* What machines enclose is about our mail, or for many. */
	if (rc == HW_OK && in.origin == HW_HUMAN)
		rc = emit_files(h, m, was_cut(t, len));
	mail_free(m);
	p->emitted++;
	return rc;
}

hw_status emit_missing(struct page *p, const struct todo *t)
{
	struct hw_text_in in = {
		.ref = p->h->text(p->h, "uid:%s:%lld:%u",
				  p->sent ? "sent" : "inbox",
				  (long long)p->validity, t->uid),
		.channel = "email",
		.subject = "(a mail that the server does not give)",
		.notice = p->h->text(p->h,
				     "the server could not give mail %u of "
				     "this folder; look there",
				     t->uid),
		.origin = p->sent ? HW_OWN : HW_LIST,
		.at = { .ms = t->date_ms,
			.basis = t->date_ms ? HW_UTC : HW_NO_TIME },
	};

	in.thread = in.ref;
	p->emitted++;
	return hw_emit_text_in(p->h, &in);
}
