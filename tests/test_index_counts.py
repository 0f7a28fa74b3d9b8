"""Texts as sparse counts: numbered names, columns put in order, and the lists that bm25s reads."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from crisisgraph.index.counts import Numbering, Tokens, count, in_order

ROWS = st.lists(st.lists(st.sampled_from(["dijk", "raad", "regio", "water"]), max_size=8), max_size=6)


@given(ROWS)
def test_a_count_is_how_often_a_row_has_a_name(rows: list[list[str]]) -> None:
    numbers = Numbering()
    counts = count(rows, numbers)
    assert counts.shape == (len(rows), len(numbers))
    for row, names in zip(counts.toarray(), rows, strict=True):
        assert {name: int(row[number]) for name, number in numbers.items() if row[number]} == Counter(names)


def test_rows_are_read_one_by_one() -> None:
    numbers = Numbering()
    counts = count((iter([word, "dijk"]) for word in ("raad", "dijk")), numbers)
    assert counts.toarray().tolist() == [[1, 1], [0, 2]]


@given(ROWS, st.permutations(["dijk", "raad", "regio", "water"]), st.integers(0, 4))
def test_columns_come_in_the_order_of_the_names_that_are_wanted(
    rows: list[list[str]], names: list[str], wanted: int
) -> None:
    numbers = Numbering()
    counts = count([["dijk", "raad", "regio", "water"], *rows], numbers)
    chosen = in_order(counts, numbers, names[:wanted])
    assert chosen.has_sorted_indices
    np.testing.assert_array_equal(chosen.toarray(), counts.toarray()[:, [numbers[name] for name in names[:wanted]]])


def test_a_later_count_can_be_put_in_the_same_order_as_one_that_knew_fewer_names() -> None:
    numbers = Numbering()
    heads = count([["water"]], numbers)
    bodies = count([["dijk", "water"]], numbers)
    vocabulary = sorted(numbers)
    assert in_order(heads, numbers, vocabulary).toarray().tolist() == [[0, 1]]
    assert in_order(bodies, numbers, vocabulary).toarray().tolist() == [[1, 1]]


@given(ROWS)
def test_tokens_are_the_names_of_each_row_as_often_as_they_count(rows: list[list[str]]) -> None:
    numbers = Numbering()
    tokens = Tokens(count(rows, numbers))
    assert len(tokens) == len(rows)
    names = list(numbers)
    assert [sorted(names[number] for number in row) for row in tokens] == [sorted(row) for row in rows]
    assert list(tokens) == list(tokens)
