"""Attack strings for a ``where``: written down one by one, and drawn from a grammar and from bytes."""

from hypothesis import strategies as st

STACKED = ["a = 'x'; DROP TABLE t", "; DELETE FROM events", "a = 'x';", "a = 'x'; --", "1 = 1; ATTACH 'x.db'"]
COMMENTS = [
    "a = 'x' -- b",
    "a /* b */ = 'x'",
    "/*+ hint */ a = 'x'",
    "a = 'x' /*",
    "--",
    "/**/",
    "/* /* */ a = 'x' */",
    "a = 'x' OR 1 = 1 --'",
]
QUERIES = [
    "a IN (SELECT 1)",
    "a IN ((SELECT 1))",
    "(SELECT 1) = 1",
    "EXISTS (SELECT 1)",
    "a = ALL (SELECT 1)",
    "a = 1 UNION SELECT 1",
    "SELECT 1",
    "FROM t",
    "a = 1 FROM t",
    "WITH x AS (SELECT 1) SELECT 1",
    "VALUES (1)",
    "a = 1 LIMIT 1",
    "a = 1 WHERE 1",
    "PRAGMA version",
    "SET a = 1",
    "COPY t TO 'x'",
    "INSTALL httpfs",
    "CALL x()",
]
FUNCTIONS = [
    "read_csv('/etc/passwd') = a",
    "read_text('/etc/passwd') = a",
    "read_blob('x') = a",
    "a IN (glob('*'))",
    "getenv('HOME') = a",
    "pg_read_file('x') = a",
    "current_setting('x') = a",
    "now() = a",
    "len(a) = 1",
    "char_length(a) = 1",
    "lcase(a) = 'x'",
    "ltrim(a) = 'x'",
    "\"lower\"(a) = 'x'",
    "a.lower() = 'x'",
    "lower(a, a) = 'x'",
    "length(a, 'x') = 1",
    "lower() = 'x'",
    "upper(DISTINCT a) = 'x'",
    "upper(a ORDER BY a) = 'x'",
    "upper(a) OVER () = 'x'",
    "trim(BOTH 'x' FROM a) = 'x'",
    "trim(a, 'x') = 'x'",
    "IF(a = 'x', c, c)",
    "COLUMNS(*) = 1",
    "row_number() OVER () = 1",
    "list_transform(a, x -> x) = a",
]
QUOTING = [
    "a = e'x\\''",
    "a = E'\\x41'",
    "a = U&'\\0041'",
    "a = x'41'",
    "a = b'01'",
    "a = N'x'",
    "a = r'x'",
    "a = $$x$$",
    "a = $q$x$q$",
    "a = 'x' 'y'",
    "a = `x`",
    "a = '",
    'a = "',
    "a = ''' OR 1 = 1",
    "a = 'x\\' OR 1 = 1 --'",
    "a \uff1d 'x'",
    "a = \u2018x\u2019",
    "a = \u02bcx\u02bc",
    "a = 'x\0y'",
    "a\0 = 'x'",
    "a = '\ud800'",
    "a = 'x' \x1b[2J",
    '"" = 1',
]
OPERATORS = [
    "a || 'x' = 'x'",
    "a::INT = 1",
    "CAST(a AS INT) = 1",
    "TRY_CAST(a AS INT) = 1",
    "b + 1 = 2",
    "b = +1",
    "b = - - 1",
    "b % 2 = 1",
    "b ^ 2 = 1",
    "a ~~ 'x'",
    "a !~~ 'x'",
    "a ~ 'x'",
    "!c",
    "c && c",
    "a <=> a",
    "a ILIKE 'x'",
    "a GLOB 'x'",
    "a SIMILAR TO 'x'",
    "a LIKE 'x' ESCAPE '!'",
    "a LIKE ANY ('x')",
    "a COLLATE nocase = 'x'",
    "a ISNULL",
    "a NOTNULL",
    "a IS TRUE",
    "a IS NOT UNKNOWN",
    "a IS DISTINCT FROM 'x'",
    "b BETWEEN SYMMETRIC 2 AND 1",
    "a != 'x'",
    "a == 'x'",
]
SHAPES = [
    "[a] = 'x'",
    "a[1] = 'x'",
    "a IN ['x']",
    "a IN a",
    "a IN ()",
    "a IN ('x',)",
    "{'a': 1} = a",
    "MAP {'a': 1} = a",
    "(a, b) = ('x', 1)",
    "ROW(1) = a",
    "x -> x",
    "CASE WHEN a = 'x' THEN c END",
    "DATE '2026-01-01' = a",
    "a = INTERVAL 1 DAY",
    "a AS b",
    "a := 1",
    "a = ?",
    "a = $1",
    "a = :x",
    "a = @x",
    "{{ a }} = 'x'",
    "{% a %} = 'x'",
    "t.a = 'x'",
    "a.* = 1",
    "*",
    "1",
    "'x'",
    "b = 1e",
    "b = 1e999",
    "b = 0x1F",
    "b = 1_000",
    "",
    " \n",
    "()",
    "(a = 'x'",
    "a = 'x')",
]
NESTED = [
    "(" * 10_000,
    "(" * 10_000 + "c" + ")" * 10_000,
    "NOT " * 10_000 + "c",
    "NOT " * 900 + "c",
    "[" * 900,
    "{'a':" * 300,
    "-" * 3_000 + "1",
    "- " * 900 + "1",
    "lower(" * 900,
    "CASE WHEN " * 400,
    "EXISTS " * 300,
    "a" + " IS NULL" * 300,
    "a" + " = a" * 400,
    "a" + "::INT" * 300,
    "a" + "[a" * 300,
    "a" + " LIKE a" * 300,
    "a" + " || a" * 300,
    "a" + " BETWEEN a AND a" * 160,
    "a" + " BETWEEN a AND a" * 30,
    "a" + " IN (a, a, a, a)" * 20,
    "c" + " AND c" * 10_000,
    "a = '" + "x" * 100_000 + "'",
    "'" * 3_999,
    '"' * 3_999,
    "/*" * 1_000,
    "$$" * 999,
    "x -> " * 300,
]
REFUSED = [*STACKED, *COMMENTS, *QUERIES, *FUNCTIONS, *QUOTING, *OPERATORS, *SHAPES, *NESTED]

PIECES = [
    *"abcx()[]{},.;:=<>!~|&^%*/+-?@#$'\"`\\\n\t\0 _019",
    *("'x'", "'it''s'", "''", '"a"', '"a""b"', "1.5", "1e3", "-1", "<>", "<=", ">=", "||", "::", "->", "$$", "--", "/*", "*/", "~~", "\\'"),
    *(
        " AND ",
        " OR ",
        " NOT ",
        " IN ",
        " LIKE ",
        " BETWEEN ",
        " IS ",
        " NULL ",
        " TRUE ",
        " FALSE ",
        " lower(",
        " upper(",
        " trim(",
        " length(",
    ),
    *(
        " SELECT ",
        " FROM ",
        " UNION ",
        " CASE ",
        " WHEN ",
        " THEN ",
        " END ",
        " CAST(",
        " AS ",
        " OVER ",
        " DATE ",
        " INTERVAL ",
        " EXISTS ",
    ),
    *(
        " read_csv(",
        " glob(",
        " getenv(",
        " pg_read_file(",
        " len(",
        "e'",
        "U&'",
        "x'",
        "\u2019",
        "\uff07",
        "\uff1d",
        "\u00a0",
        "\u202e",
        "é",
    ),
]
scraps = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
characters = st.text(max_size=80) | st.binary(max_size=80).map(lambda found: found.decode("utf-8", "surrogateescape"))

values = st.recursive(
    st.sampled_from(["a", "b", "c", '"A"', "'x'", "'it''s'", "''", "'%'", "'10'", "-1", "2.5", "1e3", "TRUE", "FALSE", "NULL"]),
    lambda inner: st.builds("{}({})".format, st.sampled_from(["lower", "UPPER", "trim", "length", ""]), inner),
    max_leaves=3,
)
_tests = st.one_of(
    st.builds("{} {} {}".format, values, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), values),
    st.builds("{} {} {}".format, values, st.sampled_from(["LIKE", "NOT LIKE"]), values),
    st.builds("{} {} ({})".format, values, st.sampled_from(["IN", "NOT IN"]), st.lists(values, min_size=1, max_size=3).map(", ".join)),
    st.builds("{} {} {} AND {}".format, values, st.sampled_from(["BETWEEN", "NOT BETWEEN"]), values, values),
    st.builds("{} {}".format, values, st.sampled_from(["IS NULL", "IS NOT NULL"])),
    st.sampled_from(["a", "c", "TRUE", "NULL"]),
)


def whole(tests: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Tests joined and nested."""
    return st.recursive(
        tests,
        lambda inner: st.one_of(
            st.builds("{} AND {}".format, inner, inner),
            st.builds("{} OR {}".format, inner, inner),
            st.builds("NOT {}".format, inner),
            st.builds("({})".format, inner),
            st.builds("({}) = ({})".format, inner, inner),
        ),
        max_leaves=6,
    )


conditions = whole(_tests)
"""Conditions of the language, which compare whatever with whatever."""
_texts = st.sampled_from(["a", "lower(a)", "upper(trim(a))", "'x'", "'10'", "''", "'X'", "NULL", "'1%'", "'_'"])
_numbers = st.sampled_from(["b", "length(a)", "1", "-1", "2.5", "10", "NULL", "1e1"])
_plain_tests = st.one_of(
    *(
        st.builds("{} {} {}".format, left, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), right)
        for left, right in ((_texts, _texts), (_numbers, _numbers), (_texts, _numbers), (_numbers, _texts))
    ),
    st.builds("{} {} {}".format, _texts, st.sampled_from(["LIKE", "NOT LIKE"]), _texts),
    st.builds("{} {} ({}, {})".format, _texts, st.sampled_from(["IN", "NOT IN"]), _texts, _texts),
    st.builds("{} {} ({}, {})".format, _numbers, st.sampled_from(["IN", "NOT IN"]), _numbers, _texts),
    st.builds("{} {} {} AND {}".format, _numbers, st.sampled_from(["BETWEEN", "NOT BETWEEN"]), _numbers, _numbers),
    st.builds("{} {}".format, _texts | _numbers, st.sampled_from(["IS NULL", "IS NOT NULL"])),
    st.sampled_from(["c", "NOT c", "TRUE", "NULL", "c = TRUE", "c <> FALSE"]),
)
plain_conditions = whole(_plain_tests).filter(lambda text: ") = (" not in text)
"""Conditions that compare text and numbers."""


@st.composite
def broken(draw: st.DrawFn) -> str:
    """A condition of the language with a piece of something else put into it."""
    text = draw(conditions)
    place = draw(st.integers(0, len(text)))
    return text[:place] + draw(st.sampled_from([*PIECES, *REFUSED[:120]])) + text[place:]
