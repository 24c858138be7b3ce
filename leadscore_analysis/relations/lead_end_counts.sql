-- One row: how many leads the leak check looks at, and how many of them convert.
-- Reads: lead_ends
-- Key: (one row)
SELECT COUNT(*) AS leads, COUNT(converted_us) AS converting_leads
FROM lead_ends
