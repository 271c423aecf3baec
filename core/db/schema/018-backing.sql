-- 018: what stands behind the words of a person.

-- A reply that promises several things tells of each: the actions beside
-- `beside`, a list of their ids in JSON. Nothing where there is none.
ALTER TABLE actions ADD COLUMN besides TEXT;

-- What a task gives the buyer: a verb, or "nothing"; NULL where nobody said.
ALTER TABLE tasks ADD COLUMN gives TEXT;
