-- One row a lead and look of sales (look 0 is the first) before which it had events since the look before, with the latest of them.
-- Reads: sales_looks, event_rows
-- Key: lead_key, look_no
SELECT
    r.lead_key,
    r.look_no,
    MAX(r.occurred_us) AS latest_us
FROM (
    SELECT
        e.lead_key,
        e.occurred_us,
        CASE WHEN e.occurred_us <= l.first_us THEN 0 ELSE -floor_div(l.first_us - e.occurred_us, l.every_us) END AS look_no
    FROM sales_looks l
    CROSS JOIN event_rows e
) r
GROUP BY
    r.lead_key,
    r.look_no
ORDER BY
    r.look_no,
    r.lead_key
