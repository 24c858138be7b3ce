-- One row a version of the deal whose story is asked for.
-- Reads: deals, story_asked
-- Key: deal_id, valid_from
SELECT v.*
FROM deals v
JOIN story_asked a
    ON v.deal_id = a.entity_id
WHERE a.entity = 'deal'
