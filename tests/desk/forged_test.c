/* forged_test.c - mails that cite ids and numbers which they should not know:
 * none of them joins another's ticket, and none is lost.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/desk_help.h"
#include "help/draw.h"
#include "help/full.h"

#define OURS 3 /* tickets with a reply of ours */

static struct desk *d;
static char *ids[OURS];
static uint64_t seed, state;

static void arrives(int n, struct mail_line m)
{
	CLEANUP(str_release) struct str line = STR_INIT;
	char ref[24];

	snprintf(ref, sizeof ref, "m%d", n);
	m.ref = m.message_id = ref;
	/* The plugin takes the thread from the first reference. */
	m.thread = m.references;
	put_mail_line(&line, m);
	must_hear(d, "mail", str_c(&line));
}

static void order(int n, const char *placed, const char *email)
{
	CLEANUP(str_release) struct str line = STR_INIT;
	char ref[16], name[16];

	snprintf(ref, sizeof ref, "O%d", n);
	snprintf(name, sizeof name, "#100%d", n);
	put_order_line(&line, (struct order_line){ .ref = ref,
						   .name = name,
						   .placed = placed,
						   .email = email });
	deliver_line(d, "shop", &line);
}

/* Ann, Bob and Cid have an order, a ticket and a reply each. */
static void three_matters(void)
{
	static const char *const who[OURS] = { "ann@example.com",
					       "bob@example.com",
					       "cid@example.com" };

	for (int i = 0; i < OURS; i++) {
		struct arena a = ARENA_INIT;

		order(i + 1, NULL, who[i]);
		arrives(i + 1, (struct mail_line){ .from = who[i],
						   .subject = "hello" });
		ids[i] = xstrdup(db_text(desk_db(d), &a,
					 "SELECT message_id FROM actions WHERE "
					 "ticket = ?1 AND verb = 'reply'",
					 "i", (int64_t)i + 1));
		assert_true(*ids[i]);
		arena_release(&a);
	}
}

static int begin(void **unused)
{
	(void)unused;
	seed = state = full_seed(20261128);
	d = open_desk();
	three_matters();
	return 0;
}

static int end(void **unused)
{
	(void)unused;
	desk_close(d);
	for (int i = 0; i < OURS; i++)
		free(ids[i]);
	return 0;
}

/* -- forgeries -- */

static void put_random(struct str *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		str_putc(s,
			 "abcdefghijklmnopqrstuvwxyz234567"[draw(&state, 32)]);
}

static void put_formats(struct str *s, int ticket)
{
	switch (draw(&state, 8)) {
	case 0:
		str_printf(s, "<reply-%d-1700000000@shop.example>", ticket);
		break;
	case 1:
		str_printf(s, "<ticket-%d@shop.example>", ticket);
		break;
	case 2:
		str_printf(s, "<t%d@shop.example>", ticket);
		break;
	case 3:
		str_printf(s, "<t%d.@shop.example>", ticket);
		break;
	case 4:
		str_printf(s, "<t%d.%%@shop.example>", ticket);
		break;
	case 5:
		str_printf(s, "<t%d.' OR '1'='1@shop.example>", ticket);
		break;
	case 6:
		str_printf(s, "<T-%d.", ticket);
		put_random(s, 32);
		str_puts(s, "@shop.example>");
		break;
	default:
		str_printf(s, "t%d", ticket);
	}
}

/* One bit of it, or one letter of its case. */
static void put_flipped(struct str *s, const char *id)
{
	size_t at = 1 + draw(&state, strlen(id) - 2);

	for (size_t i = 0; id[i]; i++) {
		unsigned char c = (unsigned char)id[i];

		if (i == at)
			c = (unsigned char)(c ^ (1u << draw(&state, 7)));
		if (i == at && (c <= ' ' || c > '~'))
			c = id[i] == '!' ? '"' : '!';
		str_putc(s, (char)c);
	}
}

static void put_cut(struct str *s, const char *id)
{
	const char *dot = strchr(id, '.'), *domain = strchr(id, '@');
	size_t secret = (size_t)(domain - dot) - 1, keep = draw(&state, secret);

	str_add(s, id, (size_t)(dot + 1 - id));
	str_add(s, dot + 1, keep);
	if (draw(&state, 2)) /* filled up with a guess */
		put_random(s, secret - keep);
	str_puts(s, domain);
}

/* The right code below another number, or another domain. */
static void put_moved(struct str *s, int ticket)
{
	const char *id = ids[ticket - 1], *dot = strchr(id, '.');

	if (draw(&state, 3) == 0)
		str_printf(s, "%.*s@evil.example>", (int)(strchr(id, '@') - id),
			   id);
	else
		str_printf(s, "<t%d%s", ticket % OURS + 1, dot);
}

static void put_id(struct str *s, int kind, int ticket)
{
	switch (kind) {
	case 0:
		str_printf(s, "<t%d.", ticket);
		put_random(s, 32);
		str_puts(s, "@shop.example>");
		break;
	case 1:
		put_flipped(s, ids[ticket - 1]);
		break;
	case 2:
		put_cut(s, ids[ticket - 1]);
		break;
	case 3:
		put_moved(s, ticket);
		break;
	case 4:
		put_formats(s, ticket);
		break;
	default: /* the true one, from somebody who is no party of it */
		str_puts(s, ids[ticket - 1]);
	}
}

static void put_tag(struct str *s, int ticket)
{
	static const char *const forms[] = { "[T-%d] hello",  "Re: T-%d",
					     "[#%d] hello",   "Ticket #%d",
					     "[Ticket:%d]",   "(Case %d)",
					     "Re: [T-%d/abc]" };
	const char *form = forms[draw(&state, COUNT_OF(forms))];
	const char *gap = strstr(form, "%d");

	str_printf(s, "%.*s%d%s", (int)(gap - form), form, ticket, gap + 2);
}

/* Nobody we know, or another's buyer. */
static const char *forger(int ticket, char *buffer, size_t size)
{
	if (draw(&state, 4) == 0)
		return ticket == 1 ? "bob@example.com" : "ann@example.com";
	snprintf(buffer, size, "eve%d@evil.example", (int)draw(&state, 100));
	return buffer;
}

static void no_forged_id_joins_a_ticket(void **unused)
{
	enum { FORGED = 1000 };
	int64_t before[OURS + 1] = { 0 };

	(void)unused;
	for (int n = 0; n < FORGED; n++) {
		CLEANUP(str_release) struct str id = STR_INIT, tag = STR_INIT;
		int ticket = 1 + (int)draw(&state, OURS);
		char buffer[40];
		struct mail_line m = { .from = forger(ticket, buffer,
						      sizeof buffer),
				       .subject = "hi" };
		int64_t joined, own;

		put_id(&id, n % 6, ticket);
		put_tag(&tag, ticket);
		if (draw(&state, 3))
			m.in_reply_to = str_c(&id);
		if (draw(&state, 3) || !m.in_reply_to)
			m.references = str_c(&id);
		if (draw(&state, 2))
			m.subject = str_c(&tag);
		own = text_eq(m.from, "ann@example.com")   ? 1
		      : text_eq(m.from, "bob@example.com") ? 2
							   : 0;
		arrives(100 + n, m);
		joined = db_i64(desk_db(d), -1,
				"SELECT coalesce(ticket, 0) FROM messages "
				"WHERE ref = 'm' || ?1",
				"i", INT64_C(100) + n);
		/* A buyer's own matter is found by the address, or none. */
		if (joined == ticket || (joined && joined != own))
			fail_msg("seed %llu, %d: %s from %s joined T-%lld",
				 (unsigned long long)seed, n, str_c(&id),
				 m.from, (long long)joined);
		before[own]++;
	}
	assert_int_equal(one(d, "SELECT count(*) FROM messages"),
			 FORGED + OURS);
	assert_int_equal(one(d, "SELECT count(*) FROM messages WHERE ticket IS "
				"NULL"),
			 before[0]);
	before[1] += before[2];
	print_message("# seed %llu: %d forged, 0 attached, %lld listed, %lld "
		      "to their sender's own ticket, 0 lost\n",
		      (unsigned long long)seed, FORGED, (long long)before[0],
		      (long long)before[1]);
}

/* Else the test above would pass for a desk that knows no id of its own. By
 * the address alone it would be the latest order's. */
static void the_true_id_in_the_buyers_hands_does(void **unused)
{
	struct mail_line m = { .from = "cid@example.com",
			       .subject = "hi",
			       .in_reply_to = ids[2] };

	(void)unused;
	order(9, "2026-09-21T10:00:00Z", "cid@example.com");
	arrives(9, m);
	assert_int_equal(one(d, "SELECT ticket FROM messages WHERE ref = 'm9'"),
			 3);
	m.in_reply_to = "<t3.other@shop.example>";
	arrives(10, m);
	assert_int_equal(
		one(d, "SELECT ticket FROM messages WHERE ref = 'm10'"), 4);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(no_forged_id_joins_a_ticket),
		TEST(the_true_id_in_the_buyers_hands_does),
	};
	struct err err = { 0 };

	if (hash_start(&err))
		return 71;
	return cmocka_run_group_tests_name("forged", tests, NULL, NULL);
}
