"""The app in Dutch: ask, see the source, follow the chain, take it along.

`main` is the frame and `pages` holds one module per page.  `address` says what stands in a URL, `facets` counts the
choices of the filters, `cards`, `excerpt` and `markup` make the HTML, and `screen` holds what touches Streamlit and is
shared.  Text of a document reaches the browser through `markup.element` only, which escapes it.
"""
