-- One row is a lead that has appeared by an instant; one without any dated sign appears with the history's first event.
-- Reads: events, leads, kept_until
-- Key: lead_id
SELECT signs.lead_id
FROM (
    SELECT lead_id, micros(occurred_at) AS us FROM events
    UNION ALL
    SELECT lead_id, micros(valid_from) AS us FROM leads
) signs
JOIN kept_until
    ON TRUE
GROUP BY signs.lead_id, kept_until.until_us
HAVING MIN(signs.us) IS NULL OR MIN(signs.us) <= kept_until.until_us
