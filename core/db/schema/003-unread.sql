-- 003: what a restored desk has not read yet.

-- Instances that tell of shops and buyers and were not read to their end since
-- the copy was put back: until then the hold stands.
CREATE TABLE unread (instance TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
