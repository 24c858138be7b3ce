-- One row an alert that fires, with its lead and the instant in microseconds.
-- Reads: firings, clauses, entities
-- Key: alert, lead_id, fired_us
SELECT clauses.clause AS alert, entities.entity_id AS lead_id, firings.fired_us
FROM firings
JOIN clauses
    ON clauses.clause_key = firings.clause_key
JOIN entities
    ON entities.entity_key = firings.entity_key
