/* replies.c - see replies.h.
 * SPDX-License-Identifier: MIT */
#include "replies.h"

static struct mistakes *mistakes; /* libgettextpo's handlers take no argument */

static void on_error(int severity, po_message_t message, const char *file,
		     size_t line, size_t column, int multiline,
		     const char *text)
{
	(void)message, (void)column, (void)multiline;
	if (severity > 0)
		mistake(mistakes, file ? file : "replies.po", (int)line, "%s",
			text);
}

static void on_error2(int severity, po_message_t a, const char *file,
		      size_t line, size_t column, int multiline,
		      const char *text, po_message_t b, const char *file2,
		      size_t line2, size_t column2, int multiline2,
		      const char *text2)
{
	(void)b, (void)file2, (void)line2, (void)column2, (void)multiline2;
	on_error(severity, a, file, line, column, multiline, text);
	mistake(mistakes, file ? file : "replies.po", (int)line, "%s", text2);
}

bool replies_read(const char *path, struct mistakes *m,
		  void (*one)(void *arg, po_message_t message), void *arg)
{
	static const struct po_xerror_handler handler = { on_error, on_error2 };
	po_message_iterator_t it;
	po_message_t message;
	po_file_t file;

	mistakes = m;
	file = po_file_read(path, &handler);
	if (!file)
		return false;
	it = po_message_iterator(file, NULL);
	while ((message = po_next_message(it)))
		if (*po_message_msgid(message) &&
		    !po_message_is_obsolete(message))
			one(arg, message);
	po_message_iterator_free(it);
	po_file_free(file);
	return true;
}
