-- One row a moment at which an entity's scores are asked for.
-- Reads: moment_list, entities
-- Key: entity_key, moment_us
SELECT
    e.entity_key,
    micros(m.moment) AS moment_us
FROM moment_list m
JOIN entities e
    ON m.entity_id = e.entity_id
GROUP BY e.entity_key, micros(m.moment)
