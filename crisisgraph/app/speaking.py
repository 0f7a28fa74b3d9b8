"""The language of the app: the address says it, whoever opens that address reads it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import streamlit as st

from crisisgraph.app.address import LANGUAGE, language_of
from crisisgraph.sentences import in_language

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


def spoken(function: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
    """Let `function` speak the language of the address.

    For what Streamlit calls itself, each time in a thread that speaks Dutch: the script, a fragment, and a callback
    that says something.  What makes a file to take along is not to be decorated: a file is Dutch.
    """

    @wraps(function)
    def speaking(*args: _Given.args, **kwargs: _Given.kwargs) -> _Result:
        with in_language(language_of(st.query_params.get_all(LANGUAGE))):
            return function(*args, **kwargs)

    return speaking
