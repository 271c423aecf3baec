/* verb_options.c - see verb_options.h.
 * SPDX-License-Identifier: MIT */
#include "cli/verb_options.h"

#define END                            \
	{                              \
		NULL, NULL, NULL, NULL \
	}

const struct verb_option init_options[] = {
	{ "with", "PLUGIN,...", NULL, "plugins to write blocks for" },
	END,
};
const struct verb_option serve_options[] = {
	{ "speed", "N[,M]", NULL,
	  "a clock N times faster than life, M times from SIGUSR1 on (trials "
	  "only)" },
	{ "port-file", "FILE", NULL, "where to write the HTTP port" },
	{ "inline", NULL, NULL, "plugins in this process, for a debugger" },
	{ "allow-root", NULL, NULL, "although this is root (trials only)" },
	END,
};
const struct verb_option doctor_options[] = {
	{ "invariants", NULL, NULL,
	  "only whether every row is in a legal state" },
	END,
};
const struct verb_option plugins_options[] = {
	{ "options", NULL, NULL, "what can be configured, as Markdown" },
	END,
};
const struct verb_option import_options[] = {
	{ "shop", "NAME", NULL,
	  "whose facts they are: an instance's name (each line's \"shop\")" },
	{ "new-shop", NULL, NULL, "the name is new: make a shop of it" },
	{ "kind", "KIND", NULL,
	  "the file is CSV, and each of its rows is an order, a payment..." },
	END,
};
const struct verb_option export_options[] = {
	{ "shop", "NAME", NULL, "of this shop only" },
	END,
};
const struct verb_option schema_options[] = {
	{ "sql", NULL, NULL, "as SQL" },
	END,
};
const struct verb_option quarantine_options[] = {
	{ "reason", "TEXT", "drop", "why it may be lost; required" },
	END,
};
const struct verb_option ticket_options[] = {
	{ "state", "STATE", "list",
	  "open, waiting or closed (open and waiting)" },
	{ "owner", "AGENT", "list", "only whose owner this is" },
	{ "by", "ORDER", "list",
	  "tier: the reddest first (tier); due: the nearest deadline first, "
	  "whatever the tier" },
	{ "search", "WORDS", "list",
	  "with these words in a message, or of that buyer; closed ones too" },
	{ "stuck", NULL, "list",
	  "only those whose remedy somebody said yes to, and that nothing "
	  "moves" },
	{ "missed", NULL, "list",
	  "only those with a deadline that was missed and no answer since" },
	{ "snoozed", NULL, "list", "only those that are set aside" },
	{ "subject", "TEXT", "reply", "instead of the conversation's" },
	{ "to", "ADDRESS", "reply",
	  "which of two buyers reads it, of a ticket into which another "
	  "buyer's was merged" },
	{ "edit", NULL, "reply",
	  "the proposed reply in $VISUAL or $EDITOR, instead of TEXT" },
	{ "heard", "MESSAGE", "reply",
	  "refuse when the buyer wrote after that message; its number stands "
	  "beside it in `ticket show`" },
	{ "tells", "ID,...", "reply",
	  "the reply tells what became of these actions (task:ID: tasks), "
	  "which are done or came to nothing; where its words show that by "
	  "themselves it need not be said" },
	{ "replaces", "ID", "reply",
	  "take the place of that reply, which somebody else said yes to" },
	{ "after", "ID", "reply",
	  "of --edit: although this action answers the same message" },
	{ "force", "REASON", "reply close merge",
	  "although something is still to be done, an answer to the buyer, "
	  "say; for managers and owners: "
	  "although the guard stops it, money is under way, a platform waits, "
	  "or they seem to be two buyers" },
	{ "reason", "TEXT", "tier",
	  "why it is more or less urgent than the rules say; required" },
	{ "nobody", NULL, "assign", "back to the queue without an owner" },
	{ "outcome", "WORD", "close",
	  "how it ended, one word of yours such as refunded; required" },
	{ "cause", "WORD", "close",
	  "why it arose, a word of closing.conf such as lost_parcel; "
	  "required" },
	END,
};
const struct verb_option task_options[] = {
	{ "role", "ROLE", "list add",
	  "whose tasks: agent, manager, owner, warehouse, finance, or a "
	  "role to which the policy gives tasks" },
	{ "all", NULL, "list", "also those that have ended, the newest first" },
	{ "within", "TIME", "add", "by when, such as 24h" },
	{ "gives", "WORD", "add",
	  "what doing it gives the buyer: reship, exchange, return, refund, "
	  "store_credit, coupon or nothing; a reply may promise that" },
	{ "amount", "5.00", "add",
	  "how much, of a refund, store credit or a coupon; above what you "
	  "may approve it waits for somebody's yes" },
	{ "currency", "USD", "add", "of the amount" },
	{ "percent", "10", "add", "of a coupon, in place of an amount" },
	{ "order", "REF", "add",
	  "of which the money is, where the ticket is about none" },
	{ "shop", "NAME", "add", "when two shops have that order" },
	{ "reason", "TEXT", "add",
	  "kept with it; asked for where the compensation matrix gives "
	  "another amount" },
	{ "beside", "ID", "add approve",
	  "although the order is made good by that action, or task:ID, "
	  "already, or has that open dispute:ID; managers and owners" },
	{ "code", "CODE", "done",
	  "of a coupon, required; the reply that promises it waits for it" },
	{ "force", "REASON", "add",
	  "although the buyer needs nothing any more, as they wrote last" },
	{ "note", "TEXT", "done failed", "in your words; failed needs one" },
	END,
};
const struct verb_option customer_options[] = {
	{ "shop", "NAME", NULL, "when two shops have that order" },
	END,
};
const struct verb_option report_options[] = {
	{ "since", "DAY", NULL, "of that day or later" },
	{ "shop", "NAME", NULL, "endings or parcels of that shop only" },
	{ "agent", "NAME", "deviations", "only who planned it" },
	END,
};
const struct verb_option reconcile_options[] = {
	{ "cause", "WORD", "explain",
	  "how it came about, one word of yours such as made_in_the_shop; "
	  "required" },
	END,
};
const struct verb_option order_options[] = {
	{ "buyer", "WHO", "list",
	  "a mail address, or how the first or the last name begins" },
	{ "shop", "NAME", NULL, "of that shop only" },
	END,
};
const struct verb_option risk_options[] = {
	{ "batch", NULL, NULL, "facts to try, one JSON object a line" },
	{ "shop", "NAME", NULL, "of that shop only" },
	END,
};
const struct verb_option action_options[] = {
	{ "state", "STATE", "list", "only in that state" },
	{ "text", NULL, "show", "its bare words, of a reply" },
	{ "order", "REF", "plan", "its number or id; required" },
	{ "shop", "NAME", "plan", "when two shops have that order" },
	{ "amount", "5.00", "plan", "how much, of verbs that pay" },
	{ "currency", "USD", "plan", "of the amount" },
	{ "items", "LIST", "plan",
	  "lines, such as [{\"line_ref\":\"1\",\"quantity\":1}]" },
	{ "args", "OBJECT", "plan",
	  "what else the verb takes, such as {\"percent\":10}" },
	{ "reason", "TEXT", "plan approve",
	  "kept with it; asked for where the compensation matrix gives "
	  "another amount" },
	{ "beside", "ID", "plan approve",
	  "although the order is made good by that action, or task:ID, "
	  "already, or has that open dispute:ID; \"12,dispute:3\" names "
	  "two; managers and owners" },
	{ "heard", "MESSAGE", "approve",
	  "refuse when the buyer wrote after that message of `ticket show`" },
	{ "after", "ID", "plan",
	  "a further one, although this action was done" },
	{ "after", "ID", "approve",
	  "although this reply answers the same message" },
	{ "force", "REASON", "approve cancel undo",
	  "although the guard stops the reply (for managers and owners), or "
	  "the buyer was told of what is cancelled or taken back" },
	{ "seen", "done|not-done", "retry", "what you saw on the platform" },
	{ "ref", "REF", "retry", "the platform's id of what you saw" },
	{ "code", "CODE", "retry",
	  "the code of a coupon that you saw done; its reply waits for it" },
	END,
};
const struct verb_option batch_options[] = {
	{ "batch", NULL, NULL, "the form there is; may be left out" },
	END,
};
const struct verb_option text_options[] = {
	{ "batch", NULL, NULL, "JSON lines, and nothing that is a plain text" },
	END,
};
const struct verb_option guard_options[] = {
	{ "lang", "LANG", NULL, "of a text, or of a line that says none" },
	{ "batch", NULL, NULL, "JSON lines, and nothing that is a plain text" },
	END,
};
const struct verb_option templates_options[] = {
	{ "ticket", "T-N", NULL, "those for that ticket" },
	{ "issue", "TYPE", NULL, "those for that issue type" },
	{ "lang", "LANG", NULL, "those in that language; all: in each" },
	END,
};
const struct verb_option track_options[] = {
	{ "text", NULL, NULL, "for people although no terminal reads it" },
	END,
};
const struct verb_option explain_options[] = {
	{ "open", NULL, NULL, "what would be done now, of all open tickets" },
	END,
};
const struct verb_option simulate_options[] = {
	{ "since", "MOMENT", NULL, "only what was decided from then on" },
	{ "until", "MOMENT", NULL, "only what was decided before" },
	END,
};
const struct verb_option journal_options[] = {
	{ "anchors", "PATH", "verify", "heads kept elsewhere: file or folder" },
	{ "into", "FILE", "replay", "a new database, from what was recorded" },
	{ "decide", NULL, "replay", "decide all again and compare" },
	END,
};
const struct verb_option backup_options[] = {
	{ "with-keys", NULL, NULL, "the keys, too, beside the folder" },
	END,
};
const struct verb_option restore_options[] = {
	{ "into", "STATE", NULL, "the new state folder" },
	{ "keys", "FILE", NULL,
	  "the keys that --with-keys wrote, or keys.db of today" },
	{ "force", "REASON", "lift", "what you have looked at yourself" },
	END,
};
const struct verb_option drill_options[] = {
	{ "keys", "FILE", NULL, "the keys that --with-keys wrote" },
	{ "in", "DIR", NULL, "where there is room for it ($TMPDIR, /tmp)" },
	END,
};
const struct verb_option erase_options[] = {
	{ "address", "A", NULL,
	  "a mail address: all its orders, matters and mails" },
	{ "shop", "NAME", NULL, "when two shops have that order" },
	{ "yes", NULL, NULL, "it is meant" },
	END,
};
const struct verb_option sdk_options[] = {
	{ "into", "DIR", "new", "instead of ./NAME" },
	{ "fixtures", "DIR", "check", "instead of fixtures/ beside it" },
	{ "sanitize", NULL, "check",
	  "it is built with -fsanitize=address,undefined" },
	{ "wait", "SECONDS", "check",
	  "a call that gives no sign for longer hangs (10)" },
	END,
};
