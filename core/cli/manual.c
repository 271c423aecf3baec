/* manual.c - the manual page and the completion for bash, of the table of
 * verbs: what -h shows, in other clothes.
 * SPDX-License-Identifier: MIT */
#include "cli/usage.h"
#include "cli/verbs.h"

/* -- the manual page -- */

/* A line of troff: no request, no escape, hyphens that can be copied. */
static void put_troff(struct str *s, const char *text, size_t len)
{
	if (len && (*text == '.' || *text == '\''))
		str_puts(s, "\\&");
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\\')
			str_puts(s, "\\e");
		else if (text[i] == '-')
			str_puts(s, "\\-");
		else if (text[i] == '\'')
			str_puts(s, "\\(aq");
		else if (text[i] == '`')
			str_puts(s, "\\(ga");
		else
			str_putc(s, text[i]);
	}
}

static void put_text(struct str *s, const char *text)
{
	put_troff(s, text, strlen(text));
}

static void put_forms(struct str *s, const struct verb *v)
{
	const char *at = v->words, *text;
	size_t len;

	str_puts(s, ".nf\n");
	while (usage_form(&at, &text, &len)) {
		str_puts(s, "\\fBhelloword ");
		put_text(s, v->name);
		str_puts(s, len ? "\\fR " : "\\fR");
		put_troff(s, text, len);
		str_putc(s, '\n');
	}
	str_puts(s, ".fi\n");
}

static void put_option(struct str *s, const struct verb_option *o)
{
	str_puts(s, ".TP\n\\fB\\-\\-");
	put_text(s, o->name);
	str_puts(s, "\\fR");
	if (o->value) {
		str_puts(s, " \\fI");
		put_text(s, o->value);
		str_puts(s, "\\fR");
	}
	str_putc(s, '\n');
	if (o->of) {
		str_puts(s, "(");
		put_text(s, o->of);
		str_puts(s, ") ");
	}
	put_text(s, o->help);
	str_putc(s, '\n');
}

static void put_verb(struct str *s, const struct verb *v)
{
	str_puts(s, ".SS ");
	put_text(s, v->name);
	str_putc(s, '\n');
	put_forms(s, v);
	str_puts(s, ".PP\n");
	put_text(s, v->help);
	str_puts(s, ".\n");
	if (v->more) {
		put_text(s, v->more);
		str_putc(s, '\n');
	}
	for (const struct verb_option *o = v->options; o && o->name; o++)
		put_option(s, o);
	str_puts(s, ".PP\nExample: \\fB");
	put_text(s, v->example);
	str_puts(s, "\\fR\n");
}

static const char page_head[] =
	".SH NAME\nhelloword \\- the after\\-sales desk of a cross\\-border "
	"seller\n"
	".SH SYNOPSIS\n\\fBhelloword\\fR \\fIVERB\\fR [\\fIWORDS\\fR] "
	"[\\fB\\-\\-json\\fR] [\\fB\\-c\\fR \\fIMANIFEST\\fR]\n"
	".SH DESCRIPTION\nWatches the shops, carriers and channels that its "
	"manifest enables, opens tickets on what goes wrong, proposes reply "
	"and remedy, and performs exactly once what is allowed. Data goes to "
	"standard output, talk to standard error.\n"
	".SH OPTIONS OF EVERY VERB\n.TP\n\\fB\\-c\\fR \\fIMANIFEST\\fR\nof "
	"which desk\n.TP\n\\fB\\-\\-json\\fR\nfor programs; of a list one "
	"object a line, and none when there is "
	"nothing\n.TP\n"
	"\\fB\\-h\\fR\nthe words and options of the verb, with an example\n"
	".SH VERBS\n";

static const char page_tail[] =
	".SH EXIT STATUS\n0 done, 1 failed, 3 a check found something, 64 "
	"usage, 65 data, 69 no desk, 71 system, 75 try again, 77 not allowed, "
	"78 configuration\n"
	".SH ENVIRONMENT\n.TP\n\\fBHELLOWORD_CONF\\fR\nthe manifest, when "
	"\\fB\\-c\\fR is not given\n"
	".SH FILES\n.TP\n\\fI./helloword.conf\\fR, "
	"\\fI/etc/helloword/helloword.conf\\fR\nthe manifest, when neither "
	"is\n";

static void put_page(struct str *s)
{
	str_printf(s, ".TH HELLOWORD 1 \"\" \"helloword %s\"\n", HW_VERSION);
	str_puts(s, page_head);
	for (const struct verb *v = verbs; v->name; v++)
		put_verb(s, v);
	str_puts(s, page_tail);
}

/* -- completion -- */

static void put_words(struct str *s, const struct verb *v)
{
	const char *at = v->words, *text;
	size_t len;

	while (usage_form(&at, &text, &len))
		if (len && *text >= 'a' && *text <= 'z')
			str_printf(s, " %.*s", (int)strcspn(text, " |"), text);
	for (const struct verb_option *o = v->options; o && o->name; o++)
		if (usage_option(v, o->name, strlen(o->name)) == o)
			str_printf(s, " --%s", o->name);
}

/* "done|not-done" is a choice; other values are the person's to write, and may
 * be files. */
static void put_choices(struct str *s, const struct verb *v)
{
	for (const struct verb_option *o = v->options; o && o->name; o++) {
		if (!o->value || !strchr(o->value, '|'))
			continue;
		str_printf(s, "\t%s:--%s) words=\"", v->name, o->name);
		for (const char *c = o->value; *c; c++)
			str_printf(s, "%c", *c == '|' ? ' ' : *c);
		str_puts(s, "\" ;;\n");
	}
}

static void put_values(struct str *s)
{
	str_puts(s, "\tcase $verb:$prev in\n\t*:-c) words= ;;\n");
	for (const struct verb *v = verbs; v->name; v++)
		put_choices(s, v);
	for (const struct verb *v = verbs; v->name; v++)
		for (const struct verb_option *o = v->options; o && o->name;
		     o++)
			if (o->value && !strchr(o->value, '|') &&
			    usage_option(v, o->name, strlen(o->name)) == o)
				str_printf(s, "\t%s:--%s) words= ;;\n", v->name,
					   o->name);
	str_puts(s, "\tesac\n");
}

static void put_completion(struct str *s)
{
	str_puts(s, "# bash completion of helloword, made from its verbs\n"
		    "_helloword() {\n"
		    "\tlocal cur=${COMP_WORDS[COMP_CWORD]} "
		    "prev=${COMP_WORDS[COMP_CWORD - 1]} "
		    "verb=${COMP_WORDS[1]} words\n"
		    "\tCOMPREPLY=()\n"
		    "\tcase $verb in\n");
	for (const struct verb *v = verbs; v->name; v++) {
		str_printf(s, "\t%s) words=\"", v->name);
		put_words(s, v);
		str_puts(s, " --json -c -h\" ;;\n");
	}
	str_puts(s, "\tesac\n\t[ \"$COMP_CWORD\" -gt 1 ] || words=\"");
	for (const struct verb *v = verbs; v->name; v++)
		str_printf(s, "%s%s", v == verbs ? "" : " ", v->name);
	str_puts(s, " -h\"\n");
	put_values(s);
	str_puts(s, "\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- "
		    "\"$cur\")\n"
		    "\t[ ${#COMPREPLY[@]} -gt 0 ] || mapfile -t COMPREPLY < "
		    "<(compgen -f -- \"$cur\")\n"
		    "}\n"
		    "complete -o filenames -F _helloword helloword\n");
}

int verb_manual(struct cli *c, struct err *err)
{
	(void)err;
	if (text_eq(cli_word(c, 0), "man"))
		put_page(&c->out);
	else
		put_completion(&c->out);
	return 0;
}
