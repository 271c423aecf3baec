-- 022: whose a coupon's code is.

-- A person's reply names a code: it is looked up, whatever the case of its
-- letters, before the reply leaves; those of one order stand together.
CREATE INDEX actions_code ON actions(upper(result), shop, order_ref)
  WHERE verb = 'coupon' AND result IS NOT NULL;
