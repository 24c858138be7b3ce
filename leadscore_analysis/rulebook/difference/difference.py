"""What two rulebooks mean differently: a row per part that was added, removed, moved or changed, each with a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd
from markupsafe import escape

from leadscore_analysis.rulebook.difference.part import Fact, Of, Part, TermFact
from leadscore_analysis.rulebook.difference.parts import parts_of
from leadscore_analysis.rulebook.explaining.explain import phrases_of
from leadscore_analysis.rulebook.walk import FilePath
from leadscore_analysis.settings_file import path_text
from leadscore_analysis.words import Words, read_words

if TYPE_CHECKING:
    from leadscore_analysis.rulebook.book import Rulebook

Kind = Literal["added", "removed", "moved", "changed"]


@dataclass(frozen=True)
class DifferenceRow:
    """One difference.

    ``what`` is what changed as people read it and ``key`` its short name for programs (``points``, ``limit``, ``expires``), both
    empty for a whole part; ``path`` is where it stands now, ``points_before`` and ``points_after`` are there for points only.
    """

    kind: Kind
    of: Of
    name: str
    what: str
    old: str
    new: str
    sentence: str
    path: FilePath
    key: str = ""
    points_before: Decimal | None = None
    points_after: Decimal | None = None

    def plain(self) -> dict[str, Any]:
        """The row for machines."""
        told = {"kind": self.kind, "of": self.of, "name": self.name, "key": self.key, "what": self.what, "old": self.old, "new": self.new}
        points = {"points_before": _float(self.points_before), "points_after": _float(self.points_after)}
        return {**told, "sentence": self.sentence, "path": path_text(self.path), **points}


@dataclass(frozen=True)
class RulebookDifference:
    """What two rulebooks mean differently, in one language; comments, order, labels and notes are no differences."""

    before: Rulebook
    after: Rulebook
    language: str
    rows: tuple[DifferenceRow, ...]

    @property
    def same(self) -> bool:
        """Whether the rulebooks mean the same."""
        return not self.rows

    @property
    def sentences(self) -> tuple[str, ...]:
        """A sentence per difference, or the one that says that there is none."""
        return tuple(row.sentence for row in self.rows) or (read_words(self.language).say("difference.same"),)

    def in_language(self, lang: str) -> RulebookDifference:
        """The same differences in another language."""
        return self if lang == self.language else rulebook_difference(self.before, self.after, lang)

    def text(self) -> str:
        """The differences as text, one a line."""
        return "\n".join(self.sentences)

    def to_json(self) -> dict[str, Any]:
        """The differences for machines."""
        books = {key: {"rulebook": book.name, "version": book.version} for key, book in (("before", self.before), ("after", self.after))}
        return {**books, "language": self.language, "same": self.same, "differences": [row.plain() for row in self.rows]}

    def frame(self) -> pd.DataFrame:
        """A row per difference: kind, of, name, key, what, old, new, sentence, path, points_before, points_after.

        =======  ====  ====  ======  ======  ===  ===  =========================================  ==========================
        kind     of    name  key     what    old  new  sentence                                   path
        =======  ====  ====  ======  ======  ===  ===  =========================================  ==========================
        changed  rule  demo  points  points  +15  +20  Changed: rule …, points: from +15 to +20.  scores[0].rules[3].points
        =======  ====  ====  ======  ======  ===  ===  =========================================  ==========================
        """
        columns = ["kind", "of", "name", "key", "what", "old", "new", "sentence", "path", "points_before", "points_after"]
        return pd.DataFrame([row.plain() for row in self.rows], columns=columns)

    def _repr_html_(self) -> str:
        """The differences as a piece of HTML, everything escaped."""
        return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in self.sentences) + "</ul>"


def rulebook_difference(a: Rulebook, b: Rulebook, lang: str = "en") -> RulebookDifference:
    """What ``b`` means differently from ``a``: points old and new by term, parts added, removed, moved and changed.

    A rule under another name is one removed and one added.

    >>> from leadscore_analysis.rulebook.book import Rulebook
    >>> text = "{rulebook: small, scores: [{score: fit, max: 50}]}"
    >>> print(rulebook_difference(Rulebook.from_text(text), Rulebook.from_text(text.replace("50", "80"))).rows[0].new)
    80
    """
    words = read_words(lang)
    before = {(part.of, part.name): part for part in parts_of(a.model, phrases_of(a.model, lang))}
    after = {(part.of, part.name): part for part in parts_of(b.model, phrases_of(b.model, lang))}
    told = _Told(words)
    rows = [row for key, part in before.items() for row in told.rows(part, after.get(key))]
    rows += [told.whole("added", part) for key, part in after.items() if key not in before and (part.title or part.text)]
    return RulebookDifference(a, b, lang, tuple(rows))


def difference_sentences(difference: RulebookDifference, words: Words) -> tuple[str, ...]:
    """A sentence per difference in the language of ``words``; none where the rulebooks mean the same."""
    return tuple(row.sentence for row in difference.in_language(words.language).rows)


@dataclass(frozen=True)
class _Told:
    """Rows with their sentences, in one language."""

    words: Words

    def rows(self, before: Part, after: Part | None) -> Iterator[DifferenceRow]:
        """What became of a part."""
        if after is None:
            if before.title or before.text:
                yield self.whole("removed", before)
            return
        if before.place is not None and after.place is not None and before.place.value != after.place.value:
            yield self._changed(after, "", before.place.text, after.place.text, kind="moved")
        if before.shape != after.shape:
            quoted = [self.words.say("explain.quote.value", text=part.text.rstrip(".")) for part in (before, after)]
            yield self._changed(after, "kind", *quoted)
            return
        yield from self._terms(before, after)
        for key in _in_order(before.facts, after.facts):
            yield from self._fact(key, before, after)

    def whole(self, kind: Literal["added", "removed"], part: Part) -> DifferenceRow:
        """A part that only one of the rulebooks has."""
        sentence = self.words.say(f"difference.{kind}", of=self._of(part), title=part.title, text=part.text)
        old, new = (part.text, "") if kind == "removed" else ("", part.text)
        return DifferenceRow(kind, part.of, part.name, "", old, new, _tidy(sentence), part.path)

    def _fact(self, key: str, before: Part, after: Part) -> Iterator[DifferenceRow]:
        old, new = before.facts.get(key), after.facts.get(key)
        if _value(old) == _value(new) or not (_own(old) or _own(new)):
            return
        if key == "order" and not _reordered(old, new):
            return
        yield self._changed(after, key, old.text if old else "", new.text if new else "")

    def _terms(self, before: Part, after: Part) -> Iterator[DifferenceRow]:
        for key in _in_order(before.terms, after.terms):
            old, new = before.terms.get(key), after.terms.get(key)
            if old is None or new is None or old.points != new.points:
                yield self._points(after, old, new)

    def _points(self, part: Part, old: TermFact | None, new: TermFact | None) -> DifferenceRow:
        texts = ["" if term is None else self.words.signed(term.points) for term in (old, new)]
        known = new or old
        row = self._changed(part, "points", *texts, shown=known.what if known else "")
        before, after = (None if term is None else term.points for term in (old, new))
        return replace(row, path=new.path if new else part.path, points_before=before, points_after=after)

    def _changed(
        self, part: Part, key: str, old: str, new: str, *, kind: Literal["moved", "changed"] = "changed", shown: str = ""
    ) -> DifferenceRow:
        what = shown or (self.words.say(f"difference.what.{key}") if key else "")
        none = self.words.say("difference.none")
        place = {"of": self._of(part), "title": part.title, "what": what}
        sentence = self.words.say(f"difference.{kind}", count=None, old=old or none, new=new or none, **place)
        return DifferenceRow(kind, part.of, part.name, what, old, new, _tidy(sentence), part.path, key)

    def _of(self, part: Part) -> str:
        return self.words.say(f"difference.of.{part.of}")


def _value(fact: Fact | None) -> object:
    return None if fact is None else fact.value


def _own(fact: Fact | None) -> bool:
    return fact is not None and fact.own


def _reordered(old: Fact | None, new: Fact | None) -> bool:
    """Whether the things that both list stand in another order."""
    common = set(_listed(old)) & set(_listed(new))
    return [thing for thing in _listed(old) if thing in common] != [thing for thing in _listed(new) if thing in common]


def _listed(fact: Fact | None) -> tuple[object, ...]:
    return fact.value if fact is not None and isinstance(fact.value, tuple) else ()


def _in_order(first: Iterable[Any], second: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys([*first, *second]))


def _tidy(sentence: str) -> str:
    """The sentence without the gap that a part without a title leaves."""
    return sentence.replace(" .", ".").replace(" ,", ",").strip()


def _float(points: Decimal | None) -> float | None:
    return None if points is None else float(points)
