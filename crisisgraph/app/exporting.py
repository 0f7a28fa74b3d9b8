"""Take statements along as a file: the same piece on every page that shows some, in each of the forms."""

from __future__ import annotations

from functools import partial

import streamlit as st

from crisisgraph.app.bundle import FORMS, MOST, Bundle, file_name
from crisisgraph.app.markup import element
from crisisgraph.app.screen import Screen, put
from crisisgraph.app.wording import written_count
from crisisgraph.export import FORMS as MEDIA_TYPES
from crisisgraph.export import About, export
from crisisgraph.sentences import LANGUAGES, in_language, say


def take_along(screen: Screen, bundle: Bundle, note: str = "") -> None:
    """Show a line that opens on the buttons for each form, or says why these are too many; `note` says what stays.

    Nothing is made before somebody asks for it.
    """
    n = len(bundle.chosen)
    if n == 0:
        return
    title = say("taking.title-one" if n == 1 else "taking.title", n=written_count(n))
    with st.expander(title, key="take"):
        if n > MOST:
            st.write(say("taking.too-many", most=written_count(MOST)))
            return
        forms(screen, bundle)
        if note:
            put(element("p", note, class_="cg-uitleg"))


def forms(screen: Screen, bundle: Bundle) -> None:
    """Show a button for each form of a file, and what is in it."""
    with st.container(horizontal=True):
        for form in FORMS:
            st.download_button(
                say(f"taking.{form}"),
                partial(made, screen, bundle, form),
                file_name=file_name(bundle.name, screen.desk.today, form),
                mime=MEDIA_TYPES[form],
                on_click="ignore",
                key=f"take-{form}",
                help=say(f"taking.{form}-help"),
            )
    put(element("p", say("taking.what"), class_="cg-uitleg"))


@in_language(LANGUAGES[0])
def made(screen: Screen, bundle: Bundle, form: str) -> bytes:
    """Return the file that somebody asked for, in Dutch whatever the language of the page."""
    about = About(bundle.words(), screen.workspace.fingerprint)
    return export(screen.lookup, bundle.chosen, form, screen.workspace.settings, about, screen.recorded)
