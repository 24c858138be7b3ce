-- One row a stretch in which an entity's score keeps its value; ends_at is NULL while it is still open.
-- They come about as the stretches lie, one entity's after another's, so that readers of a file skip most others; whoever needs an order sorts.
-- Reads: stretches, entities, score_names
-- Key: entity, entity_id, score, starts_at
SELECT
    s.entity,
    e.entity_id,
    s.score,
    instant(r.starts_us) AS starts_at,
    instant(r.ends_us) AS ends_at,
    CAST(CAST(r.value AS DECIMAL(18, 0)) * 0.0001 AS DECIMAL(18, 4)) AS value
FROM stretches r
JOIN entities e
    ON r.entity_key = e.entity_key
JOIN score_names s
    ON r.score_key = s.score_key
