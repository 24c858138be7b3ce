"""Charts as SVG: text stays text, styles are attributes (so that a page may forbid inline ones), readers are told title and finding."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from leadscore_analysis.charts.palette import LOOK
from leadscore_analysis.files import write_text

WIDTH_INCHES = 5.8  # 418 units wide: 11-unit text is still readable when a phone shows the chart at 370 pixels
SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
REFERENCE = re.compile(r"#([\w.-]+)")


def chart_svg(draw: Callable[[Axes], object], *, name: str, title: str, alt: str, height: float = 3.0, background: str = "none") -> str:
    """What ``draw`` puts on fresh Axes as an ``<svg role="img">``; ``name`` makes its ids unique on a page, ``height`` is in inches.
    A page gives the ``background``; a picture that stands alone needs one of its own.

    The same drawing gives the same text, byte for byte.
    """
    with mpl.rc_context(LOOK):
        figure = Figure(figsize=(WIDTH_INCHES, height), layout="constrained")
        figure.patch.set_facecolor(background)
        draw(figure.add_subplot())
        drawn = io.BytesIO()
        figure.savefig(drawn, format="svg", metadata={"Date": None})
    return _tidy(drawn.getvalue().decode("utf-8"), name, title, alt)


def write_svg(path: Path, svg: str) -> None:
    """Writes one chart as a file of its own."""
    write_text(path, svg + "\n")


def _tidy(text: str, name: str, title: str, alt: str) -> str:
    for prefix, address in (("", SVG[1:-1]), ("xlink", LINK[1:-5])):
        ET.register_namespace(prefix, address)
    root = ET.fromstring(text)  # noqa: S314 - the text is matplotlib's own
    for metadata in root.findall(f"{SVG}metadata"):
        root.remove(metadata)
    for parent in root.iter():
        for style in parent.findall(f"{SVG}style"):
            parent.remove(style)
        _with_attributes(parent, name)
    _described(root, name, title, alt)
    return ET.tostring(root, encoding="unicode")


def _with_attributes(node: ET.Element, name: str) -> None:
    """Moves inline styles to attributes and makes ids the page's own."""
    for declaration in node.attrib.pop("style", "").split(";"):
        key, _, value = declaration.partition(":")
        if key.strip() not in {"", "font-family"}:  # the reader's own font
            node.set(key.strip(), value.strip())
    if LINK in node.attrib:
        node.set("href", node.attrib.pop(LINK))
    if "id" in node.attrib:
        node.set("id", f"{name}-{node.get('id')}")
    for key in ("href", "clip-path"):
        if key in node.attrib:
            node.set(key, REFERENCE.sub(rf"#{name}-\1", node.attrib[key]))


def _described(root: ET.Element, name: str, title: str, alt: str) -> None:
    for size in ("width", "height"):
        root.attrib.pop(size, None)
    root.attrib.update(
        {
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
            "font-family": "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif",
            "stroke-linejoin": "round",
        }
    )
    for place, (tag, text) in enumerate((("title", title), ("desc", alt))):
        node = ET.Element(f"{SVG}{tag}", {"id": f"{name}-{tag}"})
        node.text = text
        root.insert(place, node)
