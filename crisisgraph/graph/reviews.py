"""What people recorded about statements, as triples: a named graph to a journal, beside the graphs of a build."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from rdflib import Dataset, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, PROV, RDF, SKOS, XSD

from crisisgraph.graph.literals import in_language, plain
from crisisgraph.graph.names import Names
from crisisgraph.graph.places import Triple
from crisisgraph.ids import content_key
from crisisgraph.journal import Confirmation, Entry, Status, Verdict
from crisisgraph.model import StatementId
from crisisgraph.review import Review
from crisisgraph.vocab import CG

STATUSES: Mapping[Status, URIRef] = {
    Status.NO_ACTION: CG.NoAction,
    Status.OTHER_ACTION: CG.OtherAction,
    Status.BEING_IMPLEMENTED: CG.BeingImplemented,
    Status.IMPLEMENTED: CG.Implemented,
}
CONFIRMATIONS: Mapping[Confirmation, URIRef] = {
    Confirmation.SELF_REPORTED: CG.SelfReported,
    Confirmation.INDEPENDENT: CG.IndependentlyConfirmed,
}
VERDICTS: Mapping[Verdict, URIRef] = {
    Verdict.ACCEPT: CG.ReadingAccepted,
    Verdict.REJECT: CG.ReadingRejected,
    Verdict.EDIT: CG.ReadingCorrected,
}


def add_reviews(dataset: Dataset, names: Names, reviews: Mapping[StatementId, Review]) -> None:
    """Add the graph ``graph-review`` to `dataset`: each entry that says something of its own, by its statement."""
    graph = dataset.graph(names.graph("review"))
    for name, review in reviews.items():
        for triple in review_triples(names, name, review):
            graph.add(triple)


def review_triples(names: Names, statement: StatementId, review: Review) -> Iterator[Triple]:
    """Yield the entries about one statement; one that was withdrawn says since when it does not count."""
    until = {entry.withdraws: entry.at for entry in review.entries if entry.withdraws in review.withdrawn}
    subject = names.of_id(statement)
    for entry in review.entries:
        if entry.withdraws is None:
            yield from _entry_triples(names, subject, entry)
            if entry.id in until:
                yield names.of_id(entry.id), PROV.invalidatedAtTime, moment(until[entry.id])


def _entry_triples(names: Names, subject: URIRef, entry: Entry) -> Iterator[Triple]:
    node = names.of_id(entry.id)
    person = names.of_id(f"person-{content_key('person', entry.by)}")
    yield person, RDF.type, PROV.Person
    yield person, FOAF.name, plain(entry.by)
    yield node, RDF.type, PROV.Entity
    yield node, PROV.wasAttributedTo, person
    yield node, PROV.generatedAtTime, moment(entry.at)
    if entry.note:
        yield node, SKOS.note, in_language(entry.note, "nl")
    if entry.observation:
        yield node, RDF.type, CG.FollowUp
        yield node, CG.follows, subject
        yield node, CG.implementationStatus, STATUSES[entry.observation.status]
        yield node, CG.confirmation, CONFIRMATIONS[entry.observation.confirmation]
    if entry.correction or not entry.observation:
        yield node, RDF.type, CG.Review
        yield node, CG.reviews, subject
    if entry.correction:
        yield node, CG.verdict, VERDICTS[entry.correction.verdict]
        for actor in entry.correction.addressees or ():
            yield node, CG.addressedTo, names.actor(actor)
        for theme in entry.correction.themes or ():
            yield node, DCTERMS.subject, names.theme(theme)


def moment(at: datetime) -> Literal:
    """Return a moment to the second, as a store keeps it.

    >>> from datetime import UTC
    >>> str(moment(datetime(2026, 11, 27, 23, 10, 5, 120, tzinfo=UTC)))
    '2026-11-27T23:10:05Z'
    """
    text = at.isoformat(timespec="seconds").replace("+00:00", "Z")
    return Literal(text, datatype=XSD.dateTime, normalize=False)
