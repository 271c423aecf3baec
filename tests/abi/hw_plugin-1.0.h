/* hw_plugin.h - the whole contract between HelloWord and a plugin.
 *
 * These rules hold for every declaration below, so no comment repeats them:
 *   strings   UTF-8, NUL-terminated, never NULL unless marked [nullable]
 *   borrowed  what you are passed is valid until you return; copy to keep
 *   results   are emitted, not returned: no memory changes owner across
 *             this boundary, in either direction
 *   threads   one call at a time per instance; struct hw_host is the call:
 *             use it only inside that call and only on that thread
 *   time      int64_t milliseconds since the Unix epoch, UTC
 *   money     minor units and an ISO 4217 code, never floating point
 *   zeroes    a member you leave zero or NULL means "not known"
 *   failure   an op returns HW_OK or what host->fail() returned; records and
 *             kv writes of a call are committed together when it returns
 *             HW_OK or HW_MORE and dropped otherwise (also when it crashes)
 *   secrets   you never see one: write {secret:name} in a URL, header or body
 *             and the sender fills in the value of your option `name`
 * A plugin runs in a worker process of its own: no network, no files, no
 * database; everything it needs is in struct hw_host.
 * SPDX-License-Identifier: MIT */
#ifndef HW_PLUGIN_H
#define HW_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#define HW_ABI_MAJOR 1 /* part of the exported symbol's name */
#define HW_ABI_MINOR 0 /* grows when a struct grows at its end */
#define HW_PRINTF(f, a) __attribute__((format(printf, f, a)))
#define HW_EXPORT __attribute__((visibility("default")))

typedef int32_t hw_status; /* one of: */
enum {
	HW_OK = 0,
	HW_MORE = 1,         /* as HW_OK, call again at once; due after 1,000 records or 1 MiB */
	HW_RETRY = -1,       /* transient; the host tries again, with backoff */
	HW_AUTH = -2,        /* credentials; the host pauses the instance */
	HW_REJECTED = -3,    /* this item only, and for good */
	HW_UNSUPPORTED = -4, /* the remote cannot do this */
	HW_BROKEN = -5       /* the remote or this plugin broke its contract */
};

enum { HW_ERROR, HW_WARNING, HW_INFO, HW_DEBUG }; /* log levels */
/* A const array that old and new hosts can both walk: the stride is the
 * element size of whoever compiled it, so elements may grow later. */
struct hw_table { const void *at; uint32_t count, stride; };
#define HW_TABLE(array) { (array), sizeof (array) / sizeof *(array), sizeof *(array) }

struct hw_money { int64_t minor; char currency[4], pad[4]; }; /* "" = none */
struct hw_when { int64_t ms; int32_t basis, offset_s; }; /* basis: what is known of its zone */
enum { HW_NO_TIME, HW_UTC, HW_OFFSET, HW_ZONE_UNKNOWN };

/* -- configuration: declared by the plugin, validated by the host -- */
enum { HW_STRING = 1, HW_SECRET, HW_URL, HW_CHOICE, HW_INT, HW_BOOL, HW_DURATION, HW_MONEY };

struct hw_option {
	const char *name;     /* key in the manifest, [a-z][a-z0-9_]* */
	int32_t type, required;
	const char *fallback; /* [nullable] default, as written in the manifest */
	const char *allowed;  /* [nullable] "1..50", or "standard|express" */
	const char *help;     /* one line, no full stop */
};

union hw_value {      /* cfg[i] holds the value of options[i] */
	const char *s;    /* [nullable] when neither required nor with a fallback; SECRET: "{secret:name}" */
	int64_t i;        /* INT, BOOL (0 or 1), DURATION (ms) */
};

/* -- host services, passed to every call -- */
enum { HW_EFFECT = 1 }; /* flags: the action's one effect, as .requests declares it */

struct hw_request {
	const char *method, *url;
	const char *const *headers; /* [nullable] "Name: value", ..., NULL */
	const void *body /* [nullable] */; size_t body_len; uint32_t flags;
	/* [nullable] "token=/access_token": the sender keeps that part of the
	 * JSON reply as your secret {secret:token}; you see that text instead. */
	const char *keep;
};

struct hw_response {
	int32_t status;             /* HTTP status; transport errors fail the call */
	const char *const *headers; /* "name: value", names lowercased, NULL */
	const char *body /* NUL after body_len bytes */; size_t body_len;
};

struct hw_json; /* a value inside a parsed document; lives until the call ends */

struct hw_host {
	uint32_t size; /* HW_HAS(host, member) tells whether a host has a member */
	int64_t (*now)(struct hw_host *);
	int64_t (*deadline)(struct hw_host *); /* the call is killed soon after */
	void (*log)(struct hw_host *, int32_t level, const char *fmt, ...) HW_PRINTF(3, 4);
	/* Says why the call fails and returns `why`. retry_at: 0 if unknown. */
	hw_status (*fail)(struct hw_host *, hw_status why, int64_t retry_at,
			  const char *fmt, ...) HW_PRINTF(4, 5);
	/* Zeroed memory and printf into it, freed when the call ends. Never NULL. */
	void *(*alloc)(struct hw_host *, size_t size);
	char *(*text)(struct hw_host *, const char *fmt, ...) HW_PRINTF(2, 3);
	/* Reaches only the plugin's .domains, within deadline(). The response
	 * lives until the call ends. Transport errors: fail() was called. */
	hw_status (*http)(struct hw_host *, const struct hw_request *, struct hw_response *);
	/* Durable strings private to this instance, NULL if unset. kv_put commits
	 * with the call; kv_keep is durable when it returns, whatever the call does. */
	hw_status (*kv_get)(struct hw_host *, const char *key, const char **value);
	hw_status (*kv_put)(struct hw_host *, const char *key, const char *value /* [nullable] */);
	hw_status (*kv_keep)(struct hw_host *, const char *key, const char *value /* [nullable] */);
	/* Hands a record to the host; use the typed wrappers at the end. */
	hw_status (*emit)(struct hw_host *, int32_t type, const void *rec, size_t size);
	/* JSON in: parse() checks strictly and returns NULL after fail(HW_BROKEN).
	 * Paths are "shipments/0/status"; every getter takes NULL and answers
	 * NULL, 0 or the fallback for what is not there or of another type;
	 * json_int gives 1 and 0 for true and false. */
	const struct hw_json *(*json_parse)(struct hw_host *, const char *text, size_t len);
	const struct hw_json *(*json_at)(const struct hw_json *, const char *path);
	uint32_t (*json_count)(const struct hw_json *); /* of an array, else 0 */
	const struct hw_json *(*json_item)(const struct hw_json *, uint32_t i);
	const char *(*json_text)(const struct hw_json *, const char *path);
	int64_t (*json_int)(const struct hw_json *, const char *path, int64_t fallback);
	const char *(*json_quote)(struct hw_host *, const char *text /* [nullable] = null */); /* JSON out */
	/* Exact readers; on text they cannot read: a zero value, and *bad = 1
	 * when bad is not NULL. */
	struct hw_money (*money)(struct hw_host *, const char *amount, const char *currency, int *bad);
	struct hw_when (*when)(struct hw_host *, const char *text, int *bad);
	const char *(*amount)(struct hw_host *, struct hw_money); /* "12.50" */
	const char *(*url_quote)(struct hw_host *, const char *text); /* percent-encodes */
	const void *(*service)(struct hw_host *, const char *id); /* "stream/1"; NULL: not offered */
};
#define HW_HAS(host, member) ((host)->size >= offsetof(struct hw_host, member) + sizeof (host)->member)

/* TCP with TLS through the sender, for what is no HTTP; not for a marketplace, whose requests
 * the host must see. Reaches only what a pair of the options X_host and X_port names; plain only
 * on loopback. read: bytes read, 0 at the end, < 0 after fail(); waits at most wait_ms and then
 * returns HW_STREAM_IDLE. write takes all or fails; {secret:name} inside is filled in as
 * `secret` says. A stream is closed when the call ends. */
#define HW_STREAM_1 "stream/1"
#define HW_STREAM_IDLE (-100)
enum { HW_PLAIN, HW_TLS, HW_STARTTLS /* plain now, start_tls() later */ };
enum { HW_SECRET_FILL = 1, HW_SECRET_BASE64 /* then all of it in base 64 */, HW_SECRET_QUOTED /* " and \ escaped */ };
struct hw_stream {
	uint32_t size;
	int32_t (*open)(struct hw_host *, const char *host, int32_t port, int32_t tls);
	hw_status (*start_tls)(struct hw_host *, int32_t stream);
	int32_t (*read)(struct hw_host *, int32_t stream, void *buf, uint32_t len, int64_t wait_ms);
	hw_status (*write)(struct hw_host *, int32_t stream, const void *buf, uint32_t len, int32_t secret);
	void (*close)(struct hw_host *, int32_t stream);
};

/* -- records: plain data, described to the host by field tables -- */
/* `ref` is the remote's id: (account, kind, ref) is the key of a fact.
 * `version` orders two reports of one fact (updated_at in ms); 0 if none. */

struct hw_line { const char *ref, *sku, *title; int64_t quantity, refundable; struct hw_money price /* of one */; };
enum { HW_ORDER_OPEN = 1, HW_ORDER_CANCELLED, HW_ORDER_CLOSED };
struct hw_order {
	const char *ref, *name /* as people say it: "#1001" */; int64_t version; int32_t status, first_order;
	struct hw_when placed, ship_by, deliver_by;
	const char *buyer_ref, *buyer_name, *email, *phone, *lang /* BCP 47 */;
	const char *address /* lines by '\n' */, *city, *postcode, *country /* ISO 3166 */;
	struct hw_money total, total_shop;
	struct hw_table lines; /* of struct hw_line */
};
enum { HW_SALE = 1, HW_AUTHORIZATION, HW_REFUND };
enum { HW_PAY_PENDING = 1, HW_PAY_SUCCESS, HW_PAY_FAILED, HW_PAY_CANCELLED };
struct hw_payment {
	const char *ref, *order_ref, *parent_ref, *gateway; int64_t version; int32_t kind, status;
	struct hw_money amount, amount_shop; struct hw_when at;
	const char *note, *reason; /* note: where our own reference comes back */
};
enum { HW_SHIP_PENDING = 1, HW_SHIP_SHIPPED, HW_SHIP_DELIVERED, HW_SHIP_CANCELLED, HW_SHIP_FAILED };
struct hw_shipment {
	const char *ref, *order_ref, *carrier, *tracking, *url; int64_t version; int32_t status;
	struct hw_when shipped, estimated, delivered;
};
enum { /* normalised scan states; the raw code is kept beside */
	HW_UNKNOWN = 1, HW_PENDING, HW_PICKED_UP, HW_IN_TRANSIT, HW_CUSTOMS, HW_CUSTOMS_HOLD,
	HW_OUT_FOR_DELIVERY, HW_ATTEMPT_FAILED, HW_AVAILABLE_FOR_PICKUP, HW_DELIVERED, HW_DELAYED,
	HW_EXCEPTION, HW_RETURNING, HW_RETURNED, HW_CANCELLED, HW_EXPIRED
};
struct hw_scan { /* key: tracking, occurred as written, code */
	const char *carrier, *tracking, *code; int32_t status; struct hw_when occurred;
	const char *reason, *place, *country, *text; struct hw_when estimated;
};
enum { HW_HUMAN = 1, HW_BOUNCE, HW_AUTO_REPLY, HW_LIST, HW_OWN /* sent by us elsewhere */ };
struct hw_text_in { /* a message somebody wrote */
	const char *ref, *channel, *thread, *order_ref, *from_name, *from_addr, *to_addr;
	const char *subject, *text, *reply /* text without quotes and signature */, *lang;
	const char *message_id, *in_reply_to, *references /* by blanks */, *notice; int32_t origin, is_public;
	struct hw_when at; const void *raw; size_t raw_len /* as received: evidence */; int32_t quiet /* no machine may answer */;
};
struct hw_review { const char *ref, *order_ref, *sku, *title, *text, *lang, *author; int64_t version, stars; struct hw_when at; };
enum { HW_CHARGEBACK = 1, HW_INQUIRY, HW_CLAIM };
enum { HW_NEEDS_RESPONSE = 1, HW_UNDER_REVIEW, HW_WON, HW_LOST, HW_CONCEDED };
struct hw_dispute {
	const char *ref, *order_ref, *reason; int64_t version; int32_t kind, status;
	struct hw_money amount; struct hw_when opened, respond_by, closed;
};
enum { HW_RET_REQUESTED = 1, HW_RET_OPEN, HW_RET_RECEIVED, HW_RET_CLOSED, HW_RET_DECLINED, HW_RET_CANCELLED };
struct hw_return { const char *ref, *order_ref, *name, *reason, *note; int64_t version; int32_t status; struct hw_when at; };
struct hw_evidence { const char *ref, *order_ref, *tracking, *kind, *mime, *name, *url; const void *bytes; size_t len; struct hw_when at; };
/* What became of an action: ACCEPTED (the remote took it), SETTLED (it is done). */
enum { HW_ACCEPTED = 1, HW_SETTLED, HW_ABSENT };
struct hw_outcome { const char *ref, *result /* a coupon's code */; int32_t state; struct hw_money amount; };
struct hw_account { const char *ref, *name, *currency, *zone, *missing_scopes; }; /* from probe */

/* -- what a plugin is asked to do -- */
struct hw_item { const char *line_ref; int64_t quantity; };
struct hw_action {
	const char *key /* idempotency key: a UUID */, *verb, *order_ref; struct hw_money amount;
	struct hw_table items;      /* of struct hw_item; none = whole order */
	const union hw_value *args; /* args[i] holds the value of verb.args[i] */
	const char *note;           /* our reference, in words a seller may read */
};
struct hw_text_out {
	const char *key, *to_name, *to_addr, *subject, *text, *lang, *message_id, *in_reply_to, *references;
	int32_t automatic; /* no person approved it: say so in the headers */
};

/* A request other than GET and HEAD; one that no row of .requests allows does
 * not leave, in any op. `path`: the URL's, whole; "*" is one segment, a '?' at
 * the end allows a query. `at` [nullable]: where in the JSON body the text
 * `says` stands, exactly. `verb` [nullable]: whose effect it is, NULL when it
 * changes nothing; "reply" is a channel's send. It is marked HW_EFFECT, and goes
 * once a call. No secret is filled into the body with either of the two. */
struct hw_ask { const char *method, *path, *at, *says, *verb; };

/* What the host checks in the effect of a verb before it lets it go. `where`: a JSON Pointer into
 * the body; "*" walks an array (amounts are summed), another may follow after '|' when a form
 * differs; "url": a segment of the URL's path or a value of its query. HW_IS_ONLY: "POINTER: a b"
 * are all members that the object there may have. A money verb names all five. */
enum { HW_IS_ORDER = 1, HW_IS_AMOUNT, HW_IS_CURRENCY, HW_IS_KEY, HW_IS_ONLY };
struct hw_effect { int32_t what; const char *where; };
/* Replies that mean: surely not done, first match. code: the text at .code_at;
 * "*" any reply, "+" any text, "~X" one that holds X, "?X" too: but may be done.
 * new_key: the remote burnt the key, another generation is needed. */
struct hw_not_done { int32_t http; const char *code; int32_t final, new_key; };
struct hw_verb {
	const char *name, *help;
	int32_t effect_class; /* 'A' key honoured, 'B' our ref readable, 'C' amount only, 'D' neither */
	int32_t money;        /* 1: pays; amount, limits and baseline apply */
	int64_t lag_ms, key_life_ms;
	struct hw_table args, effects, not_done; /* hw_option, hw_effect, hw_not_done */
	const char *code_at;  /* pointers by '|' to an error code in the reply */
};

/* How the remote signs its webhooks; the host verifies the raw bytes itself.
 * Digests: HMAC-SHA256 over the raw body with the option's secret. */
enum { HW_BASE64 = 1, HW_HEX };
struct hw_webhook {
	const char *signature_header, *secret_option, *previous_secret_option /* [nullable] */;
	int32_t encoding; const char *event_id_header, *topic_header, *time_header /* [nullable] */;
	int64_t tolerance_ms;
};
struct hw_hook { const char *topic, *event_id; const char *const *headers; const void *body; size_t body_len; };

#define HW_MARKETPLACE_1 "marketplace/1"
struct hw_marketplace {
	hw_status (*sync)(struct hw_host *, void *self); /* emit facts since the kv cursor */
	hw_status (*act)(struct hw_host *, void *self, const struct hw_action *); /* emit one outcome */
	/* Emit what is there now for this action: the order's payments for a
	 * money verb, an outcome (HW_ABSENT too) for the others. Never changes. */
	hw_status (*find)(struct hw_host *, void *self, const struct hw_action *);
	hw_status (*hook)(struct hw_host *, void *self, const struct hw_hook *); /* HW_UNSUPPORTED: a person must act */
	struct hw_table verbs;            /* of struct hw_verb */
	const struct hw_webhook *webhook; /* [nullable] */
	int64_t history_ms;               /* how far back sync can see; 0 = all */
};

#define HW_CARRIER_1 "carrier/1"
struct hw_carrier { /* numbers and links are data: numbers.conf in its folder */
	hw_status (*track)(struct hw_host *, void *self, const char *tracking); /* emit scans */
	hw_status (*proof)(struct hw_host *, void *self, const char *tracking); /* [nullable] emit evidence */
	int64_t calls_a_day, pause_ms; /* what the remote grants; 0 = no limit. An INT option calls_a_day replaces it */
};

#define HW_CHANNEL_1 "channel/1"
struct hw_channel {
	hw_status (*fetch)(struct hw_host *, void *self); /* [nullable] emit hw_text_in */
	hw_status (*send)(struct hw_host *, void *self, const struct hw_text_out *); /* emit one outcome */
	const char *name; int32_t is_public; int64_t length_max; /* contract's channel word; 0 = none */
	int32_t effect_class; int64_t lag_ms; /* of send, as for a verb */
	hw_status (*find)(struct hw_host *, void *self, const struct hw_text_out *); /* [nullable] */
};

#define HW_LOCALE_1 "locale/1"
struct hw_locale { const void *blob; uint64_t len; }; /* built by packc; no code */

struct hw_iface { const char *id; const void *ops; uint32_t ops_size; };
#define HW_IFACE(id, ops) { (id), &(ops), sizeof (ops) }

struct hw_plugin {
	uint32_t size;          /* sizeof, as compiled */
	uint16_t major, minor;  /* ABI, as compiled; minor must be <= the host's */
	const char *id, *version, *summary; /* id: folder, .so and manifest word */
	const char *domains;    /* "api-eu.dhl.com *.myshopify.com"; "" for none */
	struct hw_table options, provides, requests; /* of hw_option, hw_iface, hw_ask */
	/* Called once per manifest block. No network here: that is probe's job. */
	hw_status (*open)(struct hw_host *, const union hw_value *cfg, void **self);
	void (*close)(void *self);
	/* [nullable] Are the credentials good? Emits one hw_account. */
	hw_status (*probe)(struct hw_host *, void *self);
};

/* The one symbol a plugin exports. Nothing else in the .so is looked up. */
#define HW_SYMBOL "hw_plugin_abi1"
#define HW_PLUGIN HW_EXPORT extern const struct hw_plugin hw_plugin_abi1; const struct hw_plugin hw_plugin_abi1
#define HW_HEADER .size = sizeof(struct hw_plugin), .major = HW_ABI_MAJOR, .minor = HW_ABI_MINOR

enum {
	HW_REC_ORDER = 1, HW_REC_PAYMENT, HW_REC_SHIPMENT, HW_REC_SCAN, HW_REC_TEXT_IN, HW_REC_REVIEW,
	HW_REC_DISPUTE, HW_REC_RETURN, HW_REC_EVIDENCE, HW_REC_OUTCOME, HW_REC_ACCOUNT
};
#define HW_EMITTER(name, TYPE) \
	static inline hw_status hw_emit_##name(struct hw_host *h, const struct hw_##name *r) { return h->emit(h, TYPE, r, sizeof *r); }
HW_EMITTER(order, HW_REC_ORDER) HW_EMITTER(payment, HW_REC_PAYMENT) HW_EMITTER(shipment, HW_REC_SHIPMENT)
HW_EMITTER(scan, HW_REC_SCAN) HW_EMITTER(text_in, HW_REC_TEXT_IN) HW_EMITTER(review, HW_REC_REVIEW)
HW_EMITTER(dispute, HW_REC_DISPUTE) HW_EMITTER(return, HW_REC_RETURN) HW_EMITTER(evidence, HW_REC_EVIDENCE)
HW_EMITTER(outcome, HW_REC_OUTCOME) HW_EMITTER(account, HW_REC_ACCOUNT)

#endif
