"""What templates show: things by name, statements as lines of a list, places and conclusions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A thing by its name; `address` is relative to the root of the server, or whole, or empty where there is none."""

    name: str
    address: str
    iri: str


@dataclass(frozen=True, slots=True)
class Inference:
    """What was concluded: about what, by which rule and how sure, and the words of the text that it goes by."""

    thing: Link
    rule: str
    confidence: str
    written: str = ""
    anchor: str = ""
    proposal: bool = False
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A statement in a list: enough of it to know whether to read on, and how it came into the list."""

    link: Link
    kind: str
    number: str
    text: str
    report: Link | None
    page: str
    position: str
    deadline: str
    inference: Inference | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: the file and its hash, the page, the section, and the offsets into the canonical text."""

    quote: str
    before: str
    after: str
    file: Link | None
    sha256: str
    page: str
    label: str
    report: Link | None
    section: Link | None
    start: str
    end: str
