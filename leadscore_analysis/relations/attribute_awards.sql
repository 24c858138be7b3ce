-- One row an award of an attribute rule: a version in which a value, a range or the condition holds; a permanent rule latches the first.
-- Reads: attribute_cells, attribute_tests
-- Key: rule_key, entity_key, anchor_us
SELECT
    f.rule_key,
    f.entity_key,
    CAST(NULL AS VARCHAR) AS event_id,
    f.starts_us AS anchor_us,
    CASE WHEN f.permanent = 1 THEN f.last_us ELSE f.ends_us END AS stop_us,
    f.shape_key
FROM (
    SELECT
        h.*,
        ROW_NUMBER() OVER (PARTITION BY h.rule_key, h.entity_key ORDER BY h.starts_us) AS place
    FROM (
        SELECT c.*, t.shape_key
        FROM attribute_cells c
        JOIN attribute_tests t
            ON c.rule_key = t.rule_key AND c.text_value = t.text_value
        UNION ALL
        SELECT c.*, t.shape_key
        FROM attribute_cells c
        JOIN attribute_tests t
            ON c.rule_key = t.rule_key AND c.number_value = t.number_value
        WHERE t.whole_value IS NULL OR TRY_CAST(c.text_value AS DECIMAL(38, 0)) = CAST(t.whole_value AS DECIMAL(38, 0))
        UNION ALL
        SELECT c.*, t.shape_key
        FROM attribute_cells c
        JOIN attribute_tests t
            ON c.rule_key = t.rule_key
        WHERE t.by_range = 1 AND (t.low IS NULL OR c.number_value >= t.low) AND (t.high IS NULL OR c.number_value < t.high) AND c.number_value IS NOT NULL
        UNION ALL
        SELECT c.*, t.shape_key
        FROM attribute_cells c
        JOIN attribute_tests t
            ON c.rule_key = t.rule_key
        WHERE t.by_condition = 1 AND c.holds = 1
    ) h
) f
WHERE f.permanent = 0 OR f.place = 1
