-- One row an award of a frequency rule: a stretch in which a tier holds and no tier listed after it does.
-- Reads: frequency_states, tiers
-- Key: rule_key, shape_key, entity_key, anchor_us
SELECT
    e.rule_key,
    e.entity_key,
    CAST(NULL AS VARCHAR) AS event_id,
    e.us AS anchor_us,
    e.next_us AS stop_us,
    e.shape_key
FROM (
    SELECT
        c.*,
        SUM(c.own) OVER (PARTITION BY c.rule_key, c.tier_no, c.entity_key ORDER BY c.us) AS holds,
        SUM(c.later) OVER (PARTITION BY c.rule_key, c.tier_no, c.entity_key ORDER BY c.us) AS later_hold,
        LEAD(c.us) OVER (PARTITION BY c.rule_key, c.tier_no, c.entity_key ORDER BY c.us) AS next_us
    FROM (
        SELECT t.rule_key, t.tier_no, t.shape_key, s.entity_key, s.us, CASE WHEN s.tier_no = t.tier_no THEN s.change ELSE 0 END AS own,
            CASE WHEN s.tier_no > t.tier_no THEN s.change ELSE 0 END AS later
        FROM frequency_states s
        JOIN tiers t
            ON s.rule_key = t.rule_key AND s.tier_no >= t.tier_no
    ) c
) e
WHERE e.holds = 1 AND e.later_hold = 0 AND (e.next_us IS NULL OR e.next_us > e.us)
