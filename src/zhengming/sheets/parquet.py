"""Parquet: read and written again in batches of bounded size, with the schema, the metadata and all types as they were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

from zhengming.arrow import pyarrow
from zhengming.errors import InputError
from zhengming.sheets.sheet import Added, Cell, Fill, How

#: At most so many rows, and about so many bytes, are held at a time.
_ROWS, _BYTES = 131_072, 64_000_000


class Parquet:
    """A Parquet file.

    Raises:
        InputError: it is none.
        UsageError: pyarrow is not installed.
    """

    def __init__(self, stream: BinaryIO, name: str, how: How) -> None:
        self._arrow = pa = pyarrow()
        self._name = name
        try:
            self._file = pa.parquet.ParquetFile(stream)
        except (pa.ArrowException, OSError) as error:
            raise InputError("sheet.damaged", file=name, format="Parquet", reason=error) from error
        self.columns: list[str] = list(self._file.schema_arrow.names)
        self.rows: int = self._file.metadata.num_rows

    def extend(self, out: BinaryIO, chosen: Sequence[int], added: Sequence[Added], fill: Fill) -> None:
        """See `Sheet.extend`."""
        pa, file = self._arrow, self._file
        groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
        size = sum(group.total_byte_size for group in groups) / max(1, self.rows)
        codec = groups[0].column(0).compression if groups and groups[0].num_columns else "SNAPPY"
        schema = file.schema_arrow
        types = [pa.float64() if column.number else pa.string() for column in added]
        for column, type_ in zip(added, types, strict=True):
            schema = schema.append(pa.field(column.name, type_))
        compression = "NONE" if codec == "UNCOMPRESSED" else codec
        rows = max(1, min(_ROWS, int(_BYTES / max(1.0, size))))
        try:
            with pa.parquet.ParquetWriter(out, schema, compression=compression) as writer:
                for batch in file.iter_batches(batch_size=rows):
                    strings = [_strings(batch.column(place)) for place in chosen]
                    cells = [fill(row) for row in zip(*strings, strict=True)]
                    columns: list[Sequence[Cell]] = list(zip(*cells, strict=True)) or [()] * len(added)
                    ours = [pa.array(cells_, type_) for cells_, type_ in zip(columns, types, strict=True)]
                    writer.write_batch(pa.RecordBatch.from_arrays([*batch.columns, *ours], schema=schema))
        except pa.ArrowException as error:
            raise InputError("sheet.damaged", file=self._name, format="Parquet", reason=error) from error


def _strings(column: Any) -> list[str | None]:
    return [value if value is None or isinstance(value, str) else str(value) for value in column.to_pylist()]
