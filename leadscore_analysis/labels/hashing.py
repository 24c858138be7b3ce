"""Numbers made from names that are the same on every machine and in every run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray


def stable_hashes(names: Iterable[str], *, salt: str = "") -> NDArray[np.uint64]:
    """For each name the first 8 bytes (big-endian) of the MD5 of ``salt``, a zero byte and the name, as UTF-8.

    It puts ties and halves in an order that means nothing; it protects nothing.

    >>> stable_hashes(["a"])[0] == stable_hashes(["a", "b"])[0]
    np.True_
    """
    start = hashlib.md5(f"{salt}\0".encode(), usedforsecurity=False)

    def number(name: str) -> int:
        hashed = start.copy()
        hashed.update(name.encode())
        return int.from_bytes(hashed.digest()[:8], "big")

    return np.fromiter(map(number, names), dtype=np.uint64)
