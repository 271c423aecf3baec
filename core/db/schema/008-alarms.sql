-- 008: who was told of an alert, and when it climbs on.

ALTER TABLE alerts ADD COLUMN ladder TEXT;
ALTER TABLE alerts ADD COLUMN step INTEGER;
ALTER TABLE alerts ADD COLUMN next INTEGER;
CREATE INDEX alerts_ticket ON alerts(ticket) WHERE acknowledged IS NULL AND ticket IS NOT NULL;

ALTER TABLE deadlines ADD COLUMN alert INTEGER;
ALTER TABLE deadlines ADD COLUMN recipient INTEGER;
CREATE INDEX deadlines_alert ON deadlines(alert) WHERE state = 1 AND alert IS NOT NULL;
CREATE INDEX deadlines_recipient ON deadlines(recipient) WHERE state = 1 AND recipient IS NOT NULL;

CREATE TABLE recipients (
  id INTEGER PRIMARY KEY, person TEXT, channel TEXT, last INTEGER,
  sent INTEGER, day_ends INTEGER, next INTEGER, action INTEGER
) STRICT;
CREATE UNIQUE INDEX recipients_who ON recipients(person, channel);

CREATE TABLE summons (
  id INTEGER PRIMARY KEY, alert INTEGER, recipient INTEGER, step INTEGER,
  state INTEGER, urgent INTEGER, since INTEGER, told INTEGER, action INTEGER
) STRICT;
CREATE INDEX summons_waiting ON summons(recipient, id) WHERE state = 1;
CREATE INDEX summons_alert ON summons(alert, state);
CREATE INDEX summons_action ON summons(action) WHERE action IS NOT NULL;
