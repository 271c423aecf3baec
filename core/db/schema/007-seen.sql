-- 007: what `simulate` needs beside the facts of a decision: when, of which
-- ticket, the order's sums as they were paid, what was wanted and promised.
-- Numbers and codes, no text. Of decisions from before it is empty.
ALTER TABLE vectors ADD COLUMN seen TEXT NOT NULL DEFAULT '';

-- Who wrote last in a ticket, by the order in which we heard and sent: a
-- buyer's clock may be wrong.
CREATE INDEX messages_heard ON messages(ticket) WHERE direction = 1 AND origin = 1;
CREATE INDEX messages_sent ON messages(ticket) WHERE direction = 2 AND action IS NOT NULL;
