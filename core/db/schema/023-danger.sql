-- 023: a danger to people is a fact of its ticket.

-- Which danger a buyer told of, and by which words of the policy; NULL where
-- none was told, and before this.
ALTER TABLE tickets ADD COLUMN danger TEXT;
CREATE INDEX tickets_danger ON tickets(opened) WHERE danger IS NOT NULL;
