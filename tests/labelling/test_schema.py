"""The tables are as the documentation says, column by column and type by type."""

from pathlib import Path

import pyarrow as pa
import pytest

from stance.labelling.schema import SCHEMAS

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "label-a-corpus.md"
PLAIN = {
    pa.string(): "text",
    pa.int32(): "integer",
    pa.float64(): "number",
    pa.bool_(): "yes/no",
}


def told(kind):
    """A type as a reader reads it."""
    if pa.types.is_list(kind):
        return f"list of {told(kind.value_type)}"
    if pa.types.is_struct(kind):
        return f"({', '.join(field.name for field in kind)})"
    return PLAIN[kind]


@pytest.mark.parametrize("table", SCHEMAS)
def test_every_column_is_documented_with_its_type(table):
    columns = ", ".join(f"`{field.name}` {told(field.type)}" for field in SCHEMAS[table])
    assert f"| `{table}` | {columns} |" in PAGE.read_text("utf-8")
