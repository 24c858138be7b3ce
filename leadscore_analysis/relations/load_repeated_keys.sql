-- One row is a key, or an entity's key and the start of a version, that more than one usable row has.
-- Reads: keyed_rows
-- Key: key_value, starts_us
SELECT key_value, starts_us
FROM keyed_rows
GROUP BY key_value, starts_us
HAVING COUNT(*) > 1
