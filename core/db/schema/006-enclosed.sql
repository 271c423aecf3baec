-- 006: the files that go with a reply.

-- "EVIDENCE:NAME" by blanks: which row of evidence, and its file's name, which
-- is an HMAC of its bytes.
ALTER TABLE actions ADD COLUMN files TEXT;
