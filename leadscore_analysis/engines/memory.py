"""How much memory a session may hold, as people write it."""

from __future__ import annotations

import re

from leadscore_analysis.errors import InputError

_UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30, "TIB": 2**40}
_MEMORY = re.compile(r"(?P<number>(?=[0-9.]*[1-9])[0-9]+(\.[0-9]+)?)\s*(?P<unit>[KMGT]i?B)", re.IGNORECASE)
LEAST = 100 * 10**6
"""Below this DuckDB cannot hold the buffers of one step, however much it spills."""


def memory_bytes(text: str) -> int:
    """The bytes that a text such as ``4GB`` or ``500 MiB`` means.

    >>> memory_bytes("1.5GB")
    1500000000
    """
    found = _MEMORY.fullmatch(text.strip())
    if found is None:
        raise InputError(f"the memory limit must be a number above zero and a unit; got {text!r}", hint="write 4GB or 500MB")
    return int(float(found["number"]) * _UNITS[found["unit"].upper()])


def checked_memory_limit(text: str) -> str:
    """The memory limit, when it is written as DuckDB reads it and not too small to work in."""
    if memory_bytes(text) < LEAST:
        raise InputError(f"the memory limit must be at least {size_text(LEAST)}; got {text!r}", hint="write 4GB or 500MB")
    return text.strip()


def size_text(size: int) -> str:
    """A size in bytes for people.

    >>> size_text(12_300_000_000), size_text(350_000_000)
    ('12 GB', '350 MB')
    """
    return f"{size / 10**9:.0f} GB" if size >= 10 * 10**9 else f"{size / 10**9:.1f} GB" if size >= 10**9 else f"{size / 10**6:.0f} MB"
