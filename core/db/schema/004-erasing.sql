-- 004: messages of no ticket whose order their channel told, for erasure.

CREATE INDEX messages_told ON messages(shop, order_ref) WHERE ticket IS NULL AND order_ref IS NOT NULL;
