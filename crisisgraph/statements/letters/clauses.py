"""How a sentence of a reaction is built: its main clauses, and of each the finite verb, its subject and its mood.

Dutch puts the finite verb of a main clause second: one constituent stands before it, and when that is not the subject
the subject comes right after it.  A clause that is joined on may leave its subject out.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from crisisgraph.statements.letters.parties import OTHER, PARTY, SELF
from crisisgraph.statements.letters.verbs import load_verbs

#: The subject of a clause that is none of the parties, and of one that names none.
THING, NOBODY = "thing", ""

_TOKEN = re.compile(r"[\ue001-\ue003]|[^\W_]+(?:[-’'.][^\W_]+)*|[,;:()–—.?!«»“”‘\"]|(?<=\S)[’'](?=[\s.,;:)])|(?<=\s)'")
_SIGNS = frozenset({SELF, OTHER, PARTY})

_SUBORDINATORS = frozenset(
    """
    wat wie welke hetgeen zoals indien wanneer omdat doordat nadat voordat zodra hoewel terwijl zolang tenzij zodat
    opdat toen totdat alsof aangezien
    """.split()
)
_RELATIVES = frozenset({"die", "dat"})  # demonstratives too
_DOUBTFUL = frozenset({"als", "om", "of"})  # they open a clause after a comma or at the start only
_FRONTERS = _SUBORDINATORS | _RELATIVES | _DOUBTFUL | {"nu"}
_DETERMINERS = frozenset(
    "de het een één dit deze die dat ons onze mijn uw hun haar zijn elk elke ieder iedere geen dergelijk dergelijke zo'n te".split()
)
_PREPOSITIONS = frozenset(
    """
    aan achter af bij binnen boven buiten conform dankzij door gedurende gelet in inzake langs met middels na naar naast
    namens om onder ondanks op over per rond rondom samen sinds te tegen tegenover tijdens tot tussen uit van vanaf
    vanuit vanwege via volgens voor vóór wegens zonder uiterlijk medio eind begin halverwege omstreeks
    """.split()
)
_ADVERBS = frozenset(
    """
    ook wel daarom dan dus daarnaast verder voorts tevens bovendien vervolgens daarbij hierbij hiermee daarmee hiervan
    daarvan hierover daarover hieraan daaraan hiertoe daartoe hiervoor daarvoor hierin daarin graag inmiddels thans nu
    binnenkort desgewenst eveneens tegelijk tegelijkertijd echter allereerst eerst ten tot voorlopig jaarlijks reeds al
    zo hier daar er onlangs intussen ondertussen momenteel vandaag straks later direct
    """.split()
)
_TIMES = frozenset(
    """
    jaar jaren maand maanden week weken dag dagen kwartaal voorjaar najaar zomer winter herfst periode tijd termijn januari
    februari maart april mei juni juli augustus september oktober november december
    """.split()
)
_PREDICATES = frozenset("positief negatief kritisch kritischer tevreden ontevreden opvallend somber bezorgd".split())
_JOINTS = frozenset({"en", "maar", "doch", "want", "dus", "echter", ";", ":"})
_STOPS = frozenset({";", ":"})
_QUOTES = {"«": "»", "“": "”", "‘": "’", '"': '"', "'": "'’"}
_MODALS = frozenset({"zullen", "kunnen", "moeten", "mogen", "willen", "zouden", "gaan", "laten"})
_AUXILIARIES = frozenset({"zijn", "hebben", "worden", "zullen", "kunnen", "moeten", "mogen", "zouden", "willen"})
_DENIED = re.compile(r"\b(?:niet|geen|nooit|evenmin|noch|nauwelijks)\b(?!\s+(?:alleen|slechts)\b)", re.IGNORECASE)
_SUBCLAUSE = re.compile(
    r"(?P<before>\w*),?\s(?:(?P<relative>die|dat)|omdat|want|aangezien|hoewel|zodat|zodra|indien|om(?=\s[^,;.]*\bte\s)"
    r"|waar(?:in|bij|mee|van|voor|op|door|uit|naar|onder|aan|toe|tegen|over|na|langs))\s|,\s(?:als|of|want)\s|[:;(]",
    re.IGNORECASE,
)
#: A participle, by its shape: "uitgevoerd", "opgenomen", "versterkt", "overgenomen", "ontvangen".
_PARTICIPLE = re.compile(
    r"\b(?!(?:gereed|gebied(?:en)?|geld(?:en)?|gemeenten|gevallen|gesprekken|gevolgen|gezinnen|gebouwen|gezond|geschikt"
    r"|gegeven(?!\s*[.,;])|bekend|bereid|beleid|bestand|beperkt|overheid|verband|verkeerd|onbekend|geheel|gericht|getal)\b)"
    r"(?:\w{0,9}ge\w{2,}(?:d|t|en)|(?:be|ver|ont|her|er|over|onder)(?:\w{2,}(?:d|t)|\w*(?:[mv]en|sloten|trokken|broken|vangen|staan|zien|keken|sproken|houden"
    r"|laten|vonden|wezen|boden|gaan|worpen)))\b",
    re.IGNORECASE,
)
_NOUN_ENDING = re.compile(r"(?:ie|yse|ode|age|ure|ide|ede)$")
_FRONT_REACH = 8  # words in which the verb of a clause that is joined on is looked for
_SUBJECT_REACH = 4  # words after the verb in which a subject that is turned round is looked for


@dataclass(frozen=True, slots=True)
class Clause:
    """A main clause at ``[start, end)`` of a masked sentence.

    `verb` is the infinitive of its finite verb ("" where none is known), which stands at ``[at, after)``; `front` is
    what stands before it and `rest` what stands after it.  `subject` is a sign of a party, THING or NOBODY; `joint` is
    the word that joins the clause to the one before it.
    """

    start: int
    end: int
    text: str
    verb: str
    at: int
    after: int
    past: bool
    subject: str
    subject_at: int
    joint: str

    @property
    def front(self) -> str:
        """Return what stands before the finite verb."""
        return self.text[: self.at - self.start].strip()

    @property
    def rest(self) -> str:
        """Return what stands after the finite verb."""
        return self.text[self.after - self.start :]

    @property
    def main_end(self) -> int:
        """Return where the first clause that hangs on this one begins, after the verb, or the end."""
        for found in _SUBCLAUSE.finditer(self.rest):
            before = found["before"] or ""
            if not (found["relative"] and before.lower() in _PREPOSITIONS | _JOINTS):  # "om die reden"
                return self.after + found.start() + len(before)
        return self.end

    @property
    def main(self) -> str:
        """Return the clause up to the first clause that hangs on it, after the verb."""
        return self.text[: self.main_end - self.start]

    @property
    def is_denied(self) -> bool:
        """Tell whether the clause itself, not one that hangs on it, says "niet" or "geen"."""
        after = self.main[self.after - self.start :]
        return _DENIED.search(after) is not None or _DENIED.match(self.front) is not None

    @property
    def is_perfect(self) -> bool:
        """Tell whether the clause tells of something done: "heeft ... gedaan", "is ... ingevoerd"."""
        return self.verb in ("hebben", "zijn") and _PARTICIPLE.search(self.main[self.after - self.start :]) is not None

    @property
    def is_passive(self) -> bool:
        """Tell whether something is, or will be, done to the subject."""
        return self.verb == "worden" and _PARTICIPLE.search(self.rest) is not None

    @property
    def is_generic(self) -> bool:
        """Tell whether the subject is a kind of thing ("Peilbesluiten", "Een zelftest"), not one that was named before."""
        words = _TOKEN.findall(self.front)
        first = words[0] if words else ""
        return (
            self.subject == THING
            and first[:1].isupper()
            and (
                first == "Een"
                or (
                    first.lower() not in _DETERMINERS | _ADVERBS | _PREPOSITIONS
                    and re.search(r"(?:en|s)$", first) is not None
                )
            )
        )

    @property
    def has_own_subject(self) -> bool:
        """Tell whether the subject is a part of the side that speaks: "onze directeur", "mijn ministerie"."""
        return re.match(r"(?:onze|ons|mijn)\s", self.front, re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str

    @property
    def low(self) -> str:
        return self.text.lower()


def clauses_of(text: str, speakers: Container[int] = ()) -> tuple[Clause, ...]:
    """Return the main clauses of a masked sentence, in order; together they cover all of it.

    :param speakers: where in the text a sign stands for "ik" or "wij", which can be nothing but a subject.

    >>> [clause.verb for clause in clauses_of("De dienst breidt de afdeling uit en zal in mei op elke vraag antwoorden.")]
    ['breiden', 'zullen']
    """
    tokens = [_Token(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(text)]
    found: list[Clause] = []
    lo, joint = 0, ""
    verb = _main_verb(tokens, 0, len(tokens), joined=False)
    for place, token in enumerate(tokens):
        if token.low not in _JOINTS or verb is None or place <= verb:
            continue
        following = _begins_clause(tokens, verb, place)
        if following is None:
            continue
        comma = place > 0 and tokens[place - 1].text == ","
        end = tokens[place - 1].start if comma else token.start
        found.append(_clause(text, tokens, lo, verb, tokens[lo].start, end, joint, found[-1:], speakers))
        lo, verb, joint = place + 1, following, token.low
    start = tokens[lo].start if lo < len(tokens) else 0
    found.append(_clause(text, tokens, lo, verb, start if found else 0, len(text), joint, found[-1:], speakers))
    return tuple(found)


def _clause(
    text: str,
    tokens: Sequence[_Token],
    lo: int,
    verb: int | None,
    start: int,
    end: int,
    joint: str,
    before: Sequence[Clause],
    speakers: Container[int],
) -> Clause:
    piece = text[start:end]
    if verb is None:
        return Clause(start, end, piece, "", start, start, past=False, subject=NOBODY, subject_at=start, joint=joint)
    form = load_verbs().forms[tokens[verb].low]
    subject, place = _subject(tokens, lo, verb, speakers)
    if subject == NOBODY and before and joint not in _STOPS:
        subject, place = before[0].subject, before[0].subject_at
    at, after = tokens[verb].start, tokens[verb].end
    return Clause(start, end, piece, form.verb, at, after, form.past, subject, place, joint)


# --- the verb -------------------------------------------------------------------------------------


def _main_verb(tokens: Sequence[_Token], lo: int, hi: int, *, joined: bool) -> int | None:
    """Return the place of the finite verb of the main clause in ``tokens[lo:hi]``; None where it is not known."""
    if lo >= hi:
        return None
    if tokens[lo].low in _JOINTS and lo + 1 < hi:
        lo += 1
    if tokens[lo].low in _FRONTERS or tokens[lo].low.startswith("waar"):
        for place in range(lo + 1, hi - 1):
            after = place + 2 if tokens[place + 1].low == "dan" else place + 1
            if tokens[place].text == "," and after < hi and _is_finite(tokens, after, lo):
                return after
        if tokens[lo].low in _SUBORDINATORS:
            return None
    inside = False  # a clause that hangs on a word before the verb
    quoted = _quoted(tokens)
    for place in range(lo, hi):
        token = tokens[place]
        if place in quoted:
            continue
        if token.text in ",;:":
            inside = False
        elif _opens_clause(tokens, place, lo):
            inside = True
        elif _is_finite(tokens, place, lo) and (place > lo or joined):
            if not inside:
                return place
            if place + 1 < hi and _is_finite(tokens, place + 1, lo):
                return place + 1
    return None


def _quoted(tokens: Sequence[_Token]) -> frozenset[int]:
    """Return the places of the words between quotes: of a title."""
    inside: list[int] = []
    close = ""
    for place, token in enumerate(tokens):
        if close and token.text in close:
            close = ""
        elif close:
            inside.append(place)
        elif token.text in _QUOTES and any(other.text in _QUOTES[token.text] for other in tokens[place + 1 :]):
            close = _QUOTES[token.text]
    return frozenset(inside)


def _opens_clause(tokens: Sequence[_Token], place: int, lo: int) -> bool:
    word = tokens[place].low
    before = tokens[place - 1].low if place > lo else ""
    if word in _SUBORDINATORS or (word.startswith("waar") and len(word) > 5):
        return place > lo
    if word in _RELATIVES:
        return bool(before) and before not in _PREPOSITIONS | _JOINTS | _ADVERBS
    return word in _DOUBTFUL and before == ","


def _is_finite(tokens: Sequence[_Token], place: int, lo: int) -> bool:
    """Tell whether the word at `place` is a finite verb, and not a noun or an infinitive that looks like one."""
    token = tokens[place]
    if token.low not in load_verbs().forms or (token.text[0].isupper() and place > lo):
        return False
    if place == lo:
        return True
    before = tokens[place - 1].low
    beside = {tokens[place - 1].text, *(other.text for other in tokens[place + 1 : place + 2])}
    if tokens[lo].low == "het" and token.low.endswith("en") and tokens[place + 1 : place + 2] and (
        tokens[place + 1].low in _PREPOSITIONS
    ):
        return False  # "Het in gebruik nemen van"
    if token.low not in load_verbs().nouns:
        return not (token.low == "zijn" and before in _PREPOSITIONS)
    if SELF in beside:
        return True
    if before in _DETERMINERS or before in _PREPOSITIONS:
        return False
    if token.low in load_verbs().firsts:
        return False  # "Uitsluitend gebruik van": in the first person the subject stands beside the verb
    adjective = before.endswith("e") and before not in load_verbs().forms and not _NOUN_ENDING.search(before)
    return not (adjective and place - 2 >= lo and tokens[place - 2].low in _DETERMINERS)


# --- clauses that are joined on -------------------------------------------------------------------


def _begins_clause(tokens: Sequence[_Token], verb: int, joint: int) -> int | None:
    """Return the place of the verb of the main clause that begins after the `joint`; None when none begins there."""
    lo = joint + 1
    if lo >= len(tokens):
        return None
    comma = tokens[joint - 1].text == ","
    if tokens[joint].text not in _STOPS and not comma and _hangs(tokens, verb, joint):
        return None
    if tokens[joint].text in _STOPS:
        return _main_verb(tokens, lo, _clause_end(tokens, lo), joined=False)
    first = lo + 1 if tokens[lo].low in _ADVERBS and lo + 1 < len(tokens) else lo
    for place in (lo, first):
        if _is_finite(tokens, place, place) and place + 2 < len(tokens) and not _is_participle(tokens, verb, place):
            return place
    for place in range(lo + 1, min(lo + _FRONT_REACH, len(tokens) - 2)):
        if tokens[place].text in ",;:()" or _opens_clause(tokens, place, lo):
            return None
        if _is_finite(tokens, place, lo) and not _is_infinitive(tokens, verb, place):
            ahead = tokens[place + 1].text
            return place if ahead not in ".,;:" else None
    return None


def _clause_end(tokens: Sequence[_Token], lo: int) -> int:
    return next((place for place in range(lo, len(tokens)) if tokens[place].text in _STOPS), len(tokens))


def _hangs(tokens: Sequence[_Token], verb: int, joint: int) -> bool:
    """Tell whether the words before the `joint` stand in a clause that hangs on the main one."""
    inside = False
    for place in range(verb + 1, joint):
        if tokens[place].text in ",;:":
            inside = False
        elif tokens[place].low in _RELATIVES | _SUBORDINATORS | {"of"} and not (
            tokens[place].low in _RELATIVES and tokens[place - 1].low in _PREPOSITIONS
        ):
            following = tokens[place + 1 : place + 2]
            inside = bool(following) and following[0].text not in ".,;:"
        elif tokens[place].low == "om" and tokens[place - 1].text == ",":
            inside = True
    return inside


def _is_participle(tokens: Sequence[_Token], verb: int, place: int) -> bool:
    """Tell whether a word that may be finite goes on with the participles of an auxiliary before it."""
    auxiliary = load_verbs().forms[tokens[verb].low].verb in _AUXILIARIES
    word = tokens[place].low
    voiceless = word.endswith("d") or (word.endswith("t") and word[-2] in "kfshptx")  # "herkent" is finite, "herkend" not
    return auxiliary and voiceless and _PARTICIPLE.fullmatch(word) is not None


def _is_infinitive(tokens: Sequence[_Token], verb: int, place: int) -> bool:
    """Tell whether a plural may as well be an infinitive that goes with the modal before it."""
    word = tokens[place].low
    forms = load_verbs().forms
    return forms[tokens[verb].low].verb in _MODALS and forms[word].verb == word


# --- the subject ----------------------------------------------------------------------------------


def _subject(tokens: Sequence[_Token], lo: int, verb: int, speakers: Container[int]) -> tuple[str, int]:
    """Return the subject of a clause and where its sign stands (or the verb, for a thing)."""
    front = tokens[lo:verb]
    spoken = next((token for token in tokens[verb + 1 : verb + 2] if token.start in speakers), None)
    if spoken is not None:
        return SELF, spoken.start
    while front and front[0].low in _JOINTS | {"ook", "wel", "zowel"}:
        front = front[1:]
    if front and front[0].text in _SIGNS:
        return front[0].text, front[0].start
    for place in range(verb + 1, min(verb + 1 + _SUBJECT_REACH, len(tokens))):
        token = tokens[place]
        if token.text in _SIGNS and tokens[place - 1].low not in _PREPOSITIONS:
            if front and token.text != SELF and not _may_be_turned(front):
                break
            return token.text, token.start
        if token.text in ",;:." or token.low in _DETERMINERS:
            break
    return NOBODY if verb == lo else THING, tokens[verb].start


def _may_be_turned(front: Sequence[_Token]) -> bool:
    """Tell whether the words before the verb are no subject: an adverb, a time, words after a preposition, "dat"."""
    opening = _PREPOSITIONS | _ADVERBS | _FRONTERS | {"dit", "deze"}
    if front[0].low in opening or any(token.low in _TIMES for token in front):
        return True
    return len(front) == 1 and front[0].low in _PREDICATES
