-- One row is a version of a deal; all are kept.
-- Reads: deals
-- Key: deal_id, valid_from
SELECT deals.*
FROM deals
