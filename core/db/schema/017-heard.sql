-- 017: which message of the buyer a reply was approved over.

-- The newest that had come by then; -1: none had. Nothing in rows from before.
ALTER TABLE actions ADD COLUMN heard INTEGER;
