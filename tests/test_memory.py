"""An encoder with a memory: what it knows is not embedded again, and comes out the same the first time and later."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from fakes import FakeEncoder

from crisisgraph.memory import Memory, by_key, key_of

TEXTS = ["De sirene bleef stil.", "De brug ging dicht.", "De sirene bleef stil."]


class CountingEncoder(FakeEncoder):
    """A fake encoder that remembers what it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.seen += texts
        return super().encode_passages(texts)


def test_a_text_is_embedded_once() -> None:
    encoder = CountingEncoder()
    memory = Memory(encoder)
    first = memory.encode_passages(TEXTS)
    again = memory.encode_passages(list(reversed(TEXTS)))
    assert encoder.seen == TEXTS[:2]
    np.testing.assert_array_equal(first, again[::-1])
    np.testing.assert_array_equal(first[0], first[2])


def test_a_row_is_the_same_computed_and_remembered() -> None:
    fresh = Memory(FakeEncoder())
    rows = fresh.rows(TEXTS[:2])
    later = Memory(FakeEncoder(), known={key_of(text): row for text, row in zip(TEXTS, rows, strict=False)})
    assert rows.dtype == np.float16
    np.testing.assert_array_equal(later.encode_passages(TEXTS), fresh.encode_passages(TEXTS))
    assert [later.is_new(key_of(text)) for text in TEXTS] == [False] * 3
    assert fresh.is_new(key_of(TEXTS[0]))


def test_questions_go_to_the_encoder_itself() -> None:
    memory = Memory(FakeEncoder())
    np.testing.assert_array_equal(memory.encode_queries(TEXTS), FakeEncoder().encode_queries(TEXTS))
    assert not memory.is_new(key_of(TEXTS[0]))


def test_what_is_kept_with_a_build_is_what_was_asked_for_and_does_not_come_with_the_program() -> None:
    shipped = {key_of(TEXTS[0]): np.ones(64, np.float16)}
    memory = Memory(CountingEncoder(), known={key_of("oud"): np.zeros(64, np.float16)}, shipped=shipped)
    np.testing.assert_array_equal(memory.encode_passages(TEXTS)[0], np.ones(64))
    keys, rows = memory.asked_beside([])
    assert keys == [key_of(TEXTS[1])]
    assert rows.shape == (1, 64)
    assert memory.asked_beside(keys)[0] == []


def test_no_texts_have_no_rows() -> None:
    assert Memory(FakeEncoder()).encode_passages([]).shape == (0, 64)


def test_rows_by_key_are_those_of_their_bytes() -> None:
    keys = np.frombuffer(key_of("een") + key_of("twee"), np.uint8).reshape(2, -1)
    rows = by_key(keys, np.array([[1.0], [2.0]], np.float16))
    assert rows[key_of("twee")] == 2
