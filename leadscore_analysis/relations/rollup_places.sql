-- One row an instant of an account and a block that it lies in.
-- Reads: rollup_instants, block_sizes
-- Key: rule_key, entity_key, us, size
SELECT i.rule_key, i.entity_key, i.us, z.size, floor_div(i.place, z.size) AS block
FROM rollup_instants i
JOIN block_sizes z
    ON z.size <= i.instants
