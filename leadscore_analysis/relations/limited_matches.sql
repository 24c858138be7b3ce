-- One row a match that its rule's limit keeps: the first so many per lead, calendar period, block of time, or value of a column.
-- Reads: epoch_matches, limits, calendar_days
-- Key: rule_key, event_id
SELECT
    k.rule_key,
    k.entity_key,
    k.occurred_us,
    k.event_id
FROM (
    SELECT
        p.*,
        ROW_NUMBER() OVER (
            PARTITION BY p.rule_key, p.entity_key, p.epoch, p.period, p.value_counted
            ORDER BY p.occurred_us, p.event_id
        ) AS place
    FROM (
        SELECT
            m.rule_key,
            m.entity_key,
            m.occurred_us,
            m.event_id,
            m.epoch,
            l.most,
            CASE WHEN l.by_value = 1 THEN m.once_value ELSE '' END AS value_counted,
            CASE
                WHEN l.block_us IS NOT NULL THEN floor_div(
                    m.occurred_us - MIN(m.occurred_us) OVER (PARTITION BY m.rule_key, m.entity_key, m.epoch),
                    l.block_us
                )
                WHEN m.occurred_us >= d.next_us THEN d.period_no + 1
                ELSE COALESCE(d.period_no, 0)
            END AS period
        FROM epoch_matches m
        JOIN limits l
            ON m.rule_key = l.rule_key
        LEFT JOIN calendar_days d
            ON l.calendar = d.calendar AND floor_div(m.occurred_us, 86400000000) = d.day_no
        WHERE l.by_value = 0 OR m.once_value <> ''
    ) p
) k
WHERE k.place <= k.most
