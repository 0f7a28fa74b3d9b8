"""What people recorded about a statement, as it goes along with a trace: a record, columns, lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from crisisgraph.journal import Confirmation, Correction, Entry
from crisisgraph.records import Lookup, theme_label
from crisisgraph.review import Review
from crisisgraph.sentences import say

#: The columns of an export with a journal, after its own: what was recorded, by whom and on which date.
REVIEW_COLUMNS = (
    "self-reported", "self-reported_by", "self-reported_on",
    "independent", "independent_by", "independent_on",
    "note", "note_by", "note_on",
    "correction", "correction_by", "correction_on",
)  # fmt: skip


def review_record(lookup: Lookup, review: Review) -> dict[str, object]:
    """Return the state of a statement, the two kinds of status apart, and its whole history."""
    return {
        "self_reported": _status_record(review.status(Confirmation.SELF_REPORTED)),
        "independently_confirmed": _status_record(review.status(Confirmation.INDEPENDENT)),
        "notes": [{"note": entry.note, **_signature(entry)} for entry in review.notes],
        "correction": _correction_record(review.correction),
        "history": [
            {
                "id": entry.id,
                "said": said(lookup, entry),
                "withdraws": entry.withdraws,
                "withdrawn": entry.id in review.withdrawn,
                **_signature(entry),
            }
            for entry in review.entries
        ],
    }


def _signature(entry: Entry) -> dict[str, object]:
    return {"by": entry.by, "at": entry.at.isoformat()}


def _status_record(entry: Entry | None) -> dict[str, object] | None:
    if entry is None or entry.observation is None:
        return None
    return {"status": entry.observation.status.value, "note": entry.note or None, **_signature(entry)}


def _correction_record(entry: Entry | None) -> dict[str, object] | None:
    if entry is None or entry.correction is None:
        return None
    addressees, themes = entry.correction.addressees, entry.correction.themes
    return {
        "verdict": entry.correction.verdict.value,
        "addressees": None if addressees is None else list(addressees),
        "themes": None if themes is None else list(themes),
        **_signature(entry),
    }


def review_cells(lookup: Lookup, review: Review | None) -> dict[str, str]:
    """Return the `REVIEW_COLUMNS` of a statement, empty where nothing was recorded; of several notes, all."""
    cells = dict.fromkeys(REVIEW_COLUMNS, "")
    if review is None:
        return cells
    for how, column in ((Confirmation.SELF_REPORTED, "self-reported"), (Confirmation.INDEPENDENT, "independent")):
        if (entry := review.status(how)) and entry.observation:
            cells |= _signed(column, say(f"status.{entry.observation.status}"), entry)
    if review.notes:
        cells["note"] = " | ".join(entry.note for entry in review.notes)
        cells["note_by"] = " | ".join(entry.by for entry in review.notes)
        cells["note_on"] = " | ".join(entry.at.date().isoformat() for entry in review.notes)
    if (entry := review.correction) and entry.correction:
        cells |= _signed("correction", correction_words(lookup, entry.correction), entry)
    return cells


def _signed(column: str, text: str, entry: Entry) -> dict[str, str]:
    return {column: text, f"{column}_by": entry.by, f"{column}_on": entry.at.date().isoformat()}


def review_lines(lookup: Lookup, review: Review) -> Iterator[str]:
    """Yield what counts, a line to each entry."""
    for entry in review.standing:
        yield say("review.line", said=said(lookup, entry), by=entry.by, date=entry.at.date().isoformat())


def said(lookup: Lookup, entry: Entry) -> str:
    """Return what an entry says, in words: its status, its verdict and its note."""
    parts = []
    if entry.observation:
        status = say(f"status.{entry.observation.status}")
        parts.append(say("review.status", how=say(f"confirmation.{entry.observation.confirmation}"), status=status))
    if entry.correction:
        parts.append(correction_words(lookup, entry.correction))
    if entry.note:
        parts.append(say("review.note", note=entry.note))
    if entry.withdraws:
        parts.append(say("review.withdraws"))
    return "; ".join(parts)


def correction_words(lookup: Lookup, correction: Correction) -> str:
    """Return a correction in words, with the labels of what takes the place of our reading."""
    parts = [say(f"verdict.{correction.verdict}")]
    if correction.addressees is not None:
        labels = [lookup.actors[one].label if one in lookup.actors else one for one in correction.addressees]
        parts.append(say("review.addressees", names=", ".join(labels) or say("review.nobody")))
    if correction.themes is not None:
        labels = [theme_label(lookup.themes[one]) if one in lookup.themes else one for one in correction.themes]
        parts.append(say("review.themes", names=", ".join(labels) or say("review.nothing")))
    return "; ".join(parts)
