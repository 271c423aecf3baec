-- 016: files that came with a message, taken or not.

CREATE TABLE files_in (
  id INTEGER PRIMARY KEY, shop INTEGER NOT NULL, ref TEXT, text_ref TEXT,
  name TEXT, type TEXT, size INTEGER, at INTEGER, at_zone INTEGER,
  within INTEGER, mime TEXT, refused INTEGER, message INTEGER, evidence INTEGER
) STRICT;
CREATE INDEX files_in_message ON files_in(message);
