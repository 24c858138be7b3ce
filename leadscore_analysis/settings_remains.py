"""What is left of settings when the entries with faults are taken out, so that the checks of the whole can still run on the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from leadscore_analysis.errors import Fault
from leadscore_analysis.yaml_tree import Path_, path_of, path_text, place_of

Model = TypeVar("Model", bound=BaseModel)
_MOST_ROUNDS = 12


class _Kept(list[Any]):
    """A list that knows at which place each of its items stood at first."""

    def __init__(self, items: Iterable[Any]) -> None:
        super().__init__(items)
        self.origin = list(range(len(self)))

    def __delitem__(self, index: Any) -> None:
        super().__delitem__(index)
        del self.origin[index]


class Remains(Generic[Model]):
    """Settings without their faulty entries; ``model`` is None when too little is left to be checked.

    Whole entries of the file's own lists (a score) are never taken out: others may name them, and would look wrong without them.
    """

    def __init__(self, model: type[Model], settings: Any) -> None:
        self._data = _numbered(settings)
        self._removed: list[Path_] = []
        self.model: Model | None = None
        for _ in range(_MOST_ROUNDS):
            try:
                self.model = model.model_validate(self._data)
            except ValidationError as error:
                if self._taken_out(error):
                    continue
            return

    def faults(self, check: Callable[[Model], Iterable[Fault]]) -> list[Fault]:
        """The faults that ``check`` finds in what is left, in the file's own paths; not its warnings, nor what taking out has caused."""
        if self.model is None:
            return []
        found = [replace(fault, where=path_text(self._origin(path_of(fault.where)))) for fault in check(self.model) if not fault.warning]
        return [fault for fault in found if not any(_overlap(path_of(fault.where), removed) for removed in self._removed)]

    def _taken_out(self, error: ValidationError) -> bool:
        places = {_entry(item["loc"], self._data, missing=item["type"] == "missing") for item in error.errors()}
        if any(not place or (len(place) == 2 and isinstance(place[1], int)) for place in places):
            return False
        self._removed += [self._origin(place) for place in places]
        for place in sorted(places, key=lambda place: [str(key).zfill(6) for key in place], reverse=True):
            node = self._data
            for key in place[:-1]:
                node = node[key]
            del node[place[-1]]
        return True

    def _origin(self, place: Path_) -> Path_:
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


def _entry(loc: Sequence[str | int], data: Any, *, missing: bool) -> Path_:
    """The entry to take out: the one with the fault, or the one in which something is missing."""
    place = place_of(loc, data, missing=missing)
    return place[:-1] if missing else place


def _overlap(one: Path_, other: Path_) -> bool:
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]
