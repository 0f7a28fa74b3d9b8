"""The pages of the app: each has one function ``show(screen)`` that reads like a description of the page."""
