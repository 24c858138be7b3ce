-- One row an account or a deal that the history names, of the kinds that the rulebook scores: its number, after those of the leads.
-- Reads: leads, accounts, deals, events, lead_ids, other_kinds
-- Key: entity_key
SELECT
    leads_known.number + ROW_NUMBER() OVER (ORDER BY ids.entity, ids.entity_id) AS entity_key,
    ids.entity,
    ids.entity_id
FROM (
    SELECT named.entity, named.entity_id
    FROM (
        SELECT 'account' AS entity, account_id AS entity_id FROM leads
        UNION ALL
        SELECT 'account' AS entity, account_id AS entity_id FROM accounts
        UNION ALL
        SELECT 'deal' AS entity, deal_id AS entity_id FROM deals
        UNION ALL
        SELECT 'deal' AS entity, deal_id AS entity_id FROM events
    ) named
    JOIN other_kinds k
        ON named.entity = k.entity
    WHERE named.entity_id <> ''
    GROUP BY named.entity, named.entity_id
) ids
CROSS JOIN (SELECT COUNT(*) AS number FROM lead_ids) leads_known
