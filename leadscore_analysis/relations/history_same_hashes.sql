-- One row: how many ids of events have the hash of another; none means that no id stands twice.
-- Reads: history_id_hashes
-- Key: (one row)
SELECT COUNT(*) AS same
FROM (
    SELECT previous_in_order(1, id_hash, id_hash, id_hash) AS is_same
    FROM history_id_hashes
) h
WHERE h.is_same = 1
