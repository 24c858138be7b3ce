-- One row an event with an id: the hash of the id, in the order of the hashes.
-- Reads: events
-- Key: none
SELECT text_hash(event_id) AS id_hash
FROM events
WHERE event_id IS NOT NULL
ORDER BY text_hash(event_id)
