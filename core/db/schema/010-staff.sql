-- 010: who works when, and clocks that stand still.

-- Why a ticket is whose it is.
ALTER TABLE tickets ADD COLUMN owner_why TEXT;
-- Of which period a deadline is, and since when it stands still (state 5).
ALTER TABLE deadlines ADD COLUMN period TEXT;
ALTER TABLE deadlines ADD COLUMN paused INTEGER;

-- How the whole desk works for now.
CREATE TABLE modes (
  id INTEGER PRIMARY KEY, name TEXT, hand INTEGER, active INTEGER,
  until INTEGER, since INTEGER, turns INTEGER, said_by TEXT
) STRICT;
CREATE UNIQUE INDEX modes_name ON modes(name);
