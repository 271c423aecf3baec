-- 010: what `simulate` needs beside the facts of a decision: when, of which
-- ticket, the order's sums as they were paid, what was wanted and promised.
-- Numbers and codes, no text. Of decisions from before it is empty.
ALTER TABLE vectors ADD COLUMN seen TEXT NOT NULL DEFAULT '';
