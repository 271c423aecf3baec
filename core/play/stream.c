/* stream.c - the other end of a "stream/1", line by line.
 *
 *	== stream mail.example.com 993 tls
 *	S: * OK ready      the server says this line
 *	C: a1 NOOP         the plugin must write this line ("~" as elsewhere)
 *	C...               any lines, up to one like the next C:
 *	S< mail.eml        the server says the bytes of a file
 *	S* 1000 x          the server says so many of one byte
 *	TLS  IDLE  END     start_tls; nothing comes; the server closes
 *	FAIL: TEXT         the connection is lost, or FAIL auth: and so on
 *
 * SPDX-License-Identifier: MIT */
#include "play/like.h"
#include "play/script.h"

#define MANY_MAX (4L << 20)

/* The next line of the script, left where it is; NULL at its end. */
static const char *peek(struct script *s)
{
	const char *line, *left = s->stream_left;

	for (;;) {
		s->stream_left = left;
		line = line_take(&s->arena, &left);
		if (!line || (line[0] && line[0] != '#'))
			return line;
	}
}

static void drop(struct script *s)
{
	line_take(&s->arena, &s->stream_left);
}

/* A loose script does not mind what the plugin writes. */
static const char *peek_said(struct script *s)
{
	const char *line = peek(s);

	while (s->loose && line && (line[0] == 'C' || text_eq(line, "TLS"))) {
		drop(s);
		line = peek(s);
	}
	return line;
}

static hw_status broken(struct script *s, const char **why, const char *what,
			const char *line)
{
	script_problem(s, "%s; the fixture's stream stands at: %s", what,
		       line ? line : "its end");
	*why = "the stream is not as the fixture expects";
	return HW_BROKEN;
}

static hw_status start(struct script *s, const struct stream_ask *ask,
		       struct stream_answer *answer, const char **why)
{
	static const char *const words[] = { "plain", "tls", "starttls" };
	const struct parts *steps = &s->fixture->steps;
	const struct part *p =
		s->step < steps->len ? &steps->at[s->step] : NULL;
	CLEANUP(free_ptr)
	char *got =
		xasprintf("%s %d %s", ask->host, ask->port, words[ask->tls]);

	if (s->loose &&
	    (!p || !text_eq(p->name, "stream") || !text_like(p->words, got))) {
		*why = "the connection is lost";
		return HW_RETRY;
	}
	if (!p || !text_eq(p->name, "stream") || !text_like(p->words, got)) {
		script_problem(s,
			       "the plugin opened a stream that the "
			       "fixture does not expect: %s",
			       got);
		*why = "the fixture has no such stream";
		return HW_BROKEN;
	}
	s->step++;
	s->stream_open = true;
	s->stream_left = p->text;
	s->to_read_len = 0;
	str_clear(&s->written);
	answer->n = ++s->stream_n;
	return HW_OK;
}

static void say_many(struct script *s, const char *words)
{
	char *end, *bytes;
	long n = strtol(words, &end, 10);

	if (n < 1 || n > MANY_MAX || *end != ' ' || !end[1]) {
		script_problem(s, "S* needs a number and a byte");
		return;
	}
	bytes = arena_alloc(&s->arena, (size_t)n);
	memset(bytes, end[1], (size_t)n);
	s->to_read = bytes;
	s->to_read_len = (size_t)n;
}

static bool next_is_read(struct script *s)
{
	const char *line = peek_said(s);
	struct err err;

	if (!line || line[0] != 'S')
		return false;
	drop(s);
	if (text_starts(line, "S< ")) {
		s->to_read = fixture_file(s->fixture, line + 3, &s->to_read_len,
					  &err);
		if (!s->to_read)
			script_problem(s, "%s", err.text);
	} else if (text_starts(line, "S* ")) {
		say_many(s, line + 3);
	} else {
		line += strcspn(line, " ");
		s->to_read = arena_printf(&s->arena, "%s\r\n",
					  line + (*line == ' '));
		s->to_read_len = strlen(s->to_read);
	}
	return s->to_read_len > 0;
}

static hw_status idle(struct script *s, const struct stream_ask *ask,
		      struct stream_answer *answer)
{
	s->idle++;
	s->waited += ask->wait_ms > 0 ? ask->wait_ms : 0;
	answer->n = HW_STREAM_IDLE;
	return HW_OK;
}

static hw_status play_read(struct script *s, const struct stream_ask *ask,
			   struct stream_answer *answer, const char **why)
{
	const char *line;

	if (s->to_read_len == 0 && !next_is_read(s)) {
		line = peek_said(s);
		if (line && text_starts(line, "FAIL"))
			return script_fail(s, line, why);
		if (line && s->loose && text_eq(line, "KILL"))
			s->kill = true;
		if (line && text_eq(line, "IDLE")) {
			drop(s);
			answer->n = HW_STREAM_IDLE;
			return HW_OK;
		}
		if (!line && s->silent)
			return idle(s, ask, answer);
		if (line && !s->loose && !text_eq(line, "END"))
			return broken(s, why, "the plugin waits for the server",
				      line);
		answer->n = 0;
		return HW_OK;
	}
	answer->n = (int32_t)(ask->len < s->to_read_len ? ask->len
							: s->to_read_len);
	answer->bytes = s->to_read;
	s->to_read += answer->n;
	s->to_read_len -= (size_t)answer->n;
	return HW_OK;
}

/* Holds one line that the plugin wrote against the script. */
static bool wrote(struct script *s, const char *got)
{
	const char *line = peek(s);
	bool any = line && text_eq(line, "C...");
	const char *before = s->stream_left;

	if (any) {
		drop(s);
		line = peek(s);
	}
	if (line && text_starts(line, "C: ") && text_like(line + 3, got)) {
		drop(s);
		return true;
	}
	if (line && text_eq(line, "C:") && got[0] == '\0') {
		drop(s);
		return true;
	}
	if (any)
		s->stream_left = before;
	return any;
}

/* What the sender would write in base 64 is shown as what it is made of. */
static void put_written(struct str *to, const struct stream_ask *ask)
{
	const char *bytes = ask->bytes;

	if (ask->secret != HW_SECRET_BASE64) {
		str_add(to, bytes, ask->len);
		return;
	}
	str_puts(to, "{base64 ");
	for (uint32_t i = 0; i < ask->len; i++)
		if (bytes[i])
			str_putc(to, bytes[i]);
		else
			str_puts(to, "\\0");
	str_putc(to, '}');
}

static hw_status play_write(struct script *s, const struct stream_ask *ask,
			    const char **why)
{
	const char *left, *line;
	size_t whole;

	put_written(&s->written, ask);
	if (s->loose)
		return HW_OK;
	if (!ask->secret && memmem(ask->bytes, ask->len, "{secret:", 8))
		script_problem(s, "a secret is written without the mark that "
				  "has it filled in");
	for (whole = s->written.len; whole; whole--)
		if (s->written.at[whole - 1] == '\n')
			break;
	left = arena_strndup(&s->arena, str_c(&s->written), whole);
	while ((line = line_take(&s->arena, &left)))
		if (!wrote(s, line)) {
			script_problem(s, "the plugin wrote: %s", line);
			return broken(s, why, "the plugin wrote something else",
				      peek(s));
		}
	left = arena_strdup(&s->arena, str_c(&s->written) + whole);
	str_clear(&s->written);
	str_puts(&s->written, left);
	return HW_OK;
}

hw_status script_stream(struct script *s, const struct stream_ask *ask,
			struct stream_answer *answer, const char **why)
{
	if (ask->what == STREAM_OPEN)
		return start(s, ask, answer, why);
	if (!s->stream_open || ask->n != s->stream_n)
		return broken(s, why, "the plugin used a closed stream", NULL);
	if (ask->what == STREAM_READ)
		return play_read(s, ask, answer, why);
	if (ask->what == STREAM_WRITE)
		return play_write(s, ask, why);
	if (ask->what == STREAM_START_TLS && s->loose)
		return HW_OK;
	if (ask->what == STREAM_START_TLS) {
		if (!text_eq(peek(s), "TLS"))
			return broken(s, why, "the plugin started TLS",
				      peek(s));
		drop(s);
		return HW_OK;
	}
	script_stream_end(s);
	return HW_OK;
}

void script_stream_end(struct script *s)
{
	const char *line = s->stream_open ? peek(s) : NULL;

	s->stream_open = false;
	if (!s->loose && line && line[0] == 'C')
		script_problem(s, "the plugin left the stream before: %s",
			       line);
}
