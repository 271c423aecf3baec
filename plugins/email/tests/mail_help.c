/* mail_help.c - reading a mail, and what holds for any of them.
 * SPDX-License-Identifier: MIT */
#include <string.h>
#include <time.h>

#include "mail_help.h"

#define SECONDS_MAX 10 /* for one mail, under a sanitizer on a busy machine */

int start_mail(void **state)
{
	(void)state;
	return mail_start();
}

struct mail *read_text(const char *text)
{
	return mail_read(text, strlen(text));
}

static void assert_utf8(const struct mail *m)
{
	const char *const all[] = {
		m->message_id, m->in_reply_to, m->references, m->from_name,
		m->from_addr,  m->reply_to,    m->to_addr,    m->to,
		m->subject,    m->text,        m->reply,      m->html,
		m->notice,     m->failed_addr, m->failed_id,  m->failed_status
	};

	for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
		assert_true(g_utf8_validate(all[i], -1, NULL));
	for (size_t i = 0; i < m->files_count; i++) {
		assert_true(g_utf8_validate(m->files[i].name, -1, NULL));
		assert_true(g_utf8_validate(m->files[i].type, -1, NULL));
		assert_non_null(m->files[i].bytes);
	}
}

struct mail *read_soon(GString *s)
{
	time_t start = time(NULL);
	struct mail *m = mail_read(s->str, s->len);

	assert_true(time(NULL) - start <= SECONDS_MAX);
	assert_utf8(m);
	g_string_free(s, TRUE);
	return m;
}
