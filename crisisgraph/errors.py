"""One family of errors: each carries the facts, and the command line turns it into one Dutch sentence."""

from __future__ import annotations

from pathlib import Path


class CrisisGraphError(Exception):
    """Base of every error that this package raises on purpose; `code` names its sentence under [error]."""

    code = "internal"

    def __init__(self, **facts: object) -> None:
        super().__init__(facts)
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code}: " + ", ".join(f"{name}={value}" for name, value in self.facts.items())


class SpanError(CrisisGraphError):
    """A span is empty or lies outside its text: a broken promise of this package, never of its input."""

    code = "span"

    def __init__(self, start: int, end: int) -> None:
        super().__init__(start=start, end=end)


class InputError(CrisisGraphError):
    """What the user asked cannot be done as asked: wrong usage or refused input."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(**facts)
        self.code = code


class DataError(CrisisGraphError):
    """A data file of ours (catalogue, cues, actors, themes) is not as it should be."""

    code = "data"

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(path=path, reason=reason)


class BrokenPromiseError(CrisisGraphError):
    """A build broke one of its promises (verbatim quotes, a conforming graph) and was not published."""

    code = "promise"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class NoBuildError(CrisisGraphError):
    """There is no published build in the folder."""

    code = "no-build"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder=folder)


class StaleBuildError(CrisisGraphError):
    """A published build cannot be used: it is damaged, of another format or made with another encoder."""

    code = "stale-build"

    def __init__(self, folder: Path, expected: str, found: str) -> None:
        super().__init__(folder=folder, expected=expected, found=found)
