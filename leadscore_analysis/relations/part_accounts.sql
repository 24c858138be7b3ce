-- One row is a version of an account; all are kept.
-- Reads: accounts
-- Key: account_id, valid_from
SELECT accounts.*
FROM accounts
