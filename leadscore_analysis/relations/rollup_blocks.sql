-- One row a block of so many neighbouring instants of an account (its size, a power of two, and its number from 0), and the highest score of the
-- leads' stretches that are made of it. A stretch is cut into the largest blocks that fit: at most two of each size.
-- Reads: rollup_spans, block_sizes
-- Key: rule_key, entity_key, size, block
SELECT f.rule_key, f.entity_key, f.size, f.block, MAX(f.value) AS value
FROM (
    SELECT c.rule_key, c.entity_key, c.size, c.first_block AS block, c.value
    FROM (
        SELECT s.*, z.size, -floor_div(-s.first_place, z.size) AS first_block, floor_div(s.end_place, z.size) AS end_block
        FROM rollup_spans s
        JOIN block_sizes z
            ON z.size <= s.end_place - s.first_place
    ) c
    WHERE c.first_block < c.end_block AND 2 * floor_div(c.first_block, 2) < c.first_block
    UNION ALL
    SELECT c.rule_key, c.entity_key, c.size, c.end_block - 1 AS block, c.value
    FROM (
        SELECT s.*, z.size, -floor_div(-s.first_place, z.size) AS first_block, floor_div(s.end_place, z.size) AS end_block
        FROM rollup_spans s
        JOIN block_sizes z
            ON z.size <= s.end_place - s.first_place
    ) c
    WHERE c.first_block < c.end_block AND 2 * floor_div(c.end_block, 2) < c.end_block
) f
GROUP BY f.rule_key, f.entity_key, f.size, f.block
