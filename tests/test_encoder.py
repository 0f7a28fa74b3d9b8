"""The embedded encoder tells meanings apart; other models are loaded without code that could run."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from crisisgraph.encoder import (
    EMBEDDED,
    Encoder,
    TransformerEncoder,
    TransformerReranker,
    encoder_name,
    load_encoder,
    load_reranker,
)
from crisisgraph.errors import InputError
from crisisgraph.sentences import say_error
from crisisgraph.settings import Settings

TEXTS = [
    "De sirene bleef stil.",
    "Wie waarschuwt de bewoners als de stroom uitvalt en de telefoon het niet doet?",
    "x",
    "",
    "Coördinatie – “overleg” met 24 partners; zie bijlage 3! " * 40,  # longer than the model reads
]


@pytest.fixture(scope="module")
def embedded() -> Encoder:
    return load_encoder(Settings())


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of two small layers with random weights, saved as sentence-transformers would, with prompts."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast  # type: ignore[attr-defined]  # loaded on demand

    folder = tmp_path_factory.mktemp("tiny")
    words = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "[MASK]",
        "query",
        "passage",
        ":",
        "de",
        "sirene",
        "bleef",
        "stil",
        ".",
    ]
    (folder / "vocab.txt").write_text("\n".join(words), "utf-8")
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=64,
        pad_token_id=0,
        initializer_range=1.0,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder / "bert")
    BertTokenizerFast(vocab=str(folder / "vocab.txt")).save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"), max_seq_length=32)
    model = SentenceTransformer(
        modules=[transformer, Pooling(transformer.get_embedding_dimension())],
        prompts={"query": "query: ", "document": "passage: "},
        device="cpu",
    )
    model.save_pretrained(str(folder / "model"))
    return folder / "model"


def chosen(encoder: Path | str, revision: str | None = None) -> Settings:
    return replace(Settings(), encoder=str(encoder), encoder_revision=revision)


# --- the embedded encoder ---------------------------------------------------------------------------


def test_an_encoder_made_like_the_embedded_one_is_one_setting(embedded: Encoder, tmp_path: Path) -> None:
    shutil.copytree(EMBEDDED, tmp_path / "copy")
    other = load_encoder(chosen(tmp_path / "copy"))
    assert other.encode_queries(TEXTS).tobytes() == embedded.encode_queries(TEXTS).tobytes()


def test_a_vector_does_not_depend_on_its_company(embedded: Encoder) -> None:
    together = embedded.encode_passages(TEXTS)
    apart = np.concatenate([embedded.encode_passages([text]) for text in TEXTS])
    assert together.tobytes() == apart.tobytes()


def test_vectors_have_unit_length(embedded: Encoder) -> None:
    rows = embedded.encode_queries(TEXTS)
    assert rows.shape == (len(TEXTS), embedded.dimension) == (5, 384)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)


def test_texts_on_one_field_do_not_all_look_alike(embedded: Encoder) -> None:
    rows = embedded.encode_passages(
        ["De veiligheidsregio oefent met de gemeenten.", "Bewoners misten een loket.", "Het kabinet reageert later."]
    )
    others = (rows @ rows.T)[~np.eye(3, dtype=bool)]
    assert float(np.abs(others).max()) < 0.5


def test_a_question_and_a_passage_of_the_same_words_differ(embedded: Encoder) -> None:
    text = ["Wie waarschuwt de bewoners?"]
    likeness = float((embedded.encode_queries(text) @ embedded.encode_passages(text).T)[0, 0])
    assert 0.5 < likeness < 0.999


def test_no_texts_have_no_vectors(embedded: Encoder) -> None:
    assert embedded.encode_passages([]).shape == (0, 384)


def test_meaning_counts_across_words_and_languages(embedded: Encoder) -> None:
    passages = embedded.encode_passages(
        [
            "Inwoners kregen te laat een bericht over de overstroming.",
            "De gemeente betaalt de nieuwe fietsenstalling bij het station.",
            "Vrijwilligers van de vogelwerkgroep telden dit jaar meer zwaluwen.",
        ]
    )
    dutch, english = embedded.encode_queries(
        ["Waarom werden mensen niet op tijd gewaarschuwd voor het hoge water?", "Who pays for parking bicycles?"]
    )
    assert int((passages @ dutch).argmax()) == 0
    assert int((passages @ english).argmax()) == 1


def test_importing_the_embedded_encoder_does_not_import_pytorch() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from crisisgraph.encoder import load_encoder; from crisisgraph.settings import Settings;"
        "load_encoder(Settings()).encode_queries(['vraag']);"
        "print(*{'torch', 'transformers'}.intersection(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


# --- other models -----------------------------------------------------------------------------------


def test_a_production_encoder_is_one_setting(tiny: Path) -> None:
    encoder = load_encoder(chosen(tiny))
    assert isinstance(encoder, TransformerEncoder)
    assert encoder.dimension == 32
    assert encoder.name.startswith("model@")
    np.testing.assert_allclose(np.linalg.norm(encoder.encode_passages(["de sirene"]), axis=1), 1, atol=1e-6)


def test_prompts_of_the_model_are_used(tiny: Path) -> None:
    from sentence_transformers import SentenceTransformer

    encoder = load_encoder(chosen(tiny))
    query, passage = encoder.encode_queries(["de sirene"]), encoder.encode_passages(["de sirene"])
    plain = SentenceTransformer(str(tiny), device="cpu").encode(
        ["query: de sirene", "passage: de sirene"], normalize_embeddings=True
    )
    np.testing.assert_allclose(query[0], plain[0], atol=1e-5)
    np.testing.assert_allclose(passage[0], plain[1], atol=1e-5)
    assert float(query[0] @ passage[0]) < 0.9999


@pytest.fixture(scope="module")
def tiny_reranker(tmp_path_factory: pytest.TempPathFactory, tiny: Path) -> Path:
    from transformers import (  # type: ignore[attr-defined]  # loaded on demand
        BertConfig,
        BertForSequenceClassification,
        BertTokenizerFast,
    )

    folder = tmp_path_factory.mktemp("reranker")
    config = BertConfig.from_pretrained(tiny, num_labels=1)
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizerFast.from_pretrained(tiny).save_pretrained(folder)
    return folder


def test_a_reranker_is_one_setting(tiny_reranker: Path) -> None:
    assert load_reranker(Settings()) is None
    reranker = load_reranker(replace(Settings(), reranker=str(tiny_reranker)))
    assert isinstance(reranker, TransformerReranker)
    scores = reranker.scores("de sirene", ["de sirene bleef stil", "stil", "x"])
    assert scores.shape == (3,)
    assert ((scores > 0) & (scores < 1)).all()
    assert len(set(scores.tolist())) == 3


@pytest.mark.parametrize(("revision", "code"), [(None, "encoder-revision"), ("main", "encoder-revision")])
def test_a_reranker_on_a_hub_is_pinned(revision: str | None, code: str) -> None:
    with pytest.raises(InputError) as caught:
        load_reranker(replace(Settings(), reranker="organisatie/model", reranker_revision=revision))
    assert caught.value.code == code


def test_a_reranker_with_a_file_that_can_run_code_is_refused(tiny_reranker: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(tiny_reranker, folder)
    (folder / "pytorch_model.bin").write_bytes(b"")
    with pytest.raises(InputError) as caught:
        load_reranker(replace(Settings(), reranker=str(folder)))
    assert caught.value.code == "encoder-unsafe"


def test_an_e5_model_without_prompts_gets_those_it_was_trained_with(tiny: Path, tmp_path: Path) -> None:
    folder = tmp_path / "multilingual-e5-tiny"
    shutil.copytree(tiny, folder)
    path = folder / "config_sentence_transformers.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "prompts": {}}), "utf-8")
    other = load_encoder(chosen(folder))
    expected = load_encoder(chosen(tiny))
    np.testing.assert_allclose(other.encode_queries(["stil"]), expected.encode_queries(["stil"]), atol=1e-6)
    np.testing.assert_allclose(other.encode_passages(["stil"]), expected.encode_passages(["stil"]), atol=1e-6)


def test_the_name_changes_with_the_weights_and_with_nothing_else(tiny: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(tiny, folder)
    before = encoder_name(chosen(folder))
    assert before == encoder_name(chosen(tiny))
    (folder / "README.md").write_text("Something to read.", "utf-8")
    assert encoder_name(chosen(folder)) == before
    weights = next(folder.rglob("*.safetensors"))
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    assert encoder_name(chosen(folder)) != before


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt", "1_Pooling/extra.pickle"])
def test_a_model_with_a_file_that_can_run_code_is_refused(tiny: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(tiny, folder)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"")
    with pytest.raises(InputError) as caught:
        load_encoder(chosen(folder))
    assert caught.value.code == "encoder-unsafe"
    assert Path(name).name in say_error(caught.value)


def test_a_model_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_encoder(chosen(tmp_path))
    assert caught.value.code == "encoder-weights"


def test_a_model_that_is_nowhere_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        load_encoder(chosen("/nergens/te/vinden"))
    assert caught.value.code == "encoder-missing"


@pytest.mark.parametrize("revision", [None, "main", "v1.0"])
def test_a_model_on_a_hub_needs_a_commit_as_its_revision(revision: str | None) -> None:
    with pytest.raises(InputError) as caught:
        encoder_name(chosen("organisatie/model", revision))
    assert caught.value.code == "encoder-revision"


def test_a_model_on_a_hub_is_named_after_its_revision() -> None:
    revision = "0123456789abcdef0123456789abcdef01234567"
    assert encoder_name(chosen("organisatie/model", revision)) == f"organisatie/model@{revision}"


def test_a_model_on_a_hub_is_fetched_without_code_and_pickles(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub

    asked: dict[str, str | list[str]] = {}

    def fetch(name: str, *, revision: str, allow_patterns: list[str]) -> str:
        asked.update(name=name, revision=revision, patterns=allow_patterns)
        return str(tiny)

    monkeypatch.setattr(huggingface_hub, "snapshot_download", fetch)
    encoder = load_encoder(chosen("organisatie/model", "a" * 40))
    assert encoder.name == f"organisatie/model@{'a' * 40}"
    assert asked["name"] == "organisatie/model"
    assert asked["revision"] == "a" * 40
    assert {Path(pattern).suffix for pattern in asked["patterns"]} == {".json", ".txt", ".model", ".safetensors"}


def test_a_model_that_cannot_be_fetched_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub
    from huggingface_hub.errors import LocalEntryNotFoundError

    def fetch(*_: object, **__: object) -> str:
        raise LocalEntryNotFoundError("no network")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", fetch)
    with pytest.raises(InputError) as caught:
        load_encoder(chosen("organisatie/model", "a" * 40))
    assert caught.value.code == "encoder-fetch"
    assert "organisatie/model" in say_error(caught.value)
