-- 019: an order's reference and its name stand in one index each.
--
-- Led by the reference, one index finds it in a shop and in all of them; a
-- first sync writes two keys less for each order.
DROP INDEX orders_ref;
DROP INDEX orders_any_ref;
CREATE UNIQUE INDEX orders_ref ON orders(ref, shop);
DROP INDEX orders_name;
DROP INDEX orders_any_name;
CREATE INDEX orders_name ON orders(name, shop);
