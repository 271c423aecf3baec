-- 021: money that a task pays out is money.

-- How much it gives the buyer, of a coupon perhaps a percentage; what that is
-- worth to them, which limits count as they count an action's; who gave it and
-- who said yes. Nothing of what gives no money, and before this: whatever was
-- open then had nobody to wait for.
ALTER TABLE tasks ADD COLUMN amount INTEGER;
ALTER TABLE tasks ADD COLUMN amount_currency TEXT;
ALTER TABLE tasks ADD COLUMN percent INTEGER;
ALTER TABLE tasks ADD COLUMN worth INTEGER;
ALTER TABLE tasks ADD COLUMN worth_currency TEXT;
ALTER TABLE tasks ADD COLUMN proposed_by TEXT;
ALTER TABLE tasks ADD COLUMN waits INTEGER;
ALTER TABLE tasks ADD COLUMN approved_by TEXT;
ALTER TABLE tasks ADD COLUMN approved INTEGER;
CREATE INDEX tasks_approved ON tasks(approved_by, approved)
  WHERE worth IS NOT NULL;

-- Held against the compensation matrix, and beside what, as actions are.
ALTER TABLE tasks ADD COLUMN reason TEXT;
ALTER TABLE tasks ADD COLUMN matrix_row TEXT;
ALTER TABLE tasks ADD COLUMN advised INTEGER;
ALTER TABLE tasks ADD COLUMN advised_currency TEXT;
ALTER TABLE tasks ADD COLUMN deviates INTEGER;
ALTER TABLE tasks ADD COLUMN beside INTEGER;

-- Of a coupon that somebody made by hand.
ALTER TABLE tasks ADD COLUMN code TEXT;

-- The playbook of `step`.
ALTER TABLE tasks ADD COLUMN playbook TEXT;
