-- One row a lead whose rows the story of the asked entity needs: the lead itself, or each lead that ever belonged to the account.
-- Reads: story_asked, leads
-- Key: lead_id
SELECT a.entity_id AS lead_id
FROM story_asked a
WHERE a.entity = 'lead'
UNION ALL
SELECT l.lead_id
FROM leads l
JOIN story_asked a
    ON l.account_id = a.entity_id
WHERE a.entity = 'account'
GROUP BY l.lead_id
