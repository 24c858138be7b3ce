"""Moving the line of a rulebook: qualification and the band at the line, in order, comments kept."""

from decimal import Decimal

from leadscore_analysis.rulebook.book import Rulebook
from leadscore_analysis.suggestion.lines import moved_thresholds, with_thresholds

TEXT = """\
rulebook: two
scores:
  - score: interest
    rules:
      - {rule: demo, kind: event, event: demo_request, points: 15}
  - score: fit
    rules:
      - {rule: nl, kind: attribute, where: "country = 'NL'", points: 75}
bands:
  interest: [{band: cold}, {band: warm, from: 40}, {band: hot, from: 75}]
  fit: [{band: poor}, {band: good, from: 75}]
qualification:
  - {path: engaged, all: [{score: interest, at_least: 75}]}  # agreed in spring
  - {path: target, all: [{score: interest, at_least: 30}, {where: "target"}]}
  - {path: fitting, all: [{score: fit, at_least: 75}]}
"""


def moved(threshold, line=75):
    book = Rulebook.from_text(TEXT)
    moves = moved_thresholds(book, score="interest", line=Decimal(line), threshold=Decimal(threshold))
    return with_thresholds(book, moves), {move.where: (move.current, move.suggested) for move in moves}


def test_qualification_and_band_at_the_line_move_and_nothing_else_does():
    book, moves = moved(60)
    assert moves == {"qualification[0].all[0].at_least": (75, 60), "bands.interest[2].from": (75, 60)}
    assert [condition.at_least for path in book.model.qualification for condition in path.all] == [60, 30, None, 75]
    assert [band.from_ for band in book.model.bands["fit"]] == [None, 75]


def test_comments_are_kept():
    book, _ = moved(60)
    assert "# agreed in spring" in book.text()


def test_lower_bands_move_in_proportion_where_the_line_would_pass_them():
    book, _ = moved(30)
    assert [band.from_ for band in book.model.bands["interest"]] == [None, 16, 30]


def test_bands_that_cannot_be_kept_in_order_stay():
    _, moves = moved(0)
    assert moves == {"qualification[0].all[0].at_least": (75, 0)}


def test_a_line_that_stands_nowhere_moves_nothing():
    assert moved(60, line=50)[1] == {}


def test_a_line_that_stays_moves_nothing():
    assert moved(75)[1] == {}
