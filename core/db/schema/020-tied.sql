-- 020: of which tasks a reply tells.

-- What somebody gives by hand stands behind words as actions do: the ids of the
-- tasks, a list in JSON. Nothing where there is none, and before this.
ALTER TABLE actions ADD COLUMN tasks TEXT;
CREATE INDEX actions_tasks ON actions(state) WHERE tasks IS NOT NULL;

-- Tasks that failed after a reply that left had told of them, once for each
-- such reply; `told`: its ticket. What went with the end of its ticket did not
-- fail: whoever ended that said why.
CREATE VIEW tasks_in_vain AS
  SELECT k.id, a.id AS reply, a.ticket AS told, k.ticket, k.shop, k.order_ref,
    k."set", k.done, k.gives, k.role, k.step
  FROM actions a, json_each(a.tasks) j, tasks k
  WHERE a.state IN (6, 7) AND a.tasks IS NOT NULL AND k.id = j.value
    AND k.state = 3 AND k.done >= a.sent;
