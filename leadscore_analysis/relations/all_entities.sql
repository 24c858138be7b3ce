-- One row an entity, with its first appearance: for accounts and deals the earliest of their events and dated versions, for an account also
-- the first version of a lead that names it; with none of these the history's first event.
-- Reads: entities, other_ids, other_events, leads, accounts, deals, event_rows
-- Key: entity_key
SELECT entity_key, entity, entity_id, appeared_us
FROM entities
UNION ALL
SELECT
    o.entity_key,
    o.entity,
    o.entity_id,
    COALESCE(seen.appeared_us, history.first_us) AS appeared_us
FROM other_ids o
LEFT JOIN (
    SELECT signs.entity, signs.entity_id, MIN(signs.us) AS appeared_us
    FROM (
        SELECT k.entity, k.entity_id, v.occurred_us AS us
        FROM other_events v
        JOIN other_ids k
            ON v.entity_key = k.entity_key
        UNION ALL
        SELECT 'account' AS entity, account_id AS entity_id, micros(valid_from) AS us
        FROM accounts
        UNION ALL
        SELECT 'deal' AS entity, deal_id AS entity_id, micros(valid_from) AS us
        FROM deals
        UNION ALL
        SELECT 'account' AS entity, l.account_id AS entity_id, COALESCE(micros(l.valid_from), n.appeared_us) AS us
        FROM leads l
        JOIN entities n
            ON l.lead_id = n.entity_id
    ) signs
    GROUP BY signs.entity, signs.entity_id
) seen
    ON o.entity = seen.entity AND o.entity_id = seen.entity_id
CROSS JOIN (SELECT MIN(occurred_us) AS first_us FROM event_rows) history
