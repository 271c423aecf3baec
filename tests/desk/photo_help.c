/* photo_help.c - see photo_help.h.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/photo_help.h"

#include "base/when.h"
#include "desk/intake/evidence.h"

bool offered;
const char *scanner, *letters;
struct sent sent = { STR_INIT, STR_INIT, 0 };

const struct file lamp = FILE_OF("lamp.jpg", "image/jpeg", JPEG("light"));

static bool uploads(const struct brain *b, const char *platform,
		    struct upload_terms *out)
{
	(void)b, (void)platform;
	*out = (struct upload_terms){ .base = "",
				      .types = "image/jpeg image/png",
				      .scanner = scanner,
				      .bytes = 40000,
				      .files = 3,
				      .valid_ms = DAY_MS };
	return offered;
}

struct desk *photo_desk(void)
{
	struct desk *d;

	offered = true;
	scanner = "";
	letters = NULL;
	d = loop_desk();
	test_brain.uploads = uploads;
	return d;
}

void put_file(const char *ref, const struct file *f)
{
	struct jw w = JW_INIT(&sent.lines);
	CLEANUP(free_ptr) char *own = xasprintf("%s/%d", ref, ++sent.files);
	CLEANUP(str_release) struct str at = STR_INIT;

	instant_put(&at, now_ms);
	jw_object(&w);
	jw_kv_text(&w, "kind", "file_in");
	jw_kv_text(&w, "ref", own);
	jw_kv_text(&w, "text_ref", ref);
	jw_kv_text(&w, "name", f->name);
	jw_kv_text(&w, "type", f->type);
	jw_kv_i64(&w, "size", (int64_t)f->len);
	jw_kv_text(&w, "at", str_c(&at));
	if (f->within)
		jw_kv_bool(&w, "within", true);
	if (f->bytes) {
		jw_kv_i64(&w, "beside", (int64_t)f->len);
		str_add(&sent.bytes, f->bytes, f->len);
	}
	jw_end(&w);
	str_putc(&sent.lines, '\n');
}

void put_mail(const char *ref, const char *from, const char *text,
	      const struct file *files, size_t count)
{
	CLEANUP(str_release) struct str at = STR_INIT;

	now_ms += MINUTE_MS;
	instant_put(&at, now_ms);
	sent.files = 0;
	put_mail_line(&sent.lines, (struct mail_line){ .ref = ref,
						       .thread = "t",
						       .from = from,
						       .subject = "a question",
						       .text = text,
						       .at = str_c(&at) });
	for (size_t i = 0; i < count; i++)
		put_file(ref, &files[i]);
}

struct delivery what_was_sent(struct desk *d, const char *via)
{
	return (struct delivery){
		.instance = "mail",
		.via = via,
		.shop = one(d, "SELECT id FROM shops WHERE label = 'mail'"),
		.records = str_c(&sent.lines),
		.records_len = sent.lines.len,
		.beside = sent.bytes.len ? str_c(&sent.bytes) : NULL,
		.beside_len = sent.bytes.len,
		.scanned = letters
	};
}

void hand_in(struct desk *d, struct delivery *out)
{
	struct err err = { 0 };

	*out = what_was_sent(d, "sync");
	must(desk_deliver(d, out, &err), &err);
}

void forget_sent(void)
{
	str_release(&sent.lines);
	str_release(&sent.bytes);
	sent.lines = sent.bytes = (struct str)STR_INIT;
}

struct delivery mail(struct desk *d, const char *ref, const char *from,
		     const char *text, const struct file *files, size_t count)
{
	struct delivery out;

	put_mail(ref, from, text, files, count);
	hand_in(d, &out);
	forget_sent();
	return out;
}

void has_the_lamp(struct desk *d)
{
	CLEANUP(str_release) struct str bytes = STR_INIT;
	struct err err = { 0 };

	assert_int_equal(evidence_read(d,
				       one(d, "SELECT evidence FROM files_in"),
				       &bytes, &err),
			 1);
	assert_int_equal(bytes.len, lamp.len);
	assert_memory_equal(bytes.at, lamp.bytes, lamp.len);
}
