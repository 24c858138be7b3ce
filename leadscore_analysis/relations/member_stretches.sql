-- One row a stretch in which a lead belongs to an account and a score of the lead that is rolled up keeps its value.
-- Reads: stretches, lead_accounts, rollups
-- Key: part_key, lead_key, starts_us
SELECT p.part_key, a.account_key AS entity_key, p.lead_key, p.starts_us, p.ends_us, p.value
FROM (
    SELECT
        b.part_key,
        b.lead_key,
        b.us AS starts_us,
        LEAD(b.us) OVER (PARTITION BY b.part_key, b.lead_key ORDER BY b.us) AS ends_us,
        CAST(SUM(b.change) OVER (PARTITION BY b.part_key, b.lead_key ORDER BY b.us) AS BIGINT) AS value,
        SUM(b.is_version) OVER (PARTITION BY b.part_key, b.lead_key ORDER BY b.us) AS version_no
    FROM (
        SELECT
            s.score_key AS part_key,
            s.entity_key AS lead_key,
            s.starts_us AS us,
            s.value - LAG(s.value, 1, 0) OVER (PARTITION BY s.score_key, s.entity_key ORDER BY s.starts_us) AS change,
            0 AS is_version
        FROM stretches s
        JOIN (SELECT part_key FROM rollups GROUP BY part_key) r
            ON s.score_key = r.part_key
        JOIN (SELECT lead_key FROM lead_accounts WHERE account_key IS NOT NULL GROUP BY lead_key) m
            ON s.entity_key = m.lead_key
        UNION ALL
        SELECT r.part_key, v.lead_key, v.starts_us AS us, 0 AS change, 1 AS is_version
        FROM lead_accounts v
        CROSS JOIN (SELECT part_key FROM rollups GROUP BY part_key) r
    ) b
) p
JOIN lead_accounts a
    ON p.lead_key = a.lead_key AND p.version_no = a.version_no
WHERE a.account_key IS NOT NULL AND (p.ends_us IS NULL OR p.ends_us > p.starts_us)
