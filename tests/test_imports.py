"""Imports go one way, and each heavy library is imported in one module only."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "crisisgraph"

#: The order of the stages: a module imports only from layers before its own, or from its own folder.
LAYERS = (
    "__init__", "errors", "model", "ids", "settings", "sentences", "vocab", "taxonomy", "files", "originals",
    "embedded", "encoder", "memory", "store", "documents", "bodies", "issuer", "title_page", "catalogue", "passages",
    "statements", "links", "corpus", "claims", "office", "printed", "facsimile", "records", "filters", "listing",
    "overview", "network", "journal", "review", "reviewed", "follow_up", "comparison", "graph", "index", "publication",
    "workspace", "search", "trace", "chain", "citation", "export", "verify", "answers", "extraction", "pipeline",
    "uploads", "endpoint", "app", "assistant", "cli", "__main__",
)  # fmt: skip

#: Where each heavy library may be imported: its adapter, and nowhere else.
HOMES = {
    "pypdfium2": {"documents/pdf_words.py", "documents/pdf_image.py"},
    "PIL": {"documents/pdf_image.py"},
    "pypdf": {"documents/pdf_facts.py"},
    "pybtex": {"citation/bibtex.py"},
    "rispy": {"citation/ris.py"},
    "markdown_it": {"documents/markdown.py"},
    "selectolax": {"documents/html_tree.py"},
    "jinja2": {"endpoint/pages/render.py"},
    "pyoxigraph": {"store.py", "endpoint/evaluation.py", "endpoint/pages/description.py"},
    "uvicorn": {"endpoint/server.py"},
    "sentence_transformers": {"encoder.py"},
    "torch": {"encoder.py"},
    "transformers": {"encoder.py"},
    "huggingface_hub": {"encoder.py"},
    "onnxruntime": {"embedded.py"},
    "tokenizers": {"embedded.py"},
    "safetensors": {"embedded.py"},
    "Stemmer": {"index/analysis.py"},
    "faiss": {"index/vectors.py"},
    "bm25s": {"index/lexical.py"},
    "pyshacl": {"graph/validation.py"},
    "xlsxwriter": {"export/workbook.py"},
    "docx": {"export/word.py"},
    "altair": {"app/charts.py"},
    "streamlit_cytoscape": {"app/drawing.py"},
    "mcp": {"assistant/server.py"},
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            found.add(node.module or "")
            if node.module == "crisisgraph":
                found |= {f"crisisgraph.{alias.name}" for alias in node.names}
    return found


def layer_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_only_imports_stages_before_its_own(path: Path) -> None:
    own = LAYERS.index(layer_of(path))
    imported = {name.split(".")[1] for name in imports_of(path) if name.startswith("crisisgraph.")} - {"__version__"}
    assert {name for name in imported if LAYERS.index(name) > own} == set()


@pytest.mark.parametrize("library", sorted(HOMES))
def test_a_heavy_library_has_one_home(library: str) -> None:
    users = {str(p.relative_to(PACKAGE)) for p in MODULES if any(n.split(".")[0] == library for n in imports_of(p))}
    assert users == HOMES[library]


def test_rdflib_stays_with_the_graph() -> None:
    users = {layer_of(path) for path in MODULES if any(name.split(".")[0] == "rdflib" for name in imports_of(path))}
    assert users <= {"graph", "vocab", "taxonomy"}


def test_starlette_stays_with_the_endpoint_and_the_index_page_of_the_app() -> None:
    users = {layer_of(path) for path in MODULES if any(name.split(".")[0] == "starlette" for name in imports_of(path))}
    assert users == {"endpoint", "app"}
    assert "starlette" not in {
        n.split(".")[0] for p in MODULES if p.parts[-2] == "app" and p.stem != "index" for n in imports_of(p)
    }


def test_streamlit_stays_with_the_app() -> None:
    users = {layer_of(path) for path in MODULES if any(name.split(".")[0] == "streamlit" for name in imports_of(path))}
    assert users <= {"app"}
