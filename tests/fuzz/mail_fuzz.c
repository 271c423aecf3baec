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
#include "model/records.h"
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

/* Its records, as the wire has them, and the bytes of its files. */
struct read {
	struct str lines, files;
};

static void read_records(struct read *out, const uint8_t *data, size_t size)
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
	FUZZ_HOLDS(c.count >= 1 && c.count <= 101 && !c.repaired,
		   "%d records%s", c.count,
		   c.repaired ? ", and not UTF-8" : "");
	FUZZ_HOLDS(c.beside.len <= size, "%zu bytes of files in a mail of %zu",
		   c.beside.len, size);
	str_add(&out->lines, str_c(&c.records), c.records.len);
	str_add(&out->files, str_c(&c.beside), c.beside.len);
	call_release(&c);
}

/* No record without its source: the bytes stand beside what was read of them.
 */
static void check_text(const char *line, size_t len, const uint8_t *data,
		       size_t size)
{
	struct arena arena = ARENA_INIT;
	struct hw_text_in in;
	struct err err = { 0 };
	cJSON *json = json_parse(line, len, &err);

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

/* Each has its text, and bytes of its own or none. */
static size_t check_file(const char *line, size_t len)
{
	struct arena arena = ARENA_INIT;
	struct file_in f;
	struct err err = { 0 };
	cJSON *json = json_parse(line, len, &err);
	int64_t beside = json_i64(json, "beside", 0);

	FUZZ_HOLDS(json && record_from_json(&f, &file_in_kind, json, &arena,
					    &err) == 0,
		   "a file is refused: %s", err.text);
	FUZZ_HOLDS(text_starts(f.ref, f.text_ref), "a file of another text");
	FUZZ_HOLDS(beside == 0 || beside == f.size, "%lld bytes of %lld",
		   (long long)beside, (long long)f.size);
	FUZZ_HOLDS(!f.evidence && !f.refused && !f.mime,
		   "the plugin judges a file");
	json_free(json);
	arena_release(&arena);
	return (size_t)beside;
}

static void check_records(const struct read *r, const uint8_t *data,
			  size_t size)
{
	const char *line = str_c(&r->lines);
	size_t len = strcspn(line, "\n"), sum = 0;

	check_text(line, len, data, size);
	for (line += len + 1; *line; line += len + 1) {
		len = strcspn(line, "\n");
		sum += check_file(line, len);
	}
	FUZZ_HOLDS(sum == r->files.len, "%zu bytes of files and %zu beside",
		   sum, r->files.len);
}

/* Files are kept with a ticket only, no more than so many, and as photos. */
static void check_kept(struct desk *d)
{
	FUZZ_HOLDS(fuzz_count(d, "SELECT count(*) FROM evidence WHERE type = "
				 "'photo'") <= 2,
		   "more files than are taken");
	FUZZ_HOLDS(fuzz_count(d, "SELECT count(*) FROM files_in i JOIN "
				 "messages m ON m.id = i.message WHERE "
				 "m.ticket IS NULL OR m.origin <> 1") == 0,
		   "files of nobody's matter are kept");
	FUZZ_HOLDS(fuzz_count(d, "SELECT count(*) FROM files_in WHERE "
				 "(evidence > 0) = (refused > 0)") == 0,
		   "a file that is neither taken nor refused");
}

static void take_in(const struct read *r)
{
	struct desk *d = fuzz_desk();
	struct delivery out;
	int64_t all;

	fuzz_deliver(d, "shop", fuzz_order, strlen(fuzz_order), &out);
	fuzz_deliver_files(d, "mail", &r->lines, &r->files, &out);
	all = out.taken + out.unchanged;
	FUZZ_HOLDS(out.taken >= 1 && !out.quarantined,
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
	check_kept(d);
	fuzz_deliver_files(d, "mail", &r->lines, &r->files, &out);
	FUZZ_HOLDS(out.unchanged == all, "the same mail says something new");
	fuzz_desk_holds(d, false);
	desk_close(d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct read r = { STR_INIT, STR_INIT };

	if (!size)
		return -1;
	if (mail_start())
		fuzz_fail("GMime cannot work here");
	check_reader(data, size);
	read_records(&r, data, size);
	check_records(&r, data, size);
	take_in(&r);
	str_release(&r.lines);
	str_release(&r.files);
	return 0;
}
