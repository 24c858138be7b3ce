-- One row an instant at which a tier starts (1) or ceases (-1) to have enough matches in its window.
-- Reads: frequency_changes, tiers
-- Key: rule_key, tier_no, entity_key, us
SELECT g.rule_key, g.tier_no, g.entity_key, g.us, g.holds - g.held AS change
FROM (
    SELECT
        c.*,
        LAG(c.holds, 1, 0) OVER (PARTITION BY c.rule_key, c.tier_no, c.entity_key ORDER BY c.us) AS held
    FROM (
        SELECT
            r.rule_key,
            r.tier_no,
            r.entity_key,
            r.us,
            CASE WHEN r.matches >= t.at_least THEN 1 ELSE 0 END AS holds
        FROM (
            SELECT
                f.*,
                SUM(f.change) OVER (PARTITION BY f.rule_key, f.tier_no, f.entity_key ORDER BY f.us) AS matches,
                LEAD(f.us) OVER (PARTITION BY f.rule_key, f.tier_no, f.entity_key ORDER BY f.us) AS next_us
            FROM frequency_changes f
        ) r
        JOIN tiers t
            ON r.rule_key = t.rule_key AND r.tier_no = t.tier_no
        WHERE r.next_us IS NULL OR r.next_us > r.us
    ) c
) g
WHERE g.holds <> g.held
