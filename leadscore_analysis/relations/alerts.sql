-- One row an alert that fires, and whom it tells: a person, or who stands in an attribute of the lead at that instant.
-- Reads: firings, clauses, entities, lead_versions, leads; receiver_text stands for the attributes that the rulebook names
-- Key: alert, lead_id, fired_at
SELECT
    s.clause AS alert,
    n.entity_id AS lead_id,
    instant(f.fired_us) AS fired_at,
    COALESCE(s.person, receiver_text) AS "to"
FROM firings f
JOIN clauses s
    ON f.clause_key = s.clause_key
JOIN entities n
    ON f.entity_key = n.entity_key
LEFT JOIN lead_versions v
    ON f.entity_key = v.lead_key AND v.starts_us <= f.fired_us AND (v.ends_us IS NULL OR f.fired_us < v.ends_us)
LEFT JOIN leads e
    ON v.lead_id = e.lead_id AND (v.valid_from = e.valid_from OR (v.valid_from IS NULL AND e.valid_from IS NULL))
ORDER BY fired_at, s.clause, n.entity_id
