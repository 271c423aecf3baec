-- 012: what must be found when a clock is set back.

-- When somebody said "for so long", whose end was counted from then; a moment
-- that they named has none.
ALTER TABLE agents ADD COLUMN counted INTEGER;
ALTER TABLE modes ADD COLUMN counted INTEGER;

CREATE INDEX deadlines_paused ON deadlines(paused) WHERE state = 5;
