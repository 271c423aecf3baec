-- 013: how risky an order or a message is.

CREATE TABLE risks (
  id INTEGER PRIMARY KEY, shop INTEGER, order_ref TEXT, message INTEGER,
  ticket INTEGER, score INTEGER, signs TEXT, policy TEXT, at INTEGER,
  told INTEGER
) STRICT;
CREATE INDEX risks_order ON risks(shop, order_ref) WHERE order_ref IS NOT NULL;
CREATE UNIQUE INDEX risks_message ON risks(message) WHERE message IS NOT NULL;
CREATE INDEX risks_ticket ON risks(ticket) WHERE ticket IS NOT NULL;
CREATE INDEX risks_most ON risks(score DESC, id DESC) WHERE message IS NULL;
