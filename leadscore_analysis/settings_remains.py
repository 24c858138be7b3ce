"""What is left of settings when the entries with faults are taken out, so that the checks of the whole can still run on the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from leadscore_analysis.errors import Fault
from leadscore_analysis.yaml_tree import FilePath, path_of, path_text, place_of

Model = TypeVar("Model", bound=BaseModel)
StandIns = Mapping[str, tuple[tuple[str, ...], Mapping[str, Any]]]
"""By list of the file (``scores.rules``; the file itself is empty): the keys that an entry keeps, and what it is given besides."""

_MOST_ROUNDS = 20
_LIST_PATH = re.compile(r"\w+\[\d+\](?:\.\w+|\[\d+\])*")


class _Kept(list[Any]):
    """A list that knows at which place each of its items stood at first."""

    def __init__(self, items: Iterable[Any]) -> None:
        super().__init__(items)
        self.origin = list(range(len(self)))

    def __delitem__(self, index: Any) -> None:
        super().__delitem__(index)
        del self.origin[index]


@dataclass(frozen=True)
class Gaps:
    """What was taken out of settings, asked for by the places of what is left."""

    taken: frozenset[FilePath] = frozenset()
    nameless: frozenset[str] = frozenset()
    origin: Callable[[FilePath], FilePath] = tuple

    def below(self, *place: str | int) -> bool:
        """Whether something was taken out at that place or below."""
        return any(gap[: len(place)] == self.origin(place) for gap in self.taken)

    def within(self, *place: str | int) -> int:
        """How many entries of the list at that place were taken out."""
        return sum(gap[:-1] == self.origin(place) for gap in self.taken)

    def lost(self, key: str) -> bool:
        """Whether that key of the file lacks an entry of which not even the name is known: others may mean it."""
        return key in self.nameless or (key,) in self.taken


NO_GAPS = Gaps()


class Remains(Generic[Model]):
    """Settings without their faulty entries; ``model`` is None when too little is left to be checked.

    An entry whose name others may use is not taken out but replaced, as the model's ``STAND_INS`` say.
    """

    def __init__(self, model: type[Model], settings: Any) -> None:
        self._data = _numbered(settings)
        self._stand_ins: StandIns = getattr(model, "STAND_INS", {})
        self._taken: set[FilePath] = set()
        self._kept: set[FilePath] = set()
        self._nameless: set[str] = set()
        self.model: Model | None = None
        for _ in range(_MOST_ROUNDS):
            try:
                self.model = model.model_validate(self._data)
            except ValidationError as error:
                if self._taken_out(error):
                    continue
            return

    def faults(self, check: Callable[[Model, Gaps], Iterable[Fault]]) -> list[Fault]:
        """The faults and warnings that ``check`` finds in what is left, in the file's own paths; not those that taking out has caused."""
        if self.model is None:
            return []
        gaps = Gaps(frozenset(self._taken), frozenset(self._nameless), self._origin)
        found = [self._in_file(fault) for fault in check(self.model, gaps)]
        return [fault for fault in found if not self._caused(path_of(fault.where))]

    def _caused(self, place: FilePath) -> bool:
        return place not in self._kept and any(_overlap(place, taken) for taken in self._taken)

    def _in_file(self, fault: Fault) -> Fault:
        """The fault with the paths of the file, also where its hint names an entry of a list."""
        hint = _LIST_PATH.sub(lambda found: path_text(self._origin(path_of(found[0]))), fault.hint)
        return replace(fault, where=path_text(self._origin(path_of(fault.where))), hint=hint)

    def _taken_out(self, error: ValidationError) -> bool:
        """Whether all that has faults could be taken out, or be replaced."""
        items = [(_entry(item["loc"], self._data, missing=item["type"] == "missing"), item) for item in error.errors()]
        needed = {str(item["loc"][0]) for place, item in items if place == () and item["type"] == "missing"}
        given = self._stand_ins.get("", ((), {}))[1]
        if needed - set(given) or any(place == () and item["type"] != "missing" for place, item in items):
            return False
        origins = {place: self._origin(place) for place, _ in items if place}
        for place in sorted(origins, key=lambda place: [str(key).zfill(6) for key in place], reverse=True):
            self._take_out(place, origins[place])
        self._data.update({key: _numbered(given[key]) for key in needed})
        self._taken |= {*origins.values(), *((key,) for key in needed)}
        return True

    def _take_out(self, place: FilePath, origin: FilePath) -> None:
        """Takes an entry out, or puts another in its place: the first time only, for that one may have faults too."""
        *above, key = place
        node = self._data
        for step in above:
            node = node[step]
        kept, given = self._stand_ins.get(".".join(str(step) for step in above if not isinstance(step, int)), ((), {}))
        if kept and isinstance(node[key], dict) and origin not in self._taken:
            node[key] = {name: node[key][name] for name in kept if name in node[key]} | _numbered(given)
            self._kept |= {(*origin, name) for name in kept}
            return
        if kept and len(place) == 2:
            self._nameless.add(str(place[0]))
        del node[key]

    def _origin(self, place: FilePath) -> FilePath:
        """Where an entry of what is left stood in the file."""
        found: list[str | int | float] = []
        node = self._data
        for key in place:
            found.append(node.origin[key] if isinstance(node, _Kept) and isinstance(key, int) and key < len(node) else key)
            try:
                node = node[key]
            except (KeyError, IndexError, TypeError):
                node = None
        return tuple(found)


def _numbered(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _numbered(value) for key, value in node.items()}
    return _Kept(_numbered(value) for value in node) if isinstance(node, list) else node


def _entry(loc: Sequence[str | int], data: Any, *, missing: bool) -> FilePath:
    """The entry to take out: the one with the fault, or the one in which something is missing."""
    place = place_of(loc, data, missing=missing)
    return place[:-1] if missing else place


def _overlap(one: FilePath, other: FilePath) -> bool:
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]
