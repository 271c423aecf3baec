-- 014: what a merged ticket was about is found, and goes where that one went.

CREATE INDEX tickets_cause_merged ON tickets(shop, cause) WHERE merged IS NOT NULL AND cause IS NOT NULL;
