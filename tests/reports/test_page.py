import base64
import hashlib
import re
from html.parser import HTMLParser

import pandas as pd
import pytest

from leadscore_analysis.reports.page import Chart, Finding, Heading, Page, Section, TableForPeople, page_text
from leadscore_analysis.reports.tables import Column, cell_text, table_for_people, with_empty_named
from leadscore_analysis.words import read_words

NASTY = "<script>alert(1)</script>"


def page(text: str = "said") -> Page:
    table = TableForPeople(text, (Heading(text), Heading(text, "number")), ((text, "1"),), file="small.csv", note=text)
    section = Section("one", text, (text,), (Chart("<svg></svg>", text),), (table,), (text,), (text,))
    return Page(text, text, (Finding(text, text),), (section,))


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_text_is_escaped_wherever_it_stands() -> None:
    html = page_text(page(NASTY))
    assert "<script" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == html.count("alert(1)")


def test_a_page_allows_its_own_style_sheet_and_nothing_else() -> None:
    html = page_text(page())
    style = re.search(r"<style>(.*)</style>", html, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policies = [told["content"] for tag, told in Tags(html).found if told.get("http-equiv") == "Content-Security-Policy"]
    assert policies == [f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"]


def test_a_page_asks_for_nothing_outside_itself() -> None:
    for tag, told in Tags(page_text(page())).found:
        assert tag not in {"script", "link", "img", "iframe", "object"}
        assert (told.get("href") or "#").startswith("#")
        assert "src" not in told


def test_every_table_header_says_what_it_heads() -> None:
    scopes = [told.get("scope") for tag, told in Tags(page_text(page())).found if tag == "th"]
    assert scopes == ["col", "col", "row"]


def test_the_file_of_a_table_is_named_beside_it() -> None:
    assert "<code>small.csv</code>" in page_text(page())


def test_columns_that_a_table_lacks_are_left_out() -> None:
    table = pd.DataFrame({"leads": [1200]})
    shown = table_for_people(table, (Column("leads", "count"), Column("lift", "number")), caption="Leads")
    assert (shown.headings, shown.rows) == ((Heading("leads", "number"),), (("1,200",),))


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (Column("rate", "share", "low", "high"), "5.8% (4.9% to 6.8%)"),
        (Column("auc", "merit"), "0.712"),
        (Column("converted_at", "day"), "31 December 2024"),
        (Column("card", "word"), "base rate (any order)"),
        (Column("band", "word"), "below the band of ours"),
        (Column("masked", "count"), "< 5"),
        (Column("nothing", "share"), "\N{EN DASH}"),
        (Column("allowed", "word"), "no"),
    ],
)
def test_a_cell_is_written_as_its_column_says(column: Column, text: str) -> None:
    row = {
        "rate": 0.058,
        "low": 0.049,
        "high": 0.068,
        "auc": 0.7123,
        "converted_at": pd.Timestamp("2025-01-01T00:30+01:00"),
        "card": "base rate",
        "band": "below the band of ours",
        "masked": "< 5",
        "nothing": float("nan"),
        "allowed": False,
    }
    assert cell_text(row, column) == text


@pytest.mark.parametrize(
    ("figure", "value", "difference"),
    [
        ("auc", "0.007 (0.001 to 0.012)", "0.007 (0.001 to 0.012)"),
        ("log_loss", "0.00700 (0.00100 to 0.01200)", "0.00700 (0.00100 to 0.01200)"),
        ("share_of_winners", "0.70% (0.10% to 1.2%)", "0.7 percentage points (0.1 to 1.2)"),
    ],
)
def test_a_figure_and_a_difference_of_it_are_written_as_the_figure_is(figure: str, value: str, difference: str) -> None:
    row = {"figure": figure, "told": 0.007, "low": 0.001, "high": 0.012}
    assert cell_text(row, Column("told", "figure", "low", "high")) == value
    assert cell_text(row, Column("told", "difference", "low", "high")) == difference


def test_a_number_goes_on_a_new_line_before_its_interval_only() -> None:
    table = TableForPeople("cards", (Heading("card"), Heading("share", "number")), (("the current one", "41% (37% to 45%)"),))
    html = page_text(Page("kind", "title", (), (Section("one", "cards", tables=(table,)),)))
    assert '>the current one</th><td class="number">41% <span class="interval">(37% to 45%)</span></td>' in re.sub(r"\n\s*", "", html)


def test_leads_without_a_value_of_a_segment_are_named_in_the_readers_language_and_values_of_the_data_stay() -> None:
    table = pd.DataFrame({"value": ["(empty)", "worked"]})
    assert [with_empty_named(table, read_words(language))["value"].tolist() for language in ("nl", "sv")] == [
        ["(leeg)", "worked"],
        ["(tomt)", "worked"],
    ]
