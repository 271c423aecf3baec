-- 011: what the compensation matrix says of an effect, effects that belong
-- together, and who erased a matter.

-- Which row of the matrix holds for its order, what that gives, and whether a
-- person's own amount is another one.
ALTER TABLE actions ADD COLUMN matrix_row TEXT;
ALTER TABLE actions ADD COLUMN advised INTEGER;
ALTER TABLE actions ADD COLUMN advised_currency TEXT;
ALTER TABLE actions ADD COLUMN deviates INTEGER;
-- The remedy that it may stand beside, as a manager said.
ALTER TABLE actions ADD COLUMN beside INTEGER;
-- The action that it is a part of: approved with it, given up with it.
ALTER TABLE actions ADD COLUMN part_of INTEGER;

CREATE INDEX actions_deviating ON actions(planned) WHERE deviates = 1;
CREATE INDEX actions_parts ON actions(part_of) WHERE part_of IS NOT NULL;

-- Who erased a matter, and nothing else of the journal is looked at.
CREATE INDEX journal_erase ON journal(at) WHERE kind = 'erase';
