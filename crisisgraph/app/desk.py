"""The desk: whether the app shows what people recorded, who may add to it, and what time it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from crisisgraph.errors import InputError
from crisisgraph.journal import LONGEST_NAME


def now() -> datetime:
    """Return the time of this machine with its distance from UTC."""
    return datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class Desk:
    """The folder of the journal (None: nothing is shown of it), who records (empty: nobody) and the clock."""

    journal: Path | None = None
    name: str = ""
    now: Callable[[], datetime] = now

    @property
    def today(self) -> date:
        """The day of today."""
        return self.now().date()


def desk_of(build: Path, review: Path | None, name: str | None) -> Desk:
    """Return the desk over the journal in the folder `review`, which is made for a person with a `name`.

    :raises InputError: when there is a name without a folder, no such folder to read, or it lies inside `build`,
        where it would not be safe.
    """
    if review is None:
        if name is not None:
            raise InputError("name-without-review")
        return Desk()
    if review.resolve().is_relative_to(build.resolve()):
        raise InputError("review-in-build", folder=review)
    if name is None:
        if not review.is_dir():
            raise InputError("no-journal", folder=review)
        return Desk(review)
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise InputError("no-name", most=LONGEST_NAME)
    try:
        review.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError("cannot-record", folder=review, reason=error.strerror or "?") from error
    return Desk(review, name)
