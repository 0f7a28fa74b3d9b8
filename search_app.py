"""The app in the browser: ``crisisgraph app`` starts it, or ``streamlit run search_app.py -- --build DIR``."""

import sys

from crisisgraph.app.main import show_app

show_app(sys.argv[1:])
