/* lines.c - see lines.h.
 * SPDX-License-Identifier: MIT */
#include "help/lines.h"

#include "base/json.h"
#include "base/mem.h"

static void put(struct jw *w, const char *name, const char *text)
{
	if (text)
		jw_kv_text(w, name, text);
}

static void put_dollars(struct jw *w, const char *name, const char *amount)
{
	if (!amount)
		return;
	jw_key(w, name);
	jw_object(w);
	jw_kv_text(w, "amount", amount);
	jw_kv_text(w, "currency", "USD");
	jw_end(w);
}

static void begin(struct jw *w, const char *kind, const char *ref)
{
	jw_object(w);
	jw_kv_text(w, "kind", kind);
	put(w, "ref", ref);
}

static void end(struct jw *w, struct str *out)
{
	jw_end(w);
	str_putc(out, '\n');
}

void put_order_line(struct str *out, struct order_line o)
{
	struct jw w = JW_INIT(out);

	begin(&w, "order", o.ref);
	put(&w, "name", o.name);
	if (o.version)
		jw_kv_i64(&w, "version", o.version);
	put(&w, "status", "open");
	put(&w, "placed", o.placed ? o.placed : "2026-09-20T10:00:00Z");
	put(&w, "buyer_ref", o.buyer_ref);
	put(&w, "buyer_name", o.buyer_name);
	put(&w, "email", o.email);
	put(&w, "lang", o.lang);
	put_dollars(&w, "total", o.total);
	end(&w, out);
}

void put_payment_line(struct str *out, struct payment_line p)
{
	struct jw w = JW_INIT(out);

	begin(&w, "payment", p.ref);
	put(&w, "order_ref", p.order_ref);
	put(&w, "type", p.type ? p.type : "sale");
	put(&w, "status", p.status ? p.status : "success");
	put_dollars(&w, "amount", p.amount);
	put(&w, "note", p.note);
	put(&w, "at", p.at);
	end(&w, out);
}

void put_mail_line(struct str *out, struct mail_line m)
{
	CLEANUP(free_ptr) char *id = xasprintf("<%s@x>", m.ref);
	struct jw w = JW_INIT(out);

	begin(&w, "text_in", m.ref);
	put(&w, "channel", "email");
	put(&w, "thread", m.thread ? m.thread : m.ref);
	put(&w, "from_addr", m.from);
	put(&w, "subject", m.subject);
	put(&w, "text", m.text ? m.text : "It was not received");
	put(&w, "lang", m.lang);
	put(&w, "message_id", m.message_id ? m.message_id : id);
	put(&w, "in_reply_to", m.in_reply_to);
	put(&w, "references", m.references);
	put(&w, "origin", m.origin ? m.origin : "human");
	if (m.quiet)
		jw_kv_bool(&w, "quiet", true);
	put(&w, "at", m.at ? m.at : "2026-09-21T10:00:00Z");
	end(&w, out);
}
