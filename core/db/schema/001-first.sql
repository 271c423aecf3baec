-- 001-first.sql: the first schema.
--
-- Tables of described kinds have the columns that core/model says (a test holds
-- them together): id, for facts the shop, then the fields. Everything else here
-- is the desk's own machinery.

-- Where every id comes from: never re-used, the same in a replay.
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- What the journal promises: one entry a command, chained. payload and
-- decisions are canonical JSON without personal data; what is personal stands
-- in `sealed`, under the key of `subject` in keys.db.
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, boot TEXT NOT NULL,
  mono INTEGER NOT NULL, entropy BLOB NOT NULL, actor TEXT NOT NULL,
  via TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT,
  payload TEXT, decisions TEXT NOT NULL, sealed BLOB,
  prev BLOB NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE TRIGGER journal_is_final BEFORE UPDATE ON journal
BEGIN SELECT raise(ABORT, 'a journal entry is final'); END;
CREATE TRIGGER journal_keeps BEFORE DELETE ON journal
BEGIN SELECT raise(ABORT, 'a journal entry is final'); END;
CREATE INDEX journal_subject ON journal(subject, seq) WHERE subject IS NOT NULL;
CREATE INDEX journal_config ON journal(seq) WHERE kind = 'config';
CREATE INDEX journal_anchor ON journal(seq) WHERE kind = 'anchor';

-- Configuration bytes, kept by hash while an entry cites them.
CREATE TABLE blobs (hash BLOB PRIMARY KEY, name TEXT NOT NULL, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;

-- What is known of each fact: equal content is not a command.
CREATE TABLE facts (
  shop INTEGER NOT NULL, kind TEXT NOT NULL, ref TEXT NOT NULL,
  id INTEGER NOT NULL, version INTEGER NOT NULL, hash BLOB NOT NULL,
  seen INTEGER NOT NULL, PRIMARY KEY (shop, kind, ref)
) STRICT, WITHOUT ROWID;

-- Verified webhooks, before a plugin has read them; then without their body.
CREATE TABLE inbox (
  id INTEGER PRIMARY KEY, instance TEXT NOT NULL, event_id TEXT NOT NULL,
  topic TEXT NOT NULL, at INTEGER NOT NULL, sealed BLOB NOT NULL,
  state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, postponed INTEGER, not_before INTEGER,
  UNIQUE (instance, event_id)
) STRICT;
CREATE INDEX inbox_waiting ON inbox(instance, coalesce(not_before, 0), id) WHERE state = 'waiting';

-- What intake could not read: nothing a cursor passes is nowhere.
CREATE TABLE quarantine (
  id INTEGER PRIMARY KEY, instance TEXT NOT NULL, kind TEXT, ref TEXT,
  reason TEXT NOT NULL, at INTEGER NOT NULL, subject TEXT NOT NULL,
  sealed BLOB NOT NULL, state TEXT NOT NULL
) STRICT;
CREATE INDEX quarantine_open ON quarantine(state, id);

-- Durable strings of plugins, by instance.
CREATE TABLE kv (
  instance TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (instance, key)
) STRICT, WITHOUT ROWID;

-- Why nothing is sent for now ("restored"), and since when.
CREATE TABLE holds (name TEXT PRIMARY KEY, since INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Evidence files: named by an HMAC, sealed; the hash of the plain bytes stands
-- in the journal, in the sealed payload.
CREATE TABLE files (
  evidence INTEGER PRIMARY KEY, subject TEXT NOT NULL, name TEXT NOT NULL,
  size INTEGER NOT NULL
) STRICT;

-- The facts each decision saw: numbers and codes, no text (for simulate); what
-- fired, and what was held back or came too late.
CREATE TABLE vectors (
  seq INTEGER NOT NULL, trigger TEXT NOT NULL, facts TEXT NOT NULL,
  fired TEXT NOT NULL, considered TEXT NOT NULL, PRIMARY KEY (seq, trigger)
) STRICT, WITHOUT ROWID;

-- Which entries of the journal decided about a ticket.
CREATE TABLE traces (
  ticket INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (ticket, seq)
) STRICT, WITHOUT ROWID;

-- Which orders and threads were erased, and when: a poll does not bring their
-- personal data back. `erasing`: what is still to be done outside the database.
CREATE TABLE erased (subject TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE erasing (
  what TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (what, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE orders (
  id INTEGER PRIMARY KEY, shop INTEGER NOT NULL, ref TEXT, name TEXT,
  version INTEGER, status INTEGER, first_order INTEGER, placed INTEGER,
  placed_zone INTEGER, ship_by INTEGER, ship_by_zone INTEGER,
  deliver_by INTEGER, deliver_by_zone INTEGER, buyer_ref TEXT,
  buyer_name TEXT, email TEXT, phone TEXT, lang TEXT, address TEXT,
  city TEXT, postcode TEXT, country TEXT, total INTEGER, total_currency TEXT,
  total_shop INTEGER, total_shop_currency TEXT
) STRICT;

CREATE TABLE payments (
  id INTEGER PRIMARY KEY, shop INTEGER NOT NULL, ref TEXT, order_ref TEXT,
  parent_ref TEXT, gateway TEXT, version INTEGER, type INTEGER,
  status INTEGER, amount INTEGER, amount_currency TEXT, amount_shop INTEGER,
  amount_shop_currency TEXT, at INTEGER, at_zone INTEGER, note TEXT,
  reason TEXT
) STRICT;

CREATE TABLE shipments (
  id INTEGER PRIMARY KEY, shop INTEGER NOT NULL, ref TEXT, order_ref TEXT,
  carrier TEXT, tracking TEXT, url TEXT, version INTEGER, status INTEGER,
  shipped INTEGER, shipped_zone INTEGER, estimated INTEGER,
  estimated_zone INTEGER, delivered INTEGER, delivered_zone INTEGER
) STRICT;

CREATE TABLE scans (
  id INTEGER PRIMARY KEY, shop INTEGER NOT NULL, carrier TEXT, tracking TEXT,
  code TEXT, status INTEGER, occurred INTEGER, occurred_zone INTEGER,
  reason TEXT, place TEXT, country TEXT, "text" TEXT, estimated INTEGER,
  estimated_zone INTEGER
) STRICT;

CREATE TABLE reviews (
  id INTEGER PRIMARY KEY, shop INTEGER NOT NULL, ref TEXT, order_ref TEXT,
  sku TEXT, title TEXT, "text" TEXT, lang TEXT, author TEXT, version INTEGER,
  stars INTEGER, at INTEGER, at_zone INTEGER
) STRICT;

CREATE TABLE disputes (
  id INTEGER PRIMARY KEY, shop INTEGER NOT NULL, ref TEXT, order_ref TEXT,
  reason TEXT, version INTEGER, type INTEGER, status INTEGER, amount INTEGER,
  amount_currency TEXT, opened INTEGER, opened_zone INTEGER,
  respond_by INTEGER, respond_by_zone INTEGER, closed INTEGER,
  closed_zone INTEGER
) STRICT;

CREATE TABLE returns (
  id INTEGER PRIMARY KEY, shop INTEGER NOT NULL, ref TEXT, order_ref TEXT,
  name TEXT, reason TEXT, note TEXT, version INTEGER, status INTEGER,
  at INTEGER, at_zone INTEGER
) STRICT;

CREATE TABLE evidence (
  id INTEGER PRIMARY KEY, shop INTEGER NOT NULL, ref TEXT, order_ref TEXT,
  tracking TEXT, type TEXT, mime TEXT, name TEXT, url TEXT, at INTEGER,
  at_zone INTEGER
) STRICT;

CREATE TABLE order_lines (
  id INTEGER PRIMARY KEY, shop INTEGER NOT NULL, order_ref TEXT NOT NULL,
  ref TEXT, sku TEXT, title TEXT, quantity INTEGER, refundable INTEGER,
  price INTEGER, price_currency TEXT
) STRICT;

CREATE TABLE shops (
  id INTEGER PRIMARY KEY, account TEXT, label TEXT, plugin TEXT, name TEXT,
  currency TEXT, zone TEXT, live_since INTEGER
) STRICT;

CREATE TABLE buyers (
  id INTEGER PRIMARY KEY, shop INTEGER, ref TEXT, name TEXT, email TEXT,
  phone TEXT, lang TEXT, country TEXT, orders INTEGER
) STRICT;

CREATE TABLE messages (
  id INTEGER PRIMARY KEY, shop INTEGER, ticket INTEGER, direction INTEGER,
  origin INTEGER, is_public INTEGER, ref TEXT, channel TEXT, thread TEXT,
  order_ref TEXT, from_name TEXT, from_addr TEXT, to_addr TEXT, subject TEXT,
  "text" TEXT, reply TEXT, lang TEXT, message_id TEXT, in_reply_to TEXT,
  notice TEXT, at INTEGER, evidence INTEGER, action INTEGER,
  quiet INTEGER
) STRICT;

CREATE TABLE notes (
  id INTEGER PRIMARY KEY, ticket INTEGER, author TEXT, "text" TEXT, at INTEGER
) STRICT;

CREATE TABLE tickets (
  id INTEGER PRIMARY KEY, shop INTEGER, order_ref TEXT, buyer_ref TEXT,
  thread TEXT, channel TEXT, tracking TEXT, issue TEXT, also TEXT, lang TEXT,
  cause TEXT, confidence INTEGER, tier INTEGER, state INTEGER,
  waiting_for TEXT, owner TEXT, subject TEXT, playbook TEXT, step TEXT,
  opened INTEGER, changed INTEGER, closed INTEGER, due INTEGER, outcome TEXT,
  root_cause TEXT, rule TEXT, policy TEXT, messages INTEGER
) STRICT;

CREATE TABLE actions (
  id INTEGER PRIMARY KEY, ticket INTEGER, shop INTEGER, verb TEXT,
  instance TEXT, order_ref TEXT, effect_class TEXT, state INTEGER,
  automatic INTEGER, key TEXT, intent TEXT, intent_no INTEGER,
  generation INTEGER, "after" INTEGER, amount INTEGER, amount_currency TEXT,
  worth INTEGER, worth_currency TEXT,
  baseline INTEGER, baseline_currency TEXT, paid INTEGER, paid_currency TEXT,
  items TEXT, args TEXT, reason TEXT, rule TEXT, policy TEXT,
  proposed_by TEXT, approved_by TEXT, subject TEXT, "text" TEXT, lang TEXT,
  channel TEXT, to_addr TEXT, to_name TEXT, message_id TEXT, in_reply_to TEXT,
  "references" TEXT, template_id TEXT, result TEXT, remote_ref TEXT,
  why TEXT, request_hash TEXT, attempts INTEGER, deaths INTEGER, postponed INTEGER,
  not_before INTEGER, planned INTEGER, sent INTEGER, settled INTEGER,
  looks INTEGER, hold_until INTEGER, approved INTEGER, doubt INTEGER
) STRICT;

CREATE TABLE deadlines (
  id INTEGER PRIMARY KEY, ticket INTEGER, action INTEGER, purpose TEXT,
  source TEXT, due INTEGER, "set" INTEGER, done INTEGER, state INTEGER
) STRICT;

CREATE TABLE parcels (
  id INTEGER PRIMARY KEY, tracking TEXT, carrier TEXT, state INTEGER,
  since INTEGER, looked INTEGER, doubted INTEGER, old INTEGER, proof INTEGER
) STRICT;

CREATE TABLE agents (
  id INTEGER PRIMARY KEY, name TEXT, role TEXT, languages TEXT, skills TEXT,
  absent_until INTEGER, open_load INTEGER
) STRICT;

CREATE TABLE alerts (
  id INTEGER PRIMARY KEY, ticket INTEGER, shop INTEGER, cause TEXT,
  level TEXT, "text" TEXT, at INTEGER, count INTEGER, acknowledged INTEGER,
  acknowledged_by TEXT
) STRICT;

CREATE UNIQUE INDEX orders_ref ON orders(shop, ref);
CREATE INDEX orders_name ON orders(shop, name);
CREATE INDEX orders_any_ref ON orders(ref);
CREATE INDEX orders_any_name ON orders(name);
CREATE INDEX orders_email ON orders(lower(email), placed) WHERE lower(email) IS NOT NULL;
CREATE INDEX orders_buyer ON orders(shop, buyer_ref) WHERE buyer_ref IS NOT NULL;
CREATE UNIQUE INDEX lines_ref ON order_lines(shop, order_ref, ref);
CREATE UNIQUE INDEX payments_ref ON payments(shop, ref);
CREATE INDEX payments_order ON payments(shop, order_ref);
CREATE UNIQUE INDEX shipments_ref ON shipments(shop, ref);
CREATE INDEX shipments_order ON shipments(shop, order_ref);
CREATE INDEX shipments_tracking ON shipments(tracking) WHERE tracking IS NOT NULL;
CREATE INDEX scans_tracking ON scans(tracking, occurred);
CREATE UNIQUE INDEX reviews_ref ON reviews(shop, ref);
CREATE INDEX reviews_order ON reviews(shop, order_ref) WHERE order_ref IS NOT NULL;
CREATE UNIQUE INDEX disputes_ref ON disputes(shop, ref);
CREATE INDEX disputes_order ON disputes(shop, order_ref);
CREATE UNIQUE INDEX returns_ref ON returns(shop, ref);
CREATE INDEX returns_order ON returns(shop, order_ref) WHERE order_ref IS NOT NULL;
CREATE UNIQUE INDEX evidence_ref ON evidence(shop, ref);
CREATE INDEX evidence_order ON evidence(shop, order_ref) WHERE order_ref IS NOT NULL;
CREATE INDEX evidence_tracking ON evidence(tracking) WHERE tracking IS NOT NULL;
CREATE UNIQUE INDEX shops_label ON shops(label);
CREATE UNIQUE INDEX shops_account ON shops(plugin, account) WHERE account IS NOT NULL;
CREATE UNIQUE INDEX buyers_ref ON buyers(shop, ref);
CREATE INDEX buyers_email ON buyers(email) WHERE email IS NOT NULL;
CREATE INDEX messages_thread ON messages(shop, thread) WHERE thread IS NOT NULL;
CREATE INDEX messages_stray ON messages(lower(from_addr)) WHERE ticket IS NULL AND from_addr IS NOT NULL;
CREATE INDEX files_subject ON files(subject);
CREATE INDEX messages_ticket ON messages(ticket, at);
-- Who is a party of a ticket, however long it has become.
CREATE INDEX messages_from ON messages(ticket, lower(from_addr)) WHERE from_addr IS NOT NULL;
CREATE INDEX messages_to ON messages(ticket, lower(to_addr)) WHERE to_addr IS NOT NULL;
CREATE INDEX actions_to ON actions(ticket, lower(to_addr)) WHERE to_addr IS NOT NULL;
CREATE UNIQUE INDEX messages_ref ON messages(shop, channel, ref);
CREATE INDEX messages_message_id ON messages(message_id) WHERE message_id IS NOT NULL;
CREATE INDEX messages_list ON messages(at) WHERE ticket IS NULL;
CREATE INDEX notes_ticket ON notes(ticket);
-- The queue: most urgent first, then what is due first.
CREATE INDEX tickets_queue ON tickets(state, tier, due, id);
CREATE INDEX tickets_owner ON tickets(owner, state, tier, due, id);
CREATE INDEX tickets_order ON tickets(shop, order_ref, state) WHERE order_ref IS NOT NULL;
CREATE INDEX tickets_thread ON tickets(shop, thread, state) WHERE thread IS NOT NULL;
-- One open matter per cause, by the database itself.
CREATE UNIQUE INDEX tickets_cause ON tickets(shop, cause) WHERE state <> 3 AND cause IS NOT NULL;
-- A second action of one intent is refused by the database itself: 8 refused,
-- 11 cancelled and 12 failed free it.
CREATE UNIQUE INDEX actions_intent ON actions(intent) WHERE state NOT IN (8, 11, 12);
CREATE INDEX actions_state ON actions(state, not_before, id);
CREATE INDEX actions_ticket ON actions(ticket, state, settled);
CREATE INDEX actions_order ON actions(shop, order_ref, verb, intent_no) WHERE order_ref IS NOT NULL;
CREATE INDEX actions_replies ON actions(ticket, intent_no) WHERE verb = 'reply';
-- What was answered without a person, by address and in all: the loop guard.
CREATE INDEX actions_automatic ON actions(lower(to_addr)) WHERE automatic = 1 AND verb = 'reply' AND approved_by IS NULL AND state NOT IN (2, 8, 11);
CREATE INDEX actions_auto_hour ON actions(coalesce(settled, sent, planned)) WHERE automatic = 1 AND verb = 'reply' AND approved_by IS NULL AND state NOT IN (2, 8, 11);
-- What an agent approved today, and what an instance paid.
CREATE INDEX actions_approved ON actions(approved_by, approved) WHERE approved_by IS NOT NULL;
CREATE INDEX actions_by_rule ON actions(planned) WHERE automatic = 1 AND worth IS NOT NULL;
CREATE INDEX actions_paid ON actions(instance, settled) WHERE settled IS NOT NULL AND amount IS NOT NULL;
-- What the host may work on, each instance for itself; nothing that came to rest.
CREATE INDEX actions_jobs ON actions(state, instance, coalesce(not_before, 0), id) WHERE state = 4 OR state = 6 OR state = 9;
CREATE UNIQUE INDEX actions_message_id ON actions(message_id) WHERE message_id IS NOT NULL;
CREATE INDEX deadlines_due ON deadlines(due, id) WHERE state = 1;
CREATE INDEX deadlines_source ON deadlines(source, purpose) WHERE state = 1;
CREATE INDEX deadlines_ticket ON deadlines(ticket, state, due);
CREATE INDEX deadlines_action ON deadlines(action) WHERE action IS NOT NULL;
CREATE UNIQUE INDEX parcels_tracking ON parcels(tracking);
-- Whom a carrier may still be asked about.
CREATE INDEX parcels_under_way ON parcels(carrier, looked) WHERE state = 1;
CREATE UNIQUE INDEX agents_name ON agents(name);
CREATE INDEX alerts_open ON alerts(id) WHERE acknowledged IS NULL;
CREATE UNIQUE INDEX alerts_cause ON alerts(cause) WHERE acknowledged IS NULL;

-- Counts that the queue shows are maintained, never counted.
CREATE TABLE queue_counts (
  state INTEGER NOT NULL, tier INTEGER NOT NULL, owner TEXT NOT NULL,
  tickets INTEGER NOT NULL, PRIMARY KEY (state, tier, owner)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER tickets_counted_in AFTER INSERT ON tickets
BEGIN
  INSERT INTO queue_counts VALUES (coalesce(new.state, 0), coalesce(new.tier, 0), coalesce(new.owner, ''), 1)
  ON CONFLICT DO UPDATE SET tickets = tickets + 1;
END;
CREATE TRIGGER tickets_counted_over AFTER UPDATE OF state, tier, owner ON tickets
BEGIN
  UPDATE queue_counts SET tickets = tickets - 1
  WHERE state = coalesce(old.state, 0) AND tier = coalesce(old.tier, 0) AND owner = coalesce(old.owner, '');
  INSERT INTO queue_counts VALUES (coalesce(new.state, 0), coalesce(new.tier, 0), coalesce(new.owner, ''), 1)
  ON CONFLICT DO UPDATE SET tickets = tickets + 1;
END;

-- Full text over messages: external content, so that an erased row can be
-- taken out; our own tokenizer finds two-character words of CJK scripts.
CREATE VIRTUAL TABLE messages_text USING fts5(
  subject, text, content='messages', content_rowid='id', tokenize='desk'
);
CREATE TRIGGER messages_indexed AFTER INSERT ON messages
BEGIN
  INSERT INTO messages_text(rowid, subject, text) VALUES (new.id, new.subject, new.text);
END;
CREATE TRIGGER messages_reindexed AFTER UPDATE OF subject, text ON messages
BEGIN
  INSERT INTO messages_text(messages_text, rowid, subject, text) VALUES ('delete', old.id, old.subject, old.text);
  INSERT INTO messages_text(rowid, subject, text) VALUES (new.id, new.subject, new.text);
END;
