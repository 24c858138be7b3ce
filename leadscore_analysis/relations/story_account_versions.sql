-- One row a version of the account whose story is asked for.
-- Reads: accounts, story_asked
-- Key: account_id, valid_from
SELECT v.*
FROM accounts v
JOIN story_asked a
    ON v.account_id = a.entity_id
WHERE a.entity = 'account'
