"""What can be asked of each operation, as typed values; whatever is wrong is said of all parameters at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, TypeVar, get_origin

import msgspec
from msgspec import UNSET, Meta, Struct

from crisisgraph.corpus import Corpus
from crisisgraph.endpoint.rest.document import Operation, allowed
from crisisgraph.errors import CrisisGraphError, InputError
from crisisgraph.filters import Filters, filters_from_words
from crisisgraph.listing import Selection
from crisisgraph.model import Kind, Position
from crisisgraph.sentences import say, say_error

#: A name as people write it: of a report, a theme or a body.
Name = Annotated[str, Meta(min_length=1, max_length=300)]

#: Where one is in a list, counted from 1, and how many it shows at once.
PageNumber = Annotated[int, Meta(ge=1, le=1_000_000)]
PageSize = Annotated[int, Meta(ge=1, le=100)]


class Nothing(Struct, frozen=True):
    """An operation without parameters."""


class Paging(Struct, frozen=True, rename="camel"):
    """Which part of a list is wanted; pages count from 1."""

    page: PageNumber = 1
    page_size: PageSize = 20


class Selecting(Struct, frozen=True, rename="camel"):
    """Which statements are wanted; recommendations, unless another kind is asked for."""

    report: tuple[Name, ...] = ()
    theme: tuple[Name, ...] = ()
    addressee: tuple[Name, ...] = ()
    kind: tuple[Kind, ...] = (Kind.RECOMMENDATION,)
    position: tuple[Position, ...] = ()
    has_response: bool | None = None

    def selection(self, corpus: Corpus) -> Selection:
        """Return the selection for these names.

        :raises InvalidParametersError: for a name that nothing in the corpus has.
        """
        filters = _filters(corpus, self.report, self.theme, self.addressee, self.kind)
        return Selection(filters, frozenset(self.position), self.has_response)


class Listing(Selecting, frozen=True, rename="camel"):
    """A page of a list of statements."""

    page: PageNumber = 1
    page_size: PageSize = 20


class Exporting(Selecting, frozen=True, rename="camel", kw_only=True):
    """A file with statements and their chains."""

    format: Literal["xlsx", "docx", "csv", "jsonld", "ttl"]


class Question(Struct, frozen=True, rename="camel"):
    """A question in ordinary language, and what it is about."""

    q: Annotated[str, Meta(min_length=1, max_length=1_000)]
    limit: Annotated[int, Meta(ge=1, le=50)] = 10
    report: tuple[Name, ...] = ()
    theme: tuple[Name, ...] = ()
    addressee: tuple[Name, ...] = ()
    kind: tuple[Kind, ...] = ()

    def filters(self, corpus: Corpus) -> Filters:
        """Return the filters for these names.

        :raises InvalidParametersError: for a name that nothing in the corpus has.
        """
        return _filters(corpus, self.report, self.theme, self.addressee, self.kind)


@dataclass(frozen=True, slots=True)
class Invalid:
    """A parameter that cannot be used as it was given, and one sentence that says why and what is allowed."""

    parameter: str
    detail: str


class InvalidParametersError(CrisisGraphError):
    """What was asked cannot be asked so; `invalid` says it of each parameter."""

    code = "invalid-parameters"

    def __init__(self, *invalid: Invalid) -> None:
        super().__init__(details=" ".join(one.detail for one in invalid))
        self.invalid = invalid


#: Which parameter a name that nothing has was given to.
_UNKNOWN = {"unknown-report": "report", "unknown-theme": "theme", "unknown-actor": "addressee"}


def _filters(
    corpus: Corpus, reports: Sequence[str], themes: Sequence[str], actors: Sequence[str], kinds: Sequence[Kind]
) -> Filters:
    try:
        return filters_from_words(corpus, reports=reports, themes=themes, actors=actors, kinds=kinds)
    except InputError as error:
        raise InvalidParametersError(Invalid(_UNKNOWN[error.code], say_error(error))) from error


Asked = TypeVar("Asked", bound=Struct)


def read_parameters(operation: Operation, form: type[Asked], given: Mapping[str, Sequence[str]]) -> Asked:
    """Return what was asked of `operation` as a value of `form`; `given` has the texts of each parameter.

    :raises InvalidParametersError: naming every parameter that does not exist, is missing, or has a wrong value.
    """
    fields = {field.encode_name: field for field in msgspec.structs.fields(form)}
    names = ", ".join(fields) or say("rest.none")
    wrong = [Invalid(name, say("rest.unknown-parameter", name=name, names=names)) for name in given.keys() - fields]
    values: dict[str, object] = {}
    for name, field in fields.items():
        may_be = allowed(operation.parameters[name])
        if name not in given:
            if field.required:
                wrong.append(Invalid(name, say("rest.missing-parameter", name=name, allowed=may_be)))
            continue
        texts = given[name]
        many = get_origin(field.type) is tuple
        if not many and len(texts) > 1:
            wrong.append(Invalid(name, say("rest.repeated-parameter", name=name, n=len(texts))))
            continue
        value = _converted(texts if many else texts[0], field.type)
        if value is UNSET:
            wrong.append(Invalid(name, say("rest.wrong-parameter", name=name, allowed=may_be)))
        else:
            values[field.name] = value
    if wrong:
        raise InvalidParametersError(*sorted(wrong, key=lambda one: one.parameter))
    return form(**values)


def _converted(text: str | Sequence[str], wanted: object) -> object:
    """Return `text` as a value of the type `wanted`, or `UNSET` when it is none."""
    literal: object = text
    if isinstance(text, str):  # numbers and booleans come as text; only their plain forms are taken for them
        literal = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else text
        literal = {"true": True, "false": False}.get(text, literal)
    for value in (text, literal):
        try:
            return msgspec.convert(value, wanted)
        except msgspec.ValidationError:
            continue
    return UNSET
