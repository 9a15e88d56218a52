"""pyarrow, where it is installed: imported when it is first needed, because that takes longer than a look-up."""

from __future__ import annotations

from typing import Any

from zhengming.errors import UsageError


def pyarrow() -> Any:
    """The library, with `pyarrow.parquet`.

    Raises:
        UsageError: it is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise UsageError("dependency.extra", package="pyarrow", extra="parquet") from error
    return pyarrow
