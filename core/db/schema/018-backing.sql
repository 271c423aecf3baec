-- 018: what stands behind the words of a person.

-- A reply that promises several things tells of each: the actions beside
-- `beside`, a list of their ids in JSON. Nothing where there is none.
ALTER TABLE actions ADD COLUMN besides TEXT;
