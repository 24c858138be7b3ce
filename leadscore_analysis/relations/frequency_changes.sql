-- One row a change of a tier's count of matches in its window: one more at a match, one less at the window's end or the next reset.
-- Reads: counted_anchors, tiers
-- Key: none
SELECT a.rule_key, t.tier_no, a.entity_key, a.anchor_us AS us, 1 AS change
FROM counted_anchors a
JOIN tiers t
    ON a.rule_key = t.rule_key
UNION ALL
SELECT
    a.rule_key,
    t.tier_no,
    a.entity_key,
    CASE WHEN a.stop_us IS NULL OR a.stop_us > a.anchor_us + t.within_us THEN COALESCE(a.anchor_us + t.within_us, a.stop_us) ELSE a.stop_us END AS us,
    -1 AS change
FROM counted_anchors a
JOIN tiers t
    ON a.rule_key = t.rule_key
WHERE t.within_us IS NOT NULL OR a.stop_us IS NOT NULL
