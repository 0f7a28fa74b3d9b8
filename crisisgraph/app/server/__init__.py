"""What ``streamlit run`` is given: in a folder of its own, since Streamlit lets Python look for modules beside it."""
