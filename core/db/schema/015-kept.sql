-- 015: a ticket that was given on while its owner is away is kept for them.

ALTER TABLE tickets ADD COLUMN kept_for TEXT;
CREATE INDEX tickets_kept ON tickets(kept_for) WHERE kept_for IS NOT NULL;
