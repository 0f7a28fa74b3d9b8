"""Embed the examples of the themes with the embedded encoder, for crisisgraph/statements/theme_examples.npz.

usage: python training/theme_vectors.py     (after a change of the examples, the themes, their words or the encoder)

What comes with the program need not be embedded at every `extract`; a test tells when the file is out of date.
"""

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from crisisgraph.encoder import load_encoder
from crisisgraph.memory import key_of
from crisisgraph.settings import Settings
from crisisgraph.statements.themes_by_meaning import example_texts
from crisisgraph.taxonomy import load_themes

encoder = load_encoder(Settings())
texts = sorted(example_texts(load_themes(ROOT / "ontology" / "themes.ttl")))
np.savez(
    ROOT / "crisisgraph" / "statements" / "theme_examples.npz",
    encoder=np.array(encoder.name),
    keys=np.frombuffer(b"".join(map(key_of, texts)), np.uint8).reshape(len(texts), -1),
    rows=encoder.encode_passages(texts).astype(np.float16),
)
print(f"{len(texts)} texts by {encoder.name}")
