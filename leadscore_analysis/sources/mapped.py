"""A source's rows under the history's names: keys as text, instants and numbers read, and what is wrong with a row."""

from __future__ import annotations

from collections.abc import Mapping

from leadscore_analysis.engine import quoted
from leadscore_analysis.engines.duckdb import DuckDBEngine, projection
from leadscore_analysis.engines.duckdb_files import FILE_NO, ROW_NO
from leadscore_analysis.sources.contract import EVENTS, INSTANT, NUMBER, TEXT
from leadscore_analysis.sources.number_style import NumberStyle, number_style
from leadscore_analysis.sources.odd_instants import OddInstants, odd_instants, unread
from leadscore_analysis.sources.plan import TablePlan
from leadscore_analysis.sources.reasons import EITHER_ORDER, problem, read_text

_TYPED_INSTANTS = ("TIMESTAMP", "DATE")


def map_rows(engine: DuckDBEngine, plan: TablePlan, *, read_us: int) -> list[str]:
    """Makes ``mapped_rows`` from ``raw_rows``: the history's columns and ``problem``, NULL in a row that can be used.

    Properties of a source without types stay text. Says how dates were read where the order of day and month was not plain.
    """
    engine.remember("null_texts", "\x1e".join(["", *plan.nulls, ""]))
    styles = _number_styles(engine, plan)
    columns = _named_columns(plan, styles)
    with engine.in_zone(plan.timezone):
        engine.create("named_rows", projection(columns, rows="raw_rows JOIN source_file_names USING (loaded_file_no)"))
        odd = _odd_columns(engine, plan)
        engine.create("mapped_rows", _mapped(plan, list(columns), odd, read_us))
    engine.drop("named_rows")
    orders = [_order_note(plan, name, read.order) for name, read in odd.items() if read.order]
    return orders + [f"{plan.name}.{name}: numbers were read {style.told}" for name, style in styles.items() if style.told]


def _number_styles(engine: DuckDBEngine, plan: TablePlan) -> dict[str, NumberStyle]:
    numbers = [name for name in plan.chosen.contract if plan.chosen.table.columns[name] == NUMBER]
    texts = [name for name in numbers if plan.chosen.type(name) == TEXT]
    return {name: number_style(engine, rows="raw_rows", text=f"key_text({_filled(plan, name)})") for name in texts}


def _named_columns(plan: TablePlan, styles: Mapping[str, NumberStyle]) -> dict[str, str]:
    """Each column as far as one look at it tells; beside instants and numbers stands the text they were read from."""
    columns = {FILE_NO: FILE_NO, ROW_NO: ROW_NO}
    if plan.name == EVENTS.name and EVENTS.key not in plan.chosen.sources:
        columns["event_id"] = f"event_prefix || printf(':%09d', {ROW_NO})"
    for name in plan.chosen.contract:
        columns |= _contract_column(plan, name, styles.get(name, NumberStyle()))
    return columns | {name: _filled(plan, name) for name in plan.chosen.properties}


def _contract_column(plan: TablePlan, name: str, style: NumberStyle) -> dict[str, str]:
    text = f"key_text({_filled(plan, name)})"
    kind = plan.chosen.table.columns[name]
    if kind == NUMBER:
        return {read_text(name): text, name: style.read(text)}
    if kind != INSTANT:
        return {name: text}
    if plan.chosen.type(name).startswith(_TYPED_INSTANTS):
        return {read_text(name): text, name: f"CAST({quoted(plan.chosen.sources[name])} AS {INSTANT})"}
    return {read_text(name): text, name: f"iso_instant({text})"}


def _filled(plan: TablePlan, name: str) -> str:
    """The expression of a column as its source has it, NULL where its text means that nothing is there."""
    column = quoted(plan.chosen.sources[name])
    return f"filled({column})" if plan.chosen.type(name) == TEXT else column


def _odd_columns(engine: DuckDBEngine, plan: TablePlan) -> dict[str, OddInstants]:
    found = {name: odd_instants(engine, rows="named_rows", text=read_text(name), instant=name) for name in plan.chosen.instants}
    return {name: odd for name, odd in found.items() if odd is not None}


def _mapped(plan: TablePlan, columns: list[str], odd: Mapping[str, OddInstants], read_us: int) -> str:
    """The SELECT of ``mapped_rows``: the odd instants joined in by their text, then the problem of each row."""
    read = {name: quoted(name) for name in columns}
    joins = ""
    for name, found in odd.items():
        relation = quoted(found.relation)
        joins += f"\nLEFT JOIN {relation} ON {relation}.odd_text = named_rows.{quoted(read_text(name))} AND {unread(name)}"
        read[name] = f"CASE WHEN {unread(name)} THEN {relation}.odd_at ELSE {quoted(name)} END"
        read[EITHER_ORDER + name] = f"{relation}.either_order"
    kept = {name: quoted(name) for name in columns if name not in map(read_text, plan.chosen.contract)}
    said = problem(plan.chosen, odd=tuple(odd), read_us=read_us)
    return projection(kept | {"problem": said}, rows=f"({projection(read, rows=f'named_rows{joins}')})")


def _order_note(plan: TablePlan, name: str, order: str) -> str:
    return f"{plan.name}.{name}: dates such as 01/02/2026 were read {order}, as others of the column can only be read so"
