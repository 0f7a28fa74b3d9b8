"""Where a statement stands: its page as it was printed with the words marked, or the passage around them."""

from __future__ import annotations

import streamlit as st

from crisisgraph.app.address import LARGE
from crisisgraph.app.cards import in_context
from crisisgraph.app.markup import as_markdown, element
from crisisgraph.app.screen import Screen, put
from crisisgraph.app.wording import page_of
from crisisgraph.documents.media import PDF
from crisisgraph.documents.page_image import PageImage, PageImages
from crisisgraph.facsimile import Trouble, facsimile
from crisisgraph.model import Document, Statement
from crisisgraph.originals import originals
from crisisgraph.printed import Printed, printed_pages
from crisisgraph.sentences import say

#: How many pages stay in memory, for whoever looks at them again: about half a megabyte each.
_KEPT = 48


class _TroubleError(Exception):
    """A page could not be drawn now: what is raised is not kept, so that the next visit tries again."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


def show_source(screen: Screen, statement: Statement) -> None:
    """Show every page on which the statement is printed; of a text that has no pages, show what stands around it."""
    document = screen.lookup.documents[statement.document]
    pages = printed_pages(document, statement) if document.media_type == PDF else ()
    try:
        with st.spinner(say("facsimile.drawing")):
            images = [(printed, _image(screen, document, printed)) for printed in pages]
    except _TroubleError as error:
        st.info(as_markdown(say(f"facsimile.{error.trouble}", file=screen.names.get(document.name, document.name))))
        images = []
    if images:
        st.toggle(say("facsimile.large"), key=LARGE, bind="query-params")
    for printed, image in images:
        _show(screen, statement, printed, image)
    put(in_context(screen.lookup, statement, opened=not images))


def _show(screen: Screen, statement: Statement, printed: Printed, image: PageImage) -> None:
    document, report = screen.lookup.documents[statement.document], screen.lookup.reports[statement.report]
    place = page_of(document, printed.page.index) or say("app.page", page=printed.page.index)
    told = say("facsimile.marked" if image.lines else "facsimile.unmarked")
    alt = say("facsimile.alt", place=place, title=report.title, told=told)
    with st.container(key=f"facsimile-{printed.page.index}"):
        st.image(image.png, alt=alt, output_format="PNG", width="stretch")
        put(element("p", say("facsimile.caption", place=place, told=told), class_="cg-uitleg"))


def _image(screen: Screen, document: Document, printed: Printed) -> PageImage:
    return _drawn(document.sha256, printed.page.index, printed.stretches, screen, document, printed)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _drawn(
    sha256: str,
    page: int,
    stretches: tuple[tuple[int, int], ...],
    _screen: Screen,
    _document: Document,
    _printed: Printed,
) -> PageImage:
    """Return a page from memory, or draw it; the file, the page and the stretches are all that it depends on."""
    drawn = facsimile(_images(), originals(_screen.build), _document, _printed)
    if isinstance(drawn, Trouble):
        raise _TroubleError(drawn)
    return drawn


@st.cache_resource(show_spinner=False)
def _images() -> PageImages:
    return PageImages()
