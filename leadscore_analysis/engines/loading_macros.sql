-- What texts of exported files mean. An instant without an offset is read in the session's time zone.
-- DuckDB takes an expression that stands twice in a SELECT out of its CASE and evaluates it for every row;
-- so what is dear stands once, behind a cheap test.

CREATE OR REPLACE MACRO key_text(x) AS NULLIF(TRIM(CAST(x AS VARCHAR)), '');

-- One text search, because DuckDB makes a join of every longer IN list, one for each column.
CREATE OR REPLACE MACRO filled(x) AS CASE WHEN strlen(x) > 20 OR NOT contains(getvariable('null_texts'), chr(30) || TRIM(x) || chr(30)) THEN x END;

CREATE OR REPLACE MACRO iso_instant(t) AS TRY_CAST(t AS TIMESTAMPTZ);

-- A year before 1900 is a text read wrongly, such as 13/04/24.
CREATE OR REPLACE MACRO sane_instant(i) AS CASE WHEN i >= TIMESTAMPTZ '1900-01-01 00:00:00+00' THEN i END;

-- 2026-01-31 09:30, its time perhaps with AM or PM, or with a space before its offset.
CREATE OR REPLACE MACRO spelled_instant(t) AS CASE
  WHEN regexp_matches(t, '(?i)[0-9] ?[ap]m$') THEN
    CAST(try_strptime(t, ['%Y-%m-%d %I:%M %p', '%Y-%m-%d %I:%M:%S %p', '%Y-%m-%d %I:%M%p']) AS TIMESTAMPTZ)
  ELSE TRY_CAST(regexp_replace(t, ' ([+-][0-9]{2}:?[0-9]{2})$', '\1') AS TIMESTAMPTZ)
END;

-- 31/01/2026 and 31-01-2026.
CREATE OR REPLACE MACRO day_first(t) AS
  spelled_instant(regexp_replace(t, '^([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4}),?', '\3-\2-\1'));

-- 01/31/2026 and 01-31-2026.
CREATE OR REPLACE MACRO month_first(t) AS
  spelled_instant(regexp_replace(t, '^([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4}),?', '\3-\1-\2'));

-- 31.01.2026, 20260131, seconds (10 digits) and milliseconds (13) since 1970, and months by name.
CREATE OR REPLACE MACRO plain_instant(t) AS CASE
  WHEN regexp_matches(t, '^[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}') THEN
    spelled_instant(regexp_replace(t, '^([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4}),?', '\3-\2-\1'))
  WHEN regexp_full_match(t, '[0-9]{8}') THEN CAST(try_strptime(t, '%Y%m%d') AS TIMESTAMPTZ)
  WHEN regexp_full_match(t, '[0-9]{10}') THEN make_timestamptz(TRY_CAST(t AS BIGINT) * 1000000)
  WHEN regexp_full_match(t, '[0-9]{13}') THEN make_timestamptz(TRY_CAST(t AS BIGINT) * 1000)
  WHEN regexp_matches(t, '[A-Za-z]{3}') THEN CAST(try_strptime(t, [
    '%d %b %Y', '%d %b %Y %H:%M', '%d %b %Y %H:%M:%S', '%d-%b-%Y', '%d-%b-%Y %H:%M', '%d-%b-%Y %H:%M:%S', '%d %B %Y', '%d %B %Y %H:%M',
    '%b %d, %Y', '%b %d, %Y %H:%M', '%b %d, %Y %I:%M %p', '%B %d, %Y', '%B %d, %Y %H:%M', '%B %d, %Y %I:%M %p'
  ]) AS TIMESTAMPTZ)
END;

CREATE OR REPLACE MACRO is_whole_number(t) AS COALESCE(CAST(TRY_CAST(t AS BIGINT) AS VARCHAR) = t, false);

CREATE OR REPLACE MACRO is_number(t) AS COALESCE(
  isfinite(TRY_CAST(t AS DOUBLE)) AND NOT regexp_matches(t, '^[-+]?0[0-9]|[_\s]'), false
);

-- An amount without the sign of its currency.
CREATE OR REPLACE MACRO bare_amount(t) AS TRIM(regexp_replace(t, '(?i)^(€|\$|£|eur|usd|gbp|sek|kr)|(€|\$|£|eur|usd|gbp|sek|kr\.?)$', ''), ' ' || chr(160));

-- 1.234,50 and 1 234,50, and NULL where it is not so written; a comma with three digits behind it may be either.
CREATE OR REPLACE MACRO comma_number(t) AS CASE
  WHEN regexp_full_match(bare_amount(t), '[-+]?([0-9]{1,3}([. ''\x{A0}][0-9]{3})+|[0-9]+)(,[0-9]+)?') THEN
    TRY_CAST(replace(regexp_replace(bare_amount(t), '[. ''\x{A0}]', '', 'g'), ',', '.') AS DOUBLE)
END;

-- 1,234.50, and NULL where it is not so written.
CREATE OR REPLACE MACRO point_number(t) AS CASE
  WHEN regexp_full_match(bare_amount(t), '[-+]?([0-9]{1,3}([, ''\x{A0}][0-9]{3})+|[0-9]+)(\.[0-9]+)?') THEN
    TRY_CAST(regexp_replace(bare_amount(t), '[, ''\x{A0}]', '', 'g') AS DOUBLE)
END;

CREATE OR REPLACE MACRO is_truth_value(t) AS LOWER(t) IN ('true', 'false');

CREATE OR REPLACE MACRO is_json_object(line) AS CASE WHEN json_valid(line) THEN json_type(line) = 'OBJECT' ELSE false END;
