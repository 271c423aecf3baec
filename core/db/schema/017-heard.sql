-- 017: which message of the buyer a reply was approved over, and alerts that
-- ended with their ticket.

-- The newest that had come by then; -1: none had. Nothing in rows from before.
ALTER TABLE actions ADD COLUMN heard INTEGER;
CREATE INDEX alerts_ended ON alerts(ticket, acknowledged) WHERE ticket IS NOT NULL AND acknowledged IS NOT NULL;
