/* mail_fuzz.c - from the bytes of a mail to a ticket: the e-mail plugin's
 * reader, its record, and the desk that takes it in.
 *
 * fuzz: at most 16384 bytes of one.
 * SPDX-License-Identifier: MIT */
#include "base/encode.h"
#include "base/utf8.h"
#include "fuzz/desk.h"
#include "fuzz/fuzz.h"
#include "model/codec.h"
#include "wire/call.h"

/* Above is the desk's side, below the plugin's. */
#undef DAY_MS
#undef CLEANUP
#include "../../plugins/email/mail.h"
#include "../../plugins/email/page.h"

/* When the server got it; of mails with an odd length it does not tell. */
#define RECEIVED_MS INT64_C(1790000000000)

static void no_log(struct call *c, int32_t level, const char *text)
{
	(void)c, (void)level, (void)text;
}
static const struct call_door door = { .log = no_log };

static void check_reader(const uint8_t *data, size_t size)
{
	struct mail *m = mail_read(data, size);
	const char *const all[] = {
		m->message_id, m->in_reply_to, m->references, m->from_name,
		m->from_addr,  m->reply_to,    m->to_addr,    m->to,
		m->subject,    m->text,        m->reply,      m->html,
		m->notice,     m->failed_addr, m->failed_id,  m->failed_status
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		FUZZ_HOLDS(all[i] && utf8_check(all[i], strlen(all[i])) < 0,
			   "text %zu of the mail is none", i);
	for (size_t i = 0; i < 9; i++)
		FUZZ_HOLDS(!strpbrk(all[i], "\r\n"), "text %zu has two lines",
			   i);
	for (size_t i = 0; i < m->files_count; i++)
		FUZZ_HOLDS(!strpbrk(m->files[i].name, "/\\\r\n"),
			   "a file called %s", m->files[i].name);
	FUZZ_HOLDS(m->origin == HW_HUMAN || m->origin == HW_BOUNCE ||
			   m->origin == HW_AUTO_REPLY || m->origin == HW_LIST,
		   "a mail of origin %d", m->origin);
	mail_free(m);
}

/* Its one record, as the wire has it. */
static void read_record(struct str *out, const uint8_t *data, size_t size)
{
	static struct email account;
	struct todo todo = { .uid = 4,
			     .size = (gint64)size,
			     .date_ms = size % 2 ? 0 : RECEIVED_MS };
	struct page page = { .e = &account };
	struct call c;

	account.address = (char *)(uintptr_t) "help@shop.example";
	call_start(&c, &door, NULL, "channel.fetch");
	c.now = INT64_C(1790000000000);
	page.h = &c.host;
	emit_mail(&page, &todo, (const char *)data, size);
	FUZZ_HOLDS(call_end(&c, HW_OK) == HW_OK, "broken: %s", c.why);
	FUZZ_HOLDS(c.count == 1 && !c.repaired, "%d records%s", c.count,
		   c.repaired ? ", and not UTF-8" : "");
	str_add(out, str_c(&c.records), c.records.len);
	call_release(&c);
}

/* No record without its source: the bytes stand beside what was read of them.
 */
static void check_record(const struct str *line, const uint8_t *data,
			 size_t size)
{
	struct arena arena = ARENA_INIT;
	struct hw_text_in in;
	struct err err = { 0 };
	cJSON *json = json_parse(str_c(line), line->len, &err);

	FUZZ_HOLDS(json && record_from_json(&in, &text_in_kind, json, &arena,
					    &err) == 0,
		   "the record is refused: %s", err.text);
	FUZZ_HOLDS(*in.ref && *in.thread && text_eq(in.channel, "email"),
		   "a record without ref or thread");
	FUZZ_HOLDS(in.raw_len == size && !memcmp(in.raw, data, size),
		   "%zu bytes of %zu are kept", in.raw_len, size);
	json_free(json);
	arena_release(&arena);
}

static void take_in(const struct str *line)
{
	struct desk *d = fuzz_desk();
	struct delivery out;

	fuzz_deliver(d, "shop", fuzz_order, strlen(fuzz_order), &out);
	fuzz_deliver(d, "mail", str_c(line), line->len, &out);
	FUZZ_HOLDS(out.taken == 1 && !out.quarantined,
		   "the desk takes %lld and refuses %lld", (long long)out.taken,
		   (long long)out.quarantined);
	FUZZ_HOLDS(fuzz_count(d, "SELECT count(*) FROM messages") == 1 &&
			   fuzz_count(d, "SELECT count(*) FROM tickets") <= 1,
		   "one mail is more than one message or ticket");
	/* An order is believed of its own buyer only. */
	FUZZ_HOLDS(fuzz_count(d,
			      "SELECT count(*) FROM tickets t, messages m "
			      "WHERE t.order_ref = 'O1' AND "
			      "lower(m.from_addr) <> 'ann@example.com'") == 0,
		   "a stranger's mail hangs on the order");
	fuzz_deliver(d, "mail", str_c(line), line->len, &out);
	FUZZ_HOLDS(out.unchanged == 1, "the same mail says something new");
	fuzz_desk_holds(d, false);
	desk_close(d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(str_release) struct str line = STR_INIT;

	if (!size)
		return -1;
	if (mail_start())
		fuzz_fail("GMime cannot work here");
	check_reader(data, size);
	read_record(&line, data, size);
	check_record(&line, data, size);
	take_in(&line);
	return 0;
}
