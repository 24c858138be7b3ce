-- One row: how many events have an id, and how many different hashes these ids have; as many of both means that no id stands twice.
-- Reads: events
-- Key: (one row)
SELECT COUNT(event_id) AS ids, COUNT(DISTINCT text_hash(event_id)) AS different
FROM events
