/* verbs.c - the table of verbs.
 * SPDX-License-Identifier: MIT */
#include "cli/verb_options.h"

const struct verb verbs[] = {
	{ "init", "DIR", init_options,
	  "Writes a commented manifest and the policy",
	  "helloword init desk --with shopify", NULL, verb_init },
	{ "serve", "", serve_options, "Runs the desk in the foreground",
	  "helloword serve -c desk/helloword.conf", NULL, verb_serve },
	{ "reload", "", NULL,
	  "Has the running desk read its configuration again, and says what "
	  "changed",
	  "helloword reload -c desk/helloword.conf",
	  "As SIGHUP does: manifest, policy and packs are checked whole first, "
	  "and on a mistake all\nstays as it was; the answer is why, exit 78. "
	  "Managers, owners and the system's operator only.",
	  verb_reload },
	{ "check", "", NULL, "Checks manifest and policy, tells every mistake",
	  "helloword check -c desk/helloword.conf", NULL, verb_check },
	{ "doctor", "", doctor_options, "Looks whether all is as it should be",
	  "helloword doctor --invariants", NULL, verb_doctor },
	{ "plugins", "[INSTANCE...] | --options [PLUGIN...]", plugins_options,
	  "Shows each instance and how it is doing", "helloword plugins",
	  "Of an instance that is named also what its plugin said last: a log "
	  "has none of it, for it may be about a buyer.",
	  verb_plugins },
	{ "import", "FILE", import_options,
	  "Takes in facts, one JSON object a line or one row of CSV",
	  "helloword import --shop my-shop orders.ndjson",
	  "FILE - is standard input; `helloword schema order` shows the form "
	  "of a line. With --kind the first row of a CSV file names the "
	  "columns as the schema names the fields; money is 12.50 EUR, and "
	  "lists (an order's lines) are for JSON only. A shop that the "
	  "manifest names is its plugin's from then on, live since what "
	  "stands there.",
	  verb_import },
	{ "export", "KIND", export_options,
	  "Writes facts, one JSON object a line",
	  "helloword export order > orders.ndjson",
	  "`helloword import` takes them elsewhere: orders first, then what "
	  "was written (text_in),\nthen the files that came with it "
	  "(file_in, with their bytes).",
	  verb_export },
	{ "schema", "[KIND]", schema_options,
	  "Prints the JSON Schema of a record", "helloword schema order", NULL,
	  verb_schema },
	{ "quarantine", "list | show ID | retry ID | drop ID",
	  quarantine_options, "Shows what intake could not read",
	  "helloword quarantine retry 3",
	  "drop gives up what nobody will ever read: its words and its key "
	  "are destroyed, and\nthe list goes on to say that it was dropped. "
	  "Managers and owners only.",
	  verb_quarantine },
	{ "ticket",
	  "list | show T-N | reply T-N [TEXT] | note T-N TEXT | assign T-N "
	  "[AGENT] | tier T-N TIER | close T-N | reopen T-N | merge T-N T-N | "
	  "unmerge T-N | "
	  "split T-N MESSAGE... | link T-N T-N | snooze T-N UNTIL | undo T-N | "
	  "accept T-N | refuse T-N | file ID",
	  ticket_options, "Works on tickets", "helloword ticket show T-1",
	  "TEXT is one word, so quote it; - is standard input. A reply by who "
	  "is no agent of the\nmanifest waits for an agent. accept and refuse "
	  "answer what a playbook asks, as\n`helloword alert list` shows it, "
	  "and name what that sets going and what takes it back.\nmerge lets "
	  "the first go into the second. UNTIL is a time from now (48h) or a "
	  "moment\n(2026-11-30T09:00Z). undo takes back the last close, "
	  "assign, merge, split, link or\nsnooze. file gives out what a buyer "
	  "or a carrier sent, by the number in the notes of the\nticket: "
	  "helloword ticket file 12 > photo.jpg",
	  verb_ticket },
	{ "task",
	  "list | show ID | add T-N TEXT | approve ID | done ID | "
	  "failed ID",
	  task_options,
	  "Shows and ends what warehouse, finance and others must do",
	  "helloword task done 3 --note \"sent by express\"", NULL, verb_task },
	{ "customer", "show ADDRESS|ORDER", customer_options,
	  "Shows all of a customer over all shops in one timeline",
	  "helloword customer show ann@example.com", NULL, verb_customer },
	{ "report", "[WHAT]", report_options,
	  "Counts how matters ended, where people gave otherwise than planned, "
	  "how carriers fared, and dangers",
	  "helloword report carriers --since 2026-11-01",
	  "Without a word: by outcome, cause and shop, and how many were "
	  "opened "
	  "again.\ndeviations: from policy/compensation.conf; first each "
	  "agent, "
	  "how many differ of the\neffects that the matrix has a row for and "
	  "by "
	  "how much; then each with its reason.\ncarriers: their scorecard, in "
	  "all and to each country, the best first; ! marks what is\nworse "
	  "than "
	  "policy/scorecard.conf wants.\ndangers: of which buyers told (policy/"
	  "dangers.conf), by the goods of their orders, and\neach ticket.",
	  verb_report },
	{ "alert", "list | acknowledge ID | try CHANNEL ADDRESS [TEXT]", NULL,
	  "Shows what somebody must look at", "helloword alert list",
	  "Below an alert stand its level, who was told of it over what, and "
	  "when the next\nlevel comes; acknowledging it ends that. A trial "
	  "shows whether a phone is reached: CHANNEL is email, sms or "
	  "push, ADDRESS a\nmail address, a number such as +4915100000000, or "
	  "a topic.",
	  verb_alert },
	{ "agent", "list | away NAME [UNTIL] | back NAME", NULL,
	  "Shows who is at work; says who is away",
	  "helloword agent away mia 3d",
	  "UNTIL is a time (8h, 3d) or a moment with its zone "
	  "(2026-12-01T08:00:00+01:00);\nwithout it they are away until "
	  "somebody says back. Tickets of who is away go to who\nis there. By "
	  "themselves, a manager or an owner.",
	  verb_agent },
	{ "whoami", "", NULL,
	  "Says whom the desk takes you for, and what you may do",
	  "helloword whoami",
	  "By the system user, as `user` or `uid` of an entry of `agents` "
	  "names it.",
	  verb_whoami },
	{ "emergency", "[show] | on [UNTIL] | off [UNTIL] | auto", NULL,
	  "Shows or says whether the desk is closed",
	  "helloword emergency on 2026-12-28T08:00:00+01:00",
	  "auto: as the calendar of policy/staff.conf says. While it is closed "
	  "a buyer who writes\nis told once when it opens again, where that "
	  "file allows it and somebody can tell.\nManagers and owners only.",
	  verb_emergency },
	{ "order", "show REF | list", order_options,
	  "Shows an order with all that hangs on it, or the newest ones",
	  "helloword order show 1001", NULL, verb_order },
	{ "risk", "[REF] | --batch [FILE]", risk_options,
	  "Shows which orders are at risk, and why", "helloword risk 1001",
	  "Without a word: the 50 riskiest, as their last change was scored. "
	  "Of "
	  "one order: by what\nis known now. --batch reads facts by their "
	  "names "
	  "in policy/facts.conf, such as\n{\"buyer_orders\": 1, "
	  "\"order_total\": \"180.00 EUR\"}. Signs and weights are "
	  "policy/risk.conf.",
	  verb_risk },
	{ "action",
	  "plan VERB | list | show ID | approve ID | undo ID | cancel ID | "
	  "retry "
	  "ID",
	  action_options, "Plans, approves and follows effects",
	  "helloword action plan refund --order 1001 --amount 5.00 --currency "
	  "USD",
	  "VERB is what an instance can do, such as refund; -h lists them, of "
	  "the manifest. undo\ntakes an approval back while its undo window "
	  "lasts: the action waits again, as it was.\ncancel gives the action "
	  "up for good.\n"
	  "STATE is planned, waiting (for approval), held (in its undo "
	  "window), due, sending,\naccepted, settled, refused, unknown, "
	  "parked (a person must look), cancelled or failed.",
	  verb_action },
	{ "reconcile", "list | now | explain ID", reconcile_options,
	  "Shows refunds that differ from what the shops show",
	  "helloword reconcile list",
	  "Compared every night; ours that a shop does not show, and a shop's "
	  "that are none of\nours, stay on the list until somebody explained "
	  "them.",
	  verb_reconcile },
	{ "classify", "[TEXT|FILE]", text_options,
	  "Says what a buyer's text is about",
	  "helloword classify \"where is my parcel\"",
	  "Reads a text, as it is told, in a file or on standard input, or "
	  "JSON lines:\n{\"text\": \"...\", \"lang\"?: \"en\", "
	  "\"channel\"?: \"email\"}.",
	  verb_classify },
	{ "guard", "[TEXT|FILE]", guard_options,
	  "Says what a text must not say before it leaves",
	  "echo '{\"text\":\"Please delete your review\",\"lang\":\"en\","
	  "\"platform\":\"amazon\"}' | helloword guard",
	  "Reads a text, as it is told, in a file or on standard input, or "
	  "JSON lines:\n{\"text\": \"...\", \"lang\": \"en\", "
	  "\"platform\": \"amazon\", \"channel\": \"message\",\n"
	  "\"public\": false, \"facts\"?: {\"order\", \"amount\", "
	  "\"currency\", \"name\", \"tracking\",\n\"date\", "
	  "\"address\", \"city\", \"postcode\", \"may_promise\"}}.\n"
	  "Answers which rules it breaks and where (spans are bytes), in which "
	  "language it\nwas judged (lang_by: given or heard), and what was "
	  "not judged: words (nobody has\nwords of its language), wrong_fact, "
	  "authority (what it may promise) or platform, of\nwhich nothing was "
	  "said. Of one text the status is 3 when it must not leave; of\n"
	  "lines it is 0. A fact whose name or form is wrong makes its line "
	  "an \"error\".",
	  verb_guard },
	{ "render", "[FILE]", batch_options, "Fills a reply template",
	  "echo '{\"template\":\"thanks.reply\",\"lang\":\"en\",\"facts\":{}}' "
	  "| helloword render",
	  "Reads JSON lines: {\"template\": \"...\", \"lang\": \"en\", "
	  "\"facts\": {\"order\": \"#1\"}}.\n"
	  "A fact is a text, a whole number, or money: \"12.50 EUR\", "
	  "{\"amount\", \"currency\"}, or\n\"amount\" beside "
	  "\"currency\", as `guard` takes them. Money and a ...date are "
	  "written as\nthe language does.",
	  verb_render },
	{ "templates", "list | search WORDS...", templates_options,
	  "Looks through the library of replies",
	  "helloword templates search proof enclosed --lang en",
	  "Texts have each of the words, in any order, whole or in part. With "
	  "--ticket, in its\nlanguage and for what it is about; --issue and "
	  "--lang narrow it down by hand. Without a\nlanguage it is that of "
	  "the best text. What there is in others is told in one line.",
	  verb_templates },
	{ "track", "NUMBER...", track_options,
	  "Says whose tracking number it is",
	  "helloword track 1Z999AA10123456784", NULL, verb_track },
	{ "mail", "parse FILE...", NULL, "Shows mails as the desk sees them",
	  "helloword mail parse buyer.eml", NULL, verb_mail },
	{ "explain", "T-N | --open", explain_options,
	  "Says why a ticket stands as it does", "helloword explain T-1", NULL,
	  verb_explain },
	{ "simulate", "POLICY_FOLDER", simulate_options,
	  "Tries another policy on what was decided",
	  "helloword simulate policy.new --since 2026-11-01",
	  "Each decision that was kept is asked again, with the facts that it "
	  "saw: which rules would\nhave fired, what they would have given, "
	  "which deadlines would have been missed. First\norder only; "
	  "nothing is changed, and the desk may run.",
	  verb_simulate },
	{ "journal", "verify | anchor | list | replay", journal_options,
	  "Verifies, anchors, lists and replays the journal",
	  "helloword journal verify --anchors /mnt/elsewhere/anchors", NULL,
	  verb_journal },
	{ "backup", "FOLDER | NAME.db", backup_options,
	  "Copies database and evidence while they are in use",
	  "helloword backup /backup/monday", NULL, verb_backup },
	{ "erase", "ORDER | T-N | --address", erase_options,
	  "Forgets a buyer, or a stranger who wrote, for good",
	  "helloword erase --address ann@example.com --yes",
	  "With an order go its buyer's mails that belong to nothing. What is "
	  "needed still is refused: an open ticket, action or dispute. Owners "
	  "only.",
	  verb_erase },
	{ "restore", "FOLDER | lift", restore_options,
	  "Makes a state folder of a backup; lifts its hold",
	  "helloword restore /backup/monday --into desk/state", NULL,
	  verb_restore },
	{ "drill", "FOLDER", drill_options,
	  "Tries a backup: restores it aside, verifies, reports",
	  "helloword drill /backup/monday --keys /safe/monday-keys.db",
	  "The desk itself is not touched and nothing is sent; what was "
	  "restored is removed again.",
	  verb_drill },
	{ "sdk", "new KIND NAME | check X.so | where [PART]", sdk_options,
	  "Writes a new plugin, or judges one", "helloword sdk check ./acme.so",
	  "KIND is carrier, marketplace or channel. where says which folder "
	  "has the header, and\nwhere the player and this program are: PART "
	  "is header, player or program.",
	  verb_sdk },
	{ "manual", "man | bash", NULL,
	  "Prints the manual page, or the completion for bash",
	  "helloword manual man > helloword.1", NULL, verb_manual },
	{ "version", "", NULL, "Prints versions", "helloword version", NULL,
	  verb_version },
	{ NULL, NULL, NULL, NULL, NULL, NULL, NULL },
};
