"""The app as it is served: the script that shows it, behind an index page of ours."""

from streamlit import App

from crisisgraph.app.index import ROUTES
from crisisgraph.settings import ROOT

app = App(ROOT / "search_app.py", routes=ROUTES)
