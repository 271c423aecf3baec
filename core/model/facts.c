/* facts.c - the tables of what plugins report (structs of hw_plugin.h).
 * SPDX-License-Identifier: MIT */
#include "base/money.h"
#include "base/when.h"
#include "hw_plugin.h"
#include "model/kinds.h"
#include "model/records.h"
#include "model/tables.h"

/* The contract's money and moments are base's, so one codec serves both. */
_Static_assert(sizeof(struct hw_money) == sizeof(struct money), "money");
_Static_assert(offsetof(struct hw_money, currency) ==
		       offsetof(struct money, currency),
	       "money");
_Static_assert(sizeof(struct hw_when) == sizeof(struct when), "when");
_Static_assert(HW_ZONE_UNKNOWN == (int)WHEN_ZONE_UNKNOWN, "when");

#define KEY (FIELD_KEY | FIELD_REQUIRED)

#define S hw_line
static const struct field line_fields[] = {
	TEXT(ref, KEY, "the marketplace's line id"),
	TEXT(sku, 0, "stock keeping unit"),
	TEXT(title, 0, "as the buyer saw it"),
	INT(quantity, 0, "ordered"),
	INT(refundable, 0, "quantity that can still be refunded"),
	MONEY(price, 0, "of one, as the buyer paid"),
};
#undef S
KIND(line, "order_lines", hw_line, 0, "a line of an order");

static const char *const order_words[] = { NULL, "open", "cancelled", "closed",
					   NULL };
#define S hw_order
static const struct field order_fields[] = {
	TEXT(ref, KEY, "the marketplace's id"),
	TEXT(name, 0, "as people say it: #1001"),
	INT(version, FIELD_VERSION, "updated_at of the source, ms"),
	CHOICE(status, order_words, 0, "what the marketplace says"),
	FLAG(first_order, 0, "the buyer's first with this shop"),
	WHEN(placed, FIELD_REQUIRED, "when it was placed"),
	WHEN(ship_by, 0, "latest hand-over to the carrier"),
	WHEN(deliver_by, 0, "latest promised delivery"),
	TEXT(buyer_ref, 0, "the marketplace's buyer id"),
	TEXT(buyer_name, FIELD_PII, "the buyer's name"),
	TEXT(email, FIELD_PII, "where the buyer reads mail"),
	TEXT(phone, FIELD_PII, "E.164 where known"),
	TEXT(lang, 0, "the buyer's language, BCP 47"),
	TEXT(address, FIELD_PII, "lines split by line feeds"),
	TEXT(city, FIELD_PII, "of the address"),
	TEXT(postcode, FIELD_PII, "of the address"),
	TEXT(country, 0, "ISO 3166-1 alpha-2"),
	MONEY(total, 0, "as the buyer paid"),
	MONEY(total_shop, 0, "in the shop's currency"),
	LIST(lines, line_kind, "the lines"),
};
#undef S
KIND(order, "orders", hw_order, HW_REC_ORDER, "an order");

static const char *const payment_kinds[] = { NULL, "sale", "authorization",
					     "refund", NULL };
static const char *const payment_words[] = { NULL,     "pending",   "success",
					     "failed", "cancelled", NULL };
#define S hw_payment
static const struct field payment_fields[] = {
	TEXT(ref, KEY, "the marketplace's id"),
	TEXT(order_ref, FIELD_REQUIRED, "its order"),
	TEXT(parent_ref, 0, "the payment that a refund gives back"),
	TEXT(gateway, 0, "who moved the money"),
	INT(version, FIELD_VERSION, "updated_at of the source, ms"),
	CHOICE_AS(kind, "type", payment_kinds, FIELD_REQUIRED, "what it is"),
	CHOICE(status, payment_words, FIELD_REQUIRED, "how it went"),
	MONEY(amount, FIELD_REQUIRED, "as the buyer paid"),
	MONEY(amount_shop, 0, "in the shop's currency"),
	WHEN(at, 0, "when it happened"),
	TEXT(note, 0, "where our own reference comes back"),
	TEXT(reason, 0, "the platform's code"),
};
#undef S
KIND(payment, "payments", hw_payment, HW_REC_PAYMENT,
     "money paid, authorised or given back");

static const char *const shipment_words[] = {
	NULL, "pending", "shipped", "delivered", "cancelled", "failed", NULL
};
#define S hw_shipment
static const struct field shipment_fields[] = {
	TEXT(ref, KEY, "the marketplace's id"),
	TEXT(order_ref, FIELD_REQUIRED, "its order"),
	TEXT(carrier, 0, "as the marketplace names it"),
	TEXT(tracking, FIELD_PII, "tracking number"),
	TEXT(url, FIELD_PII, "the marketplace's tracking link"),
	INT(version, FIELD_VERSION, "updated_at of the source, ms"),
	CHOICE(status, shipment_words, 0, "what the marketplace says"),
	WHEN(shipped, 0, "handed over"),
	WHEN(estimated, 0, "estimated delivery"),
	WHEN(delivered, 0, "delivered"),
};
#undef S
KIND(shipment, "shipments", hw_shipment, HW_REC_SHIPMENT, "a parcel");

static const char *const scan_words[] = { NULL,
					  "unknown",
					  "pending",
					  "picked_up",
					  "in_transit",
					  "customs",
					  "customs_hold",
					  "out_for_delivery",
					  "attempt_failed",
					  "available_for_pickup",
					  "delivered",
					  "delayed",
					  "exception",
					  "returning",
					  "returned",
					  "cancelled",
					  "expired",
					  NULL };
#define S hw_scan
static const struct field scan_fields[] = {
	TEXT(carrier, 0, "who scanned"),
	TEXT(tracking, KEY, "tracking number"),
	TEXT(code, FIELD_KEY, "the carrier's own code"),
	CHOICE(status, scan_words, FIELD_REQUIRED, "normalised"),
	WHEN(occurred, KEY, "as the carrier wrote it"),
	TEXT(reason, 0, "damaged, lost, refused, customs_documents ..."),
	TEXT(place, FIELD_PII, "where"),
	TEXT(country, 0, "ISO 3166-1 alpha-2"),
	TEXT(text, FIELD_PII, "the carrier's words"),
	WHEN(estimated, 0, "estimated delivery told with it"),
};
#undef S
KIND(scan, "scans", hw_scan, HW_REC_SCAN, "one tracking event");

static const char *const origin_words[] = { NULL,         "human", "bounce",
					    "auto_reply", "list",  "own",
					    NULL };
#define S hw_text_in
static const struct field text_in_fields[] = {
	TEXT(ref, KEY, "the channel's id"),
	TEXT(channel, FIELD_REQUIRED, "email, message, sms ..."),
	TEXT(thread, 0, "the channel's conversation id"),
	TEXT(order_ref, 0, "the order, when the channel tells it"),
	TEXT(from_name, FIELD_PII, "who wrote"),
	TEXT(from_addr, FIELD_PII, "address of who wrote"),
	TEXT(to_addr, FIELD_PII, "address written to"),
	TEXT(subject, FIELD_PII, "subject line"),
	TEXT(text, FIELD_PII, "the whole text"),
	TEXT(reply, FIELD_PII, "without quotes and signature"),
	TEXT(lang, 0, "language, when told"),
	TEXT(message_id, 0, "RFC 5322 Message-ID"),
	TEXT(in_reply_to, 0, "RFC 5322 In-Reply-To"),
	TEXT(references, 0, "RFC 5322 References, split by blanks"),
	TEXT(notice, FIELD_PII, "what could not be read, in words"),
	CHOICE(origin, origin_words, FIELD_REQUIRED, "who or what wrote"),
	FLAG(is_public, 0, "others can read it"),
	WHEN(at, 0, "when it was written"),
	BYTES(raw, raw_len, FIELD_PII, "bytes as received"),
	FLAG(quiet, 0, "asks for no automatic answer (RFC 3834)"),
};
#undef S
KIND(text_in, NULL, hw_text_in, HW_REC_TEXT_IN,
     "a message that somebody wrote to us, as a channel reports it");

#define S hw_review
static const struct field review_fields[] = {
	TEXT(ref, KEY, "the marketplace's id"),
	TEXT(order_ref, 0, "its order"),
	TEXT(sku, 0, "stock keeping unit"),
	TEXT(title, FIELD_PII, "headline"),
	TEXT(text, FIELD_PII, "what the buyer wrote"),
	TEXT(lang, 0, "language"),
	TEXT(author, FIELD_PII, "who wrote"),
	INT(version, FIELD_VERSION, "updated_at of the source, ms"),
	INT(stars, FIELD_REQUIRED, "1..5; -1 of one that was taken away"),
	WHEN(at, 0, "when it was posted"),
};
#undef S
KIND(review, "reviews", hw_review, HW_REC_REVIEW, "a public rating");

static const char *const dispute_kinds[] = { NULL, "chargeback", "inquiry",
					     "claim", NULL };
static const char *const dispute_words[] = {
	NULL, "needs_response", "under_review", "won", "lost", "conceded", NULL
};
#define S hw_dispute
static const struct field dispute_fields[] = {
	TEXT(ref, KEY, "the platform's id"),
	TEXT(order_ref, 0, "its order"),
	TEXT(reason, 0, "the platform's code"),
	INT(version, FIELD_VERSION, "updated_at of the source, ms"),
	CHOICE_AS(kind, "type", dispute_kinds, 0, "what it is"),
	CHOICE(status, dispute_words, FIELD_REQUIRED, "where it stands"),
	MONEY(amount, 0, "at stake"),
	WHEN(opened, 0, "when it was opened"),
	WHEN(respond_by, 0, "the platform's own limit"),
	WHEN(closed, 0, "when it was decided"),
};
#undef S
KIND(dispute, "disputes", hw_dispute, HW_REC_DISPUTE,
     "a claim, case or chargeback on the platform's side");

static const char *const return_words[] = { NULL,        "requested",
					    "open",      "received",
					    "closed",    "declined",
					    "cancelled", NULL };
#define S hw_return
static const struct field return_fields[] = {
	TEXT(ref, KEY, "the platform's id"),
	TEXT(order_ref, FIELD_REQUIRED, "its order"),
	TEXT(name, 0, "RMA number"),
	TEXT(reason, 0, "the platform's code"),
	TEXT(note, FIELD_PII, "the buyer's words"),
	INT(version, FIELD_VERSION, "updated_at of the source, ms"),
	CHOICE(status, return_words, FIELD_REQUIRED, "where it stands"),
	WHEN(at, 0, "when it was asked for"),
};
#undef S
KIND(return, "returns", hw_return, HW_REC_RETURN, "goods that come back");

#define S hw_evidence
static const struct field evidence_fields[] = {
	TEXT(ref, KEY, "the source's id"),
	TEXT(order_ref, 0, "its order"),
	TEXT(tracking, 0, "its parcel"),
	TEXT_AS(kind, "type", FIELD_REQUIRED, "proof_of_delivery, mail, photo"),
	TEXT(mime, 0, "media type"),
	TEXT(name, FIELD_PII, "file name"),
	TEXT(url, 0, "where it was fetched"),
	BYTES(bytes, len, FIELD_PII, "bytes as received"),
	WHEN(at, 0, "when it was captured"),
};
#undef S
KIND(evidence, "evidence", hw_evidence, HW_REC_EVIDENCE,
     "a file or fact that proves something");

static const char *const refused_words[] = { NULL,    "other",  "large",
					     "many",  "unread", "unseen",
					     "found", "broken", NULL };
#define S file_in
static const struct field file_in_fields[] = {
	TEXT(ref, KEY, "the text's ref and which of its files it is"),
	TEXT(text_ref, FIELD_REQUIRED, "the text that it came with"),
	TEXT(name, FIELD_PII, "as the sender called it"),
	TEXT(type, FIELD_PII, "media type, as the sender says"),
	INT(size, 0, "bytes"),
	WHEN(at, 0, "when the text was written"),
	FLAG(within, 0, "shown inside the text"),
	TEXT(mime, 0, "media type by its bytes"),
	CHOICE(refused, refused_words, 0, "why it was not taken"),
	INT(message, 0, "the message that it came with"),
	INT(evidence, 0, "its bytes"),
};
#undef S
/* No emit() makes one: it has a service of its own (hw_files.h). */
KIND(file_in, "files_in", file_in, -1, "a file that came with a text");

static const char *const outcome_words[] = { NULL, "accepted", "settled",
					     "absent", NULL };
#define S hw_outcome
static const struct field outcome_fields[] = {
	TEXT(ref, 0, "the remote's id of what was done"),
	TEXT(result, 0, "a coupon's code, a label's name"),
	CHOICE(state, outcome_words, FIELD_REQUIRED, "what became of it"),
	MONEY(amount, 0, "what was moved"),
};
#undef S
KIND(outcome, NULL, hw_outcome, HW_REC_OUTCOME, "what became of an action");

#define S hw_account
static const struct field account_fields[] = {
	TEXT(ref, KEY, "the marketplace's account id"),
	TEXT(name, 0, "as the marketplace shows it"),
	TEXT(currency, 0, "ISO 4217"),
	TEXT(zone, 0, "IANA time zone"),
	TEXT(missing_scopes, 0, "rights the token lacks, split by blanks"),
};
#undef S
KIND(account, NULL, hw_account, HW_REC_ACCOUNT, "who the credentials are for");
