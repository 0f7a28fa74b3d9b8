"""Passages of a report become statements: what it recommends, finds, answers and promises.

Read `view` (what the finders see), `sections` (what the place of a text says), `recommendations`, `findings` and
`letter` (one per noun), and this module, which puts ids, actors, addressees and themes to what they found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from crisisgraph.ids import content_key, fold, slug
from crisisgraph.model import ActorId, Addressee, Document, Edition, Kind, Level, Statement, StatementId
from crisisgraph.statements.actor_names import LocalNames
from crisisgraph.statements.actors import find_actors
from crisisgraph.statements.addressees import find_addressees
from crisisgraph.statements.draft import Draft
from crisisgraph.statements.findings import find_findings
from crisisgraph.statements.genre import SILENT, Genre, genre_of
from crisisgraph.statements.knowledge import Knowledge, load_knowledge
from crisisgraph.statements.leads import Leads, in_context, leads_of
from crisisgraph.statements.letters import find_reactions, has_afterword, is_reaction
from crisisgraph.statements.local_names import introduced_names
from crisisgraph.statements.recommendations import find_recommendations
from crisisgraph.statements.sections import places_of
from crisisgraph.statements.themes import find_themes
from crisisgraph.statements.view import EditionView, view_of
from crisisgraph.statements.voices import Voices, is_itself

__all__ = ["Knowledge", "find_statements", "load_knowledge"]

#: Two drafts of one kind that cover this much of each other say the same.
_SAME = 0.8

#: An addressee that is no surer than this gives way to the one above the list.
_UNSURE = 0.8


def find_statements(document: Document, edition: Edition, knowledge: Knowledge) -> tuple[Statement, ...]:
    """Return what `edition` of `document` recommends, finds, answers and promises, by place, mains before subs."""
    view = view_of(document, edition)
    drafts, stand_ins = _without_doubles(find_drafts(view, knowledge))
    ids = _ids(drafts, edition)
    ids |= {gone: ids[kept] for gone, kept in stand_ins.items() if kept in ids}
    local = in_context(introduced_names(view.text, knowledge.actor_index), view, knowledge.actor_index)
    advice = [draft for draft in drafts if draft.kind is Kind.RECOMMENDATION]
    leads = leads_of(view, knowledge.actor_index, local, advice)
    return tuple(_statement(draft, ids, view, knowledge, local, leads) for draft in drafts)


def find_drafts(view: EditionView, knowledge: Knowledge) -> tuple[Draft, ...]:
    """Return what every finder found in `view`; nothing in a kind of text that does not advise."""
    genre = genre_of(view, knowledge.cues)
    if genre in SILENT:
        return ()
    is_letter = is_reaction(view) or (
        not has_afterword(view) and (genre is Genre.RESPONSE or view.report.kind == "kamerbrief")
    )
    reactions = find_reactions(view, knowledge.actor_index, knowledge.cues, is_reaction=is_letter)
    if is_letter:  # what is recommended there is the other body's, and a reaction tells whose
        return reactions
    places = places_of(view, knowledge.cues)
    voices = Voices.of(view, knowledge.actor_index)
    findings = find_findings(view, places, knowledge.cues, voices)
    recommendations = find_recommendations(view, places, knowledge.cues, voices)
    own = [*_under_findings(recommendations, findings), *findings]
    return (*_outside_answers(own, reactions), *reactions)


def _outside_answers(drafts: Iterable[Draft], reactions: Iterable[Draft]) -> Iterator[Draft]:
    """Yield `drafts` but for those that hold what somebody answers: these words are not the report's own."""
    answers = [draft.span for draft in reactions if draft.kind is Kind.RESPONSE]
    yield from (draft for draft in drafts if not any(draft.span.contains(answer) for answer in answers))


def _under_findings(recommendations: Iterable[Draft], findings: Sequence[Draft]) -> Iterator[Draft]:
    """Yield `recommendations`; one that stands inside a finding is put under it, and takes its parts along."""
    moved: dict[Draft, Draft] = {}
    for draft in sorted(recommendations, key=lambda draft: draft.level is Level.SUB):
        inside = [f for f in findings if f.span.contains(draft.span) and len(f.span) > len(draft.span)]
        if draft.parent:
            yield replace(draft, parent=moved.get(draft.parent, draft.parent))
        elif inside:
            moved[draft] = replace(draft, parent=inside[0], level=Level.SUB)
            yield moved[draft]
        else:
            yield draft


def _without_doubles(drafts: Iterable[Draft]) -> tuple[tuple[Draft, ...], dict[Draft, Draft]]:
    """Return `drafts` by place, the surest of those that say the same, and for each that went the one that stayed."""
    kept: list[Draft] = []
    near: list[Draft] = []  # those kept that reach past the draft at hand
    stand_ins: dict[Draft, Draft] = {}
    for draft in sorted(drafts, key=lambda d: (d.span.start, -d.confidence, d.span.end, d.rule)):
        near = [other for other in near if other.span.end > draft.span.start]
        double = next((o for o in near if o.kind is draft.kind and _is_same(draft, o)), None)
        if double is not None and double.confidence >= draft.confidence:
            stand_ins[draft] = double
            continue
        if double is not None:
            kept.remove(double)
            near.remove(double)
            stand_ins |= {gone: draft for gone, stays in stand_ins.items() if stays == double} | {double: draft}
        kept.append(draft)
        near.append(draft)
    return tuple(sorted(kept, key=lambda d: (d.span.start, d.level is Level.SUB, -d.span.end, d.kind))), stand_ins


def _is_same(draft: Draft, other: Draft) -> bool:
    return draft.span.overlap(other.span) >= _SAME * max(len(draft.span), len(other.span))


def _ids(drafts: Sequence[Draft], edition: Edition) -> dict[Draft, StatementId]:
    """Return an id for every draft: by its printed number where that is unique in the report, else by its words."""
    report = edition.report.id
    recommendations = [draft for draft in drafts if draft.kind is Kind.RECOMMENDATION and draft.number]
    mains = Counter(slug(draft.number or "") for draft in recommendations if draft.level is Level.MAIN)
    every = Counter(slug(draft.number or "") for draft in recommendations)
    ids: dict[Draft, StatementId] = {}
    used: Counter[str] = Counter()
    for draft in drafts:
        number = slug(draft.number or "") if draft.kind is Kind.RECOMMENDATION else ""
        counts = mains if draft.level is Level.MAIN else every
        if number and counts[number] == 1:
            name = f"{draft.kind}-{report}-{number}"
        else:
            name = f"{draft.kind}-{content_key(draft.kind, report, fold(draft.text), length=12)}"
        used[name] += 1
        ids[draft] = StatementId(name if used[name] == 1 else f"{name}-{used[name]}")
    return ids


def _statement(
    draft: Draft,
    ids: dict[Draft, StatementId],
    view: EditionView,
    knowledge: Knowledge,
    local: LocalNames,
    leads: Leads,
) -> Statement:
    mentions = find_actors(draft.text, knowledge.actor_index, local)
    actors = tuple(dict.fromkeys(ActorId(mention.actor.id) for mention in mentions))
    return Statement(
        id=ids[draft],
        document=view.document.id,
        report=view.report.id,
        kind=draft.kind,
        start=draft.span.start,
        end=draft.span.end,
        page=view.document.page_at(draft.span.start).index,
        section=draft.section,
        text=draft.text,
        rule=draft.rule,
        confidence=draft.confidence,
        issuer=draft.issuer or view.report.issuer,
        level=draft.level,
        parent=ids.get(draft.parent) if draft.parent else None,
        number=draft.number,
        explicit=draft.explicit,
        addressees=_addressees(draft, view, knowledge, local, leads) if draft.kind is Kind.RECOMMENDATION else (),
        actors=actors,
        themes=find_themes(draft.text, draft.section, knowledge.theme_index),
        position=draft.position,
        actor=draft.actor,
        deadline=draft.deadline,
    )


def _addressees(
    draft: Draft, view: EditionView, knowledge: Knowledge, local: LocalNames, leads: Leads
) -> tuple[Addressee, ...]:
    issuer = draft.issuer or view.report.issuer
    before = view.opening(draft.text, draft.span.start)
    own = find_addressees(draft.text, knowledge.actor_index, local, issuer=issuer, before=before, section=draft.section)
    own = tuple(found for found in own if not is_itself(issuer, found.text))
    above = leads.at(draft.span.start)
    return above if above and all(found.confidence <= _UNSURE for found in own) else own
