/* log_test.c - one event, one line; masks that tell nothing.
 *
 * Takes log.c in whole, to reach its SipHash.
 * SPDX-License-Identifier: MIT */
#include "base_test.h"

#include <fcntl.h>
#include <signal.h>

#include "base/log.c" /* NOLINT(bugprone-suspicious-include) */

static int kept_stderr = -1;

/* Standard error goes to a file until told() reads it. */
static void listen(void)
{
	CLEANUP(free_ptr) char *path = scratch("said");
	CLEANUP(close_fd)
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	kept_stderr = dup(STDERR_FILENO);
	dup2(fd, STDERR_FILENO);
}

static void told(struct str *s)
{
	CLEANUP(free_ptr) char *path = scratch("said");

	dup2(kept_stderr, STDERR_FILENO);
	close_fd(&kept_stderr);
	read_path(s, path);
}

static int lines_of(const struct str *s)
{
	int n = 0;

	for (size_t i = 0; i < s->len; i++)
		n += s->at[i] == '\n';
	return n;
}

static void a_line_is_time_level_component_and_message(void **unused)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	const char *form = "dddd-dd-ddTdd:dd:dd.dddZ warning desk order 7\n";

	(void)unused;
	log_open("desk", LOG_INFO);
	listen();
	log_warning("order %d", 7);
	told(&s);
	assert_int_equal(s.len, strlen(form));
	for (size_t i = 0; i < s.len; i++)
		if (i < 24 && form[i] == 'd')
			assert_true(s.at[i] >= '0' && s.at[i] <= '9');
		else
			assert_int_equal(s.at[i], form[i]);
}

static void a_whole_second_has_its_milliseconds_too(void **unused)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	(void)unused;
	put_time(&s, 1795514400000);
	assert_string_equal(str_c(&s), "2026-11-24T10:00:00.000Z");
}

static void what_could_end_a_line_or_drive_a_terminal_is_escaped(void **unused)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	(void)unused;
	listen();
	log_info("a\nb\r\x1B[2J\x7F é\xC2\x9B\xFFz");
	told(&s);
	assert_int_equal(lines_of(&s), 1);
	assert_non_null(
		strstr(s.at, "a\\x0ab\\x0d\\x1b[2J\\x7f é\\xc2\\x9b\\xffz\n"));
}

static void repeats_are_counted_and_told_once(void **unused)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	(void)unused;
	listen();
	for (int i = 0; i < 5; i++)
		log_warning("again");
	log_info("other");
	log_info("more");
	told(&s);
	assert_int_equal(lines_of(&s), 4);
	assert_non_null(strstr(s.at, " warning desk again\n"));
	assert_non_null(
		strstr(s.at, " warning desk last line repeated 4 times\n"));
	assert_non_null(strstr(s.at, " info desk more\n"));
}

static void long_lines_that_differ_at_the_end_are_two(void **unused)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	char text[1000];

	(void)unused;
	memset(text, 'a', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	listen();
	log_info("%s", text);
	text[sizeof text - 2] = 'b';
	log_info("%s", text);
	told(&s);
	assert_int_equal(lines_of(&s), 2);
}

static void an_overlong_line_is_cut_between_characters(void **unused)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	CLEANUP(str_release) struct str text = STR_INIT;

	(void)unused;
	for (int i = 0; i < 3000; i++)
		str_puts(&text, "語");
	listen();
	log_info("%s", str_c(&text));
	told(&s);
	assert_true(s.len > 4000 && s.len < 4200);
	assert_true(text_ends(s.at, "語…\n"));
	assert_int_equal(utf8_check(s.at, s.len), -1);
}

static void levels_below_the_least_are_silent(void **unused)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	(void)unused;
	log_open("desk", LOG_ERROR);
	listen();
	log_debug("no");
	log_info("no");
	log_warning("no");
	log_error("yes");
	told(&s);
	assert_int_equal(lines_of(&s), 1);
	assert_non_null(strstr(s.at, " error desk yes\n"));
	log_open("desk", LOG_INFO);
}

/* A pipe that nobody reads: its lines are lost and counted, and nothing waits.
 */
static void a_pipe_that_nobody_reads_holds_nothing_up(void **unused)
{
	char bytes[1 << 16] = { 0 };
	int fds[2], kept = dup(STDERR_FILENO);
	ssize_t n;

	(void)unused;
	assert_int_equal(pipe2(fds, O_NONBLOCK), 0);
	assert_int_equal(fcntl(fds[1], F_SETFL, 0), 0);
	dup2(fds[1], STDERR_FILENO);
	alarm(20); /* a write that waits ends the test */
	for (int i = 0; i < 3000; i++)
		log_info("line %d", i);
	do {
		n = read(fds[0], bytes, sizeof bytes);
	} while (n == (ssize_t)sizeof bytes);
	log_info("it is read again");
	n = read(fds[0], bytes, sizeof bytes - 1);
	alarm(0);
	dup2(kept, STDERR_FILENO);
	bytes[n > 0 ? n : 0] = '\0';
	assert_non_null(strstr(bytes, " lines of the log were lost\n"));
	assert_non_null(strstr(bytes, " it is read again\n"));
	/* And one whose reader is gone. */
	signal(SIGPIPE, SIG_IGN);
	close(fds[0]);
	dup2(fds[1], STDERR_FILENO);
	log_info("into the void");
	dup2(kept, STDERR_FILENO);
	close(fds[1]);
	close(kept);
}

/* The vectors of the SipHash paper (appendix A) and its reference program:
 * key and message are 00 01 02 ... */
static void the_digest_is_siphash_2_4(void **unused)
{
	static const uint64_t key[2] = { UINT64_C(0x0706050403020100),
					 UINT64_C(0x0F0E0D0C0B0A0908) };
	char text[15];

	(void)unused;
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (char)i;
	assert_true(siphash(key, text, 0) == UINT64_C(0x726FDB47DD0E0E31));
	assert_true(siphash(key, text, 1) == UINT64_C(0x74F839C593DC67FD));
	assert_true(siphash(key, text, 8) == UINT64_C(0x93F5F5799A932462));
	assert_true(siphash(key, text, 15) == UINT64_C(0xA129CA6149BE45E5));
}

static void a_mask_names_a_value_without_showing_it(void **unused)
{
	CLEANUP(free_ptr) char *a = xstrdup(log_mask("mail", "a@example.com"));
	CLEANUP(free_ptr) char *b = xstrdup(log_mask("mail", "b@example.com"));

	(void)unused;
	assert_string_equal(log_mask("mail", "a@example.com"), a);
	assert_string_not_equal(a, b);
	assert_true(text_starts(a, "<mail:") && text_ends(a, ">"));
	assert_int_equal(strlen(a), strlen("<mail:01234567>"));
	assert_null(strstr(a, "example"));
	assert_true(text_starts(log_mask("mail", NULL), "<mail:"));
}

static void eight_masks_live_at_once(void **unused)
{
	const char *masks[8];
	char *copies[8];

	(void)unused;
	for (int i = 0; i < 8; i++) {
		char value[2] = { (char)('a' + i), '\0' };

		masks[i] = log_mask("v", value);
		copies[i] = xstrdup(masks[i]);
	}
	for (int i = 0; i < 8; i++) {
		assert_string_equal(masks[i], copies[i]);
		free(copies[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_time_level_component_and_message),
		cmocka_unit_test(a_whole_second_has_its_milliseconds_too),
		cmocka_unit_test(
			what_could_end_a_line_or_drive_a_terminal_is_escaped),
		cmocka_unit_test(repeats_are_counted_and_told_once),
		cmocka_unit_test(long_lines_that_differ_at_the_end_are_two),
		cmocka_unit_test(an_overlong_line_is_cut_between_characters),
		cmocka_unit_test(levels_below_the_least_are_silent),
		cmocka_unit_test(a_pipe_that_nobody_reads_holds_nothing_up),
		cmocka_unit_test(the_digest_is_siphash_2_4),
		cmocka_unit_test(a_mask_names_a_value_without_showing_it),
		cmocka_unit_test(eight_masks_live_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
