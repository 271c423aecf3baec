-- 009: closing the loop: tasks, tags, what was done to tickets, how reviews
-- changed, and how matters ended.

ALTER TABLE tickets ADD COLUMN merged INTEGER;
ALTER TABLE tickets ADD COLUMN reopened INTEGER;
ALTER TABLE tickets ADD COLUMN snoozed INTEGER;
ALTER TABLE deadlines ADD COLUMN came_from INTEGER;
CREATE INDEX tickets_merged ON tickets(merged) WHERE merged IS NOT NULL;

CREATE TABLE tasks (
  id INTEGER PRIMARY KEY, ticket INTEGER, shop INTEGER, order_ref TEXT,
  role TEXT, step TEXT, "text" TEXT, "set" INTEGER, due INTEGER, done INTEGER,
  state INTEGER, by TEXT, note TEXT, deadline INTEGER, alert INTEGER,
  late INTEGER
) STRICT;
CREATE INDEX tasks_open ON tasks(due, id) WHERE state = 1;
CREATE INDEX tasks_ticket ON tasks(ticket) WHERE ticket IS NOT NULL;
CREATE INDEX tasks_order ON tasks(shop, order_ref) WHERE order_ref IS NOT NULL;
CREATE INDEX tasks_deadline ON tasks(deadline) WHERE state = 1;
CREATE INDEX tasks_alert ON tasks(alert) WHERE state = 1;

CREATE TABLE tags (
  id INTEGER PRIMARY KEY, shop INTEGER, buyer INTEGER, order_ref TEXT,
  name TEXT, ticket INTEGER, at INTEGER
) STRICT;
CREATE INDEX tags_buyer ON tags(buyer);
CREATE INDEX tags_order ON tags(shop, order_ref);

CREATE TABLE operations (
  id INTEGER PRIMARY KEY, ticket INTEGER, other INTEGER, verb TEXT,
  items TEXT, was TEXT, at INTEGER, undone INTEGER, by TEXT, undone_by TEXT
) STRICT;
CREATE INDEX operations_ticket ON operations(ticket, id);
CREATE INDEX operations_other ON operations(other) WHERE other IS NOT NULL;

CREATE TABLE review_changes (
  id INTEGER PRIMARY KEY, shop INTEGER, review INTEGER, order_ref TEXT,
  what INTEGER, "text" INTEGER, before INTEGER, stars INTEGER, at INTEGER
) STRICT;
CREATE INDEX review_changes_review ON review_changes(review, id);

-- What was invited to write a review: once an order.
CREATE INDEX actions_template ON actions(shop, order_ref, template_id) WHERE template_id IS NOT NULL AND order_ref IS NOT NULL;

-- How matters ended, by day: maintained, never counted. A merged ticket has no
-- ending of its own; one that was closed by mistake, and that taken back, none
-- either.
CREATE TABLE endings (
  shop INTEGER NOT NULL, day INTEGER NOT NULL, outcome TEXT NOT NULL,
  cause TEXT NOT NULL, closed INTEGER NOT NULL, reopened INTEGER NOT NULL,
  PRIMARY KEY (shop, day, outcome, cause)
) STRICT, WITHOUT ROWID;
INSERT INTO endings SELECT coalesce(shop, 0), coalesce(closed, 0) / 86400000,
  coalesce(outcome, ''), coalesce(root_cause, ''), count(*), 0
  FROM tickets WHERE state = 3 GROUP BY 1, 2, 3, 4;
CREATE TRIGGER tickets_ended AFTER UPDATE OF state ON tickets
WHEN new.state = 3 AND old.state <> 3 AND new.merged IS NULL
BEGIN
  INSERT INTO endings VALUES (coalesce(new.shop, 0), coalesce(new.closed, 0) / 86400000, coalesce(new.outcome, ''), coalesce(new.root_cause, ''), 1, 0)
  ON CONFLICT DO UPDATE SET closed = closed + 1;
END;
CREATE TRIGGER tickets_reopened AFTER UPDATE OF state ON tickets
WHEN new.state <> 3 AND old.state = 3 AND old.merged IS NULL
BEGIN
  UPDATE endings SET
    reopened = reopened + (coalesce(new.reopened, 0) > coalesce(old.reopened, 0)),
    closed = closed - (coalesce(new.reopened, 0) = coalesce(old.reopened, 0))
  WHERE shop = coalesce(old.shop, 0) AND day = coalesce(old.closed, 0) / 86400000
    AND outcome = coalesce(old.outcome, '') AND cause = coalesce(old.root_cause, '');
  DELETE FROM endings
  WHERE shop = coalesce(old.shop, 0) AND day = coalesce(old.closed, 0) / 86400000
    AND outcome = coalesce(old.outcome, '') AND cause = coalesce(old.root_cause, '')
    AND closed = 0 AND reopened = 0;
END;
