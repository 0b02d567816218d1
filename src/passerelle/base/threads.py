"""One thread for linear algebra on small matrices.

Threads of a BLAS wait for one another by spinning. On matrices of a few hundred rows they gain nothing where every core
is free, and cost ten to fifty times the work where another process, such as the site's second worker, holds one of
them. Stands on nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import scipy.linalg  # noqa: F401  brings a BLAS of its own, which the controller must find
from threadpoolctl import ThreadpoolController


@cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController().select(user_api="blas")


@contextmanager
def one_thread() -> Iterator[None]:
    """Run a block, or as a decorator a function, with one BLAS thread; afterwards as many as before.

    The number is that of the whole process: a block in another thread that ends first gives it back early, which costs
    time and no digit.
    """
    with _blas().limit(limits=1):
        yield
