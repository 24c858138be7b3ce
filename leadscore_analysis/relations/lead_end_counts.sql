-- One row: how many leads the leak check looks at, how many of them convert, and how many are known not to.
-- Reads: lead_ends
-- Key: (one row)
SELECT COUNT(converted_us) AS converting_leads, COALESCE(CAST(SUM(other) AS BIGINT), 0) AS other_leads
FROM lead_ends
