-- One row a mention of an entity in the history; a name may be mentioned often.
-- Reads: events, leads, accounts, deals
-- Key: none
SELECT 'lead' AS entity, lead_id AS entity_id FROM leads
UNION ALL
SELECT 'lead' AS entity, lead_id AS entity_id FROM events
UNION ALL
SELECT 'account' AS entity, account_id AS entity_id FROM accounts
UNION ALL
SELECT 'account' AS entity, account_id AS entity_id FROM leads
UNION ALL
SELECT 'deal' AS entity, deal_id AS entity_id FROM deals
UNION ALL
SELECT 'deal' AS entity, deal_id AS entity_id FROM events
