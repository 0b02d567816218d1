"""Linear algebra on one thread, and as many as before afterwards."""

from collections.abc import Iterator

import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from passerelle.base.threads import one_thread


def threads() -> set[int]:
    return {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"}


@pytest.fixture(autouse=True)
def two_threads() -> Iterator[None]:
    with threadpool_limits(2, user_api="blas"):
        yield


def test_a_block_has_one_thread_and_gives_the_others_back() -> None:
    assert threads() == {2}
    with one_thread():
        assert threads() == {1}
    assert threads() == {2}


def test_a_function_has_one_thread_each_time_it_is_called() -> None:
    counted = one_thread()(threads)
    assert counted() == counted() == {1}
    assert threads() == {2}


def test_an_error_gives_the_others_back() -> None:
    with pytest.raises(ZeroDivisionError), one_thread():
        raise ZeroDivisionError
    assert threads() == {2}


def test_blocks_within_blocks() -> None:
    with one_thread():
        with one_thread():
            assert threads() == {1}
        assert threads() == {1}
    assert threads() == {2}
