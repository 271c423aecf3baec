-- 020: of which tasks a reply tells.

-- What somebody gives by hand stands behind words as actions do: the ids of the
-- tasks, a list in JSON. Nothing where there is none, and before this.
ALTER TABLE actions ADD COLUMN tasks TEXT;
CREATE INDEX actions_tasks ON actions(state) WHERE tasks IS NOT NULL;

-- Tasks that came to nothing after a reply that left had told of them; `told`:
-- its ticket, `kind`: the verbs that it told of, by the role where the task
-- does not say.
CREATE VIEW tasks_in_vain AS
  SELECT k.id, a.ticket AS told, k.ticket, k.shop, k.order_ref, k."set", k.done,
    coalesce(k.gives, iif(k.role = 'finance', 'refund store_credit coupon',
      'reship exchange return')) AS kind
  FROM actions a, json_each(a.tasks) j, tasks k
  WHERE a.state IN (6, 7) AND k.id = j.value AND k.state IN (3, 4)
    AND k.done >= a.sent;
