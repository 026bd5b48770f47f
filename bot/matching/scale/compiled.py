"""Functions that run as machine code, compiled at their first call and kept on disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile a function with numba, so that threads may run it at once.

    What was compiled is kept beside the source, or in the user's cache where that cannot be written, or
    (when nothing can) for this process only.
    """
    try:
        return cast(F, numba.njit(nogil=True, cache=True)(function))
    except RuntimeError:  # numba found no folder to write to
        return cast(F, numba.njit(nogil=True)(function))
