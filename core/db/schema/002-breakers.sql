-- 002: breakers, and refunds that differ from what the platform shows.

-- What a shop sent lately.
CREATE INDEX actions_sent ON actions(shop, sent) WHERE sent IS NOT NULL AND worth IS NOT NULL;
-- When somebody looked at a cause last.
CREATE INDEX alerts_looked ON alerts(cause, acknowledged) WHERE acknowledged IS NOT NULL;
-- Settled refunds that are looked at again, and those of the last weeks.
CREATE INDEX actions_again ON actions(instance, coalesce(not_before, 0), id) WHERE state = 7 AND verb = 'refund' AND not_before IS NOT NULL;
CREATE INDEX actions_refunded ON actions(settled) WHERE verb = 'refund' AND settled IS NOT NULL;
CREATE INDEX payments_refunds ON payments(shop, at) WHERE type = 3;

CREATE TABLE differences (
  id INTEGER PRIMARY KEY, shop INTEGER, whose INTEGER, order_ref TEXT,
  ref TEXT, action INTEGER, amount INTEGER, amount_currency TEXT,
  found INTEGER, explained INTEGER, explained_by TEXT, cause TEXT
) STRICT;
CREATE UNIQUE INDEX differences_ref ON differences(shop, whose, ref);
CREATE INDEX differences_open ON differences(id) WHERE explained IS NULL;
