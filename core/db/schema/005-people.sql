-- 005: who it was, by address or name: what people at the desk look for.

-- Tickets by the sender of a message; strangers' have messages_stray.
CREATE INDEX messages_sender ON messages(lower(from_addr), ticket) WHERE ticket > 0 AND from_addr IS NOT NULL;
-- Orders by the beginning of a name, and of its last word.
CREATE INDEX orders_buyer_name ON orders(lower(buyer_name)) WHERE buyer_name IS NOT NULL;
CREATE INDEX orders_last_name ON orders(lower(substr(buyer_name, length(rtrim(buyer_name, replace(buyer_name, ' ', ''))) + 1))) WHERE buyer_name IS NOT NULL;
