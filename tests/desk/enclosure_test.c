/* enclosure_test.c - a carrier's proof of delivery goes with the reply that
 * names it, and with no other.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/desk_help.h"
#include "desk/reply/enclosure.h"
#include "help/fake_brain.h"
#include "help/place.h"

#define NAME "proof-of-delivery-1.pdf"

#define SHIPMENT                                                      \
	"{\"kind\":\"shipment\",\"ref\":\"S1\",\"order_ref\":\"O1\"," \
	"\"carrier\":\"dhl\",\"tracking\":\"3318810025\",\"status\":" \
	"\"delivered\",\"shipped\":\"2026-09-20T12:00:00Z\"}\n"
/* bytes: in base 64 */
#define PROOF(mime, bytes)                                                   \
	"{\"kind\":\"evidence\",\"ref\":\"E1\",\"tracking\":\"3318810025\"," \
	"\"type\":\"proof_of_delivery\",\"mime\":\"" mime                    \
	"\",\"name\":\"A. Smith\",\"url\":\"https://carrier.example/pod\","  \
	"\"bytes\":\"" bytes "\",\"at\":\"2026-09-21T09:00:00Z\"}\n"
#define PDF "JVBERi0xLjQK"                  /* "%PDF-1.4\n" */
#define HTML "PGh0bWw+c2lnbiBpbjwvaHRtbD4=" /* "<html>sign in</html>" */

static int64_t most;        /* bytes that the mailbox carries */
static const char *seen[3]; /* proof, proof_file, proof_link of the last text */

static bool carries(const struct brain *b, const char *instance,
		    const char *mime, int64_t size)
{
	(void)b;
	return text_eq(instance, "mail") && text_eq(mime, "application/pdf") &&
	       size <= most;
}

static int render(const struct brain *b, const char *template_id,
		  const char *lang, const struct slot_value *slots,
		  size_t count, struct arena *arena, struct rendered *out,
		  struct err *err)
{
	static const char *const names[] = { "proof", "proof_file",
					     "proof_link" };

	(void)b, (void)template_id, (void)lang, (void)err;
	for (size_t k = 0; k < COUNT_OF(names); k++) {
		seen[k] = "";
		for (size_t i = 0; i < count; i++)
			if (text_eq(slots[i].name, names[k]))
				seen[k] = arena_strdup(arena, slots[i].text);
	}
	out->subject = NULL;
	out->text = arena_printf(arena, "The proof: %s",
				 *seen[1] ? seen[1] : seen[2]);
	return 0;
}

/* With its proof, and the buyer's mail: a reply is proposed. */
static struct desk *desk_with(const char *proof)
{
	struct delivery out;
	struct desk *d;

	test_brain = fake_brain();
	test_brain.carries = carries;
	test_brain.render = render;
	now_ms = BEGIN_MS;
	d = open_desk_at(scratch_dir(), ":memory:");
	add_shops(d);
	deliver(d, "shop", ORDER SHIPMENT, &out);
	if (proof)
		deliver(d, "shop", proof, &out);
	deliver(d, "mail", MAIL("m1", "it says delivered and is not here"),
		&out);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE verb = "
				"'reply' AND state = 2"),
			 1);
	return d;
}

static void a37_a_reply_that_names_the_proof_has_it_with_it(void **state)
{
	struct enclosed_list list = { 0 };
	struct arena arena = ARENA_INIT;
	struct err err = { 0 };
	struct desk *d;

	(void)state;
	most = 1000;
	d = desk_with(PROOF("application/pdf; charset=binary", PDF));
	assert_string_equal(one_text(d, "SELECT text FROM actions"),
			    "The proof: " NAME);
	if (enclosure_read(d, one_text(d, "SELECT files FROM actions"), &arena,
			   &list, &err))
		fail_msg("%s", err.text);
	assert_int_equal(list.len, 1);
	assert_string_equal(list.at[0].what.name, NAME);
	assert_string_equal(list.at[0].what.mime, "application/pdf");
	assert_string_equal(str_c(&list.at[0].bytes), "%PDF-1.4\n");
	enclosures_free(&list);
	arena_release(&arena);
	ends_the_same(d);
}

static void what_a_person_writes_decides_by_what_it_names(void **state)
{
	struct desk *d;

	(void)state;
	most = 1000;
	d = desk_with(PROOF("application/pdf", PDF));
	must_do(d, "reply", "mia", "{\"ticket\":1,\"text\":\"It is there.\"}");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE id = 2 AND "
				"files IS NULL"),
			 1);
	must_do(d, "reply", "mia", "{\"ticket\":1,\"text\":\"See " NAME ".\"}");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE id = 3 AND "
				"files LIKE '1:%'"),
			 1);
	ends_the_same(d);
}

static void where_it_cannot_be_carried_there_is_a_link(void **state)
{
	struct err err = { 0 };
	struct desk *d;

	(void)state;
	most = 5;
	d = desk_with(PROOF("application/pdf", PDF));
	assert_string_equal(one_text(d, "SELECT text FROM actions"),
			    "The proof: https://carrier.example/pod");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE files IS "
				"NULL"),
			 1);
	assert_int_equal(do_cmd(d, "reply", "mia",
				"{\"ticket\":1,\"text\":\"See " NAME ".\"}",
				&err),
			 -1);
	assert_int_equal(err.code, ERR_DATA);
	assert_non_null(strstr(err.text, "cannot carry"));
	ends_the_same(d);
}

static void a37_without_a_proof_a_text_is_told_so(void **state)
{
	struct desk *d;

	(void)state;
	most = 1000;
	d = desk_with(NULL);
	assert_string_equal(seen[0], "none");
	assert_string_equal(seen[1], "");
	assert_string_equal(seen[2], "");
	ends_the_same(d);
}

/* So the reply is refused, and an agent is told why. */
static void cannot_be_read(struct desk *d, const char *why)
{
	struct enclosed_list list = { 0 };
	struct arena arena = ARENA_INIT;
	struct err err = { 0 };

	assert_int_equal(
		enclosure_read(d, one_text(d, "SELECT files FROM actions"),
			       &arena, &list, &err),
		-1);
	assert_int_equal(err.code, ERR_DATA);
	if (!strstr(err.text, why))
		fail_msg("%s", err.text);
	enclosures_free(&list);
	arena_release(&arena);
}

static void what_was_erased_does_not_leave(void **state)
{
	struct desk *d;

	(void)state;
	most = 1000;
	d = desk_with(PROOF("application/pdf", PDF));
	run_sql(d, "DELETE FROM files WHERE evidence = 1");
	cannot_be_read(d, "was erased");
	desk_close(d);
}

static void a_page_that_calls_itself_a_document_does_not_leave(void **state)
{
	struct desk *d;

	(void)state;
	most = 1000;
	d = desk_with(PROOF("application/pdf", HTML));
	cannot_be_read(d, "is not what it is said to be");
	desk_close(d);
}

static void a_kind_of_file_that_is_not_known_is_only_linked(void **state)
{
	struct desk *d;

	(void)state;
	most = 1000;
	d = desk_with(PROOF("image/svg+xml", HTML));
	assert_string_equal(seen[0], "link");
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a37_a_reply_that_names_the_proof_has_it_with_it),
		cmocka_unit_test(what_a_person_writes_decides_by_what_it_names),
		cmocka_unit_test(where_it_cannot_be_carried_there_is_a_link),
		cmocka_unit_test(a37_without_a_proof_a_text_is_told_so),
		cmocka_unit_test(what_was_erased_does_not_leave),
		cmocka_unit_test(
			a_page_that_calls_itself_a_document_does_not_leave),
		cmocka_unit_test(
			a_kind_of_file_that_is_not_known_is_only_linked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
