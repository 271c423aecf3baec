-- 022: whose a coupon's code is.

-- A person's reply names a code: it is looked up, whatever the case of its
-- letters, before the reply leaves.
CREATE INDEX actions_code ON actions(upper(result))
  WHERE verb = 'coupon' AND result IS NOT NULL;
