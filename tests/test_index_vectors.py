"""Search by meaning gives what comparing with every row would give."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crisisgraph.index import vectors
from crisisgraph.index.vectors import SPREAD, VectorIndex, read_rows, similarities, widened, write_rows


def made_rows(count: int, dimension: int = 32, seed: int = 0) -> npt.NDArray[np.float16]:
    rows = np.random.default_rng(seed).standard_normal((count, dimension))
    unit: npt.NDArray[np.float16] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16)
    return unit


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 300), st.integers(1, 20), st.integers(0, 1000))
def test_the_nearest_rows_are_those_with_the_highest_product(rows: int, count: int, seed: int) -> None:
    vectors = made_rows(rows, seed=seed)
    query = made_rows(1, seed=seed + 1)[0].astype(np.float32)
    found = VectorIndex(vectors).nearest(query, count)
    products = vectors.astype(np.float32) @ query
    assert len(set(found.tolist())) == len(found) == min(count, rows)
    np.testing.assert_allclose(products[found], np.sort(products)[::-1][: len(found)], atol=1e-5)


def test_only_allowed_rows_are_found() -> None:
    vectors = made_rows(50)
    allowed = np.zeros(50, np.bool_)
    allowed[[3, 17, 41]] = True
    query = vectors[8].astype(np.float32)
    assert set(VectorIndex(vectors).nearest(query, 10, allowed).tolist()) == {3, 17, 41}
    assert VectorIndex(vectors).nearest(query, 10, np.zeros(50, np.bool_)).tolist() == []


def test_an_index_without_rows_finds_nothing() -> None:
    assert VectorIndex(made_rows(0)).nearest(np.ones(32, np.float32), 5).tolist() == []


def test_similarities_are_of_the_chosen_rows_in_their_order() -> None:
    vectors = made_rows(5)
    query = vectors[2].astype(np.float32)
    chosen = similarities(vectors, np.array([4, 2]), query)
    assert chosen[1] == pytest.approx(1, abs=1e-3)
    assert chosen[0] == pytest.approx(float(vectors[4].astype(np.float32) @ query), abs=1e-6)


def test_rows_read_back_as_they_were_written(tmp_path: Path) -> None:
    rows = made_rows(7)
    write_rows(rows, tmp_path / "rows.npy")
    again = read_rows(tmp_path / "rows.npy")
    assert again.tobytes() == rows.tobytes()
    assert isinstance(again, np.memmap)


def test_few_rows_are_widened_to_the_same_numbers_and_many_stay_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = made_rows(7)
    write_rows(rows, tmp_path / "rows.npy")
    few = widened(read_rows(tmp_path / "rows.npy"))
    assert few.dtype == np.float32
    assert np.array_equal(few, rows)
    write_rows(few, tmp_path / "again.npy")
    assert (tmp_path / "again.npy").read_bytes() == (tmp_path / "rows.npy").read_bytes()
    monkeypatch.setattr(vectors, "_WIDENED", rows.nbytes - 1)
    assert isinstance(widened(read_rows(tmp_path / "rows.npy")), np.memmap)


def test_the_spread_is_how_much_the_similarity_of_two_rows_varies() -> None:
    wide, narrow = made_rows(600), made_rows(600) * np.float16(0.2)
    narrow[:, 0] += 1
    narrow = (narrow / np.linalg.norm(narrow.astype(np.float32), axis=1, keepdims=True)).astype(np.float16)
    assert VectorIndex(wide).spread == pytest.approx(32**-0.5, rel=0.05)
    assert VectorIndex(narrow).spread < VectorIndex(wide).spread / 3


def test_a_few_rows_or_equal_ones_tell_no_spread() -> None:
    assert VectorIndex(made_rows(20)).spread == SPREAD
    assert VectorIndex(np.repeat(made_rows(1), 100, axis=0)).spread == pytest.approx(0.01)
