-- One row an entity and a moment, in the order asked, at which its units are kept; a moment before first appearance has none.
-- Reads: ask_list, entities
-- Key: row_no
SELECT
    ROW_NUMBER() OVER (ORDER BY m.ask_no, e.entity_key) AS row_no,
    e.entity_key,
    micros(m.moment) AS moment_us
FROM ask_list m
JOIN entities e
    ON m.entity_id = e.entity_id
WHERE micros(m.moment) >= e.appeared_us
