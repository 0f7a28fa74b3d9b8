"""The command line: parse, call one function, print; every error is one sentence on standard error.

Exit status 0 is done, 1 is done with findings under ``--strict`` (or a quote that does not hold under ``verify``), 2 is
wrong usage or refused input.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from crisisgraph.errors import CrisisGraphError, InputError
from crisisgraph.model import INFORMATION, Finding, Kind, StatementId
from crisisgraph.sentences import say, say_error, say_finding
from crisisgraph.settings import Settings
from crisisgraph.store import RdfFile

if TYPE_CHECKING:
    from crisisgraph.records import Lookup
    from crisisgraph.review import Review

#: Each command is a function from its arguments to an exit status.
Command = Callable[[argparse.Namespace], int]

DONE, FINDINGS, REFUSED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    try:
        options = parser().parse_args(arguments)
        command: Command = options.command
        status = command(options)
        sys.stdout.flush()
    except CrisisGraphError as error:
        print(say_error(error), file=sys.stderr)
        return REFUSED
    except BrokenPipeError:  # the reader of our output has seen enough (``| head``)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        print(say("cli.interrupted"), file=sys.stderr)
        return REFUSED
    return status


# --- the commands ---------------------------------------------------------------------------------
# Stages are imported inside the commands: a question should not wait for the reader of PDFs.


def _build(options: argparse.Namespace) -> int:
    from crisisgraph.extraction import NothingReadError
    from crisisgraph.pipeline import build

    settings = Settings()
    try:
        report = build(options.paths or [settings.corpus], options.out, settings, _progress(sys.stderr))
    except NothingReadError as error:
        _print_findings(error.findings)
        raise
    _print_findings(report.findings)
    if report.unchanged:
        print(say("cli.unchanged", folder=report.folder))
    else:
        counts = ", ".join(say(f"count.{kind}", n=report.statements.get(kind, 0)) for kind in Kind)
        print(say("cli.built", n=report.documents, read=report.read, embedded=report.embedded, counts=counts))
        print(say("cli.published", folder=report.folder))
    return _status(options, report.findings)


def _extract(options: argparse.Namespace) -> int:
    from crisisgraph.encoder import load_encoder
    from crisisgraph.extraction import NothingReadError, extract
    from crisisgraph.records import Lookup, statement_record

    settings = Settings()
    try:
        corpus = extract(options.paths, settings, _progress(sys.stderr), load_encoder(settings))
    except NothingReadError as error:
        _print_findings(error.findings)
        raise
    _print_findings(corpus.findings)
    lookup = Lookup(corpus)
    _print_lines(statement_record(lookup, statement) for statement in corpus.statements)
    return _status(options, corpus.findings)


def _search(options: argparse.Namespace) -> int:
    from crisisgraph.answers import answer_record, answer_text
    from crisisgraph.filters import filters_from_words
    from crisisgraph.search import Query, search
    from crisisgraph.workspace import open_workspace

    if (options.text is None) == (options.queries is None):
        raise InputError("one-question")
    questions = _questions(options.queries) if options.queries else [("1", _well_formed(options.text))]
    workspace = open_workspace(options.build, Settings())
    filters = filters_from_words(
        workspace.lookup.corpus, reports=options.report, themes=options.theme, actors=options.actor, kinds=options.kind
    )
    of = (workspace.index, workspace.encoder, workspace.lookup)
    answers = ((name, search(*of, Query(text, filters, options.limit), workspace.reranker)) for name, text in questions)
    if options.queries or options.json:
        lookup, base = workspace.lookup, workspace.settings.base
        _print_lines(answer_record(lookup, base, name, answer) for name, answer in answers)
    else:
        for _, answer in answers:
            print(answer_text(workspace.lookup, answer))
    return DONE


def _trace(options: argparse.Namespace) -> int:
    from crisisgraph.answers import trace_record, trace_text
    from crisisgraph.trace import trace
    from crisisgraph.workspace import open_workspace

    workspace = open_workspace(options.build, Settings())
    found = trace(workspace.lookup, options.statement)
    reviews = _reviews(options, workspace.lookup)
    if options.json:
        _print_lines([trace_record(workspace.lookup, workspace.settings.base, found, reviews)])
    else:
        print(trace_text(workspace.lookup, found, reviews))
    return DONE


def _export(options: argparse.Namespace) -> int:
    from crisisgraph.export import About, export, in_words, select
    from crisisgraph.files import write_whole
    from crisisgraph.filters import filters_from_words
    from crisisgraph.listing import Selection
    from crisisgraph.workspace import open_workspace

    workspace = open_workspace(options.build, Settings())
    filters = filters_from_words(
        workspace.lookup.corpus, reports=options.report, themes=options.theme, actors=options.actor, kinds=options.kind
    )
    about = About(in_words(workspace.lookup, Selection(filters)), workspace.fingerprint)
    chosen = select(workspace.lookup, filters)
    reviews = _reviews(options, workspace.lookup)
    write_whole(options.output, export(workspace.lookup, chosen, options.format, workspace.settings, about, reviews))
    print(say("cli.exported", n=len(chosen), file=options.output))
    return DONE


def _verify(options: argparse.Namespace) -> int:
    from crisisgraph.verify import verify_file

    verdict = verify_file(options.file, options.build, options.source, Settings())
    _print_findings(verdict.findings)
    for problem in verdict.problems:
        print(say(f"verify.{problem.fault}", id=problem.claim.id, start=problem.claim.start, end=problem.claim.end))
    print(
        say("verify.sound" if not verdict.problems else "verify.unsound", n=verdict.checked, bad=len(verdict.problems))
    )
    return FINDINGS if verdict.problems else DONE


def _serve(options: argparse.Namespace) -> int:
    from crisisgraph.endpoint.builds import Builds
    from crisisgraph.endpoint.rest import rest_routes
    from crisisgraph.endpoint.server import serve
    from crisisgraph.endpoint.service import service_of_build, service_of_files

    settings = Settings()
    if options.data and options.build:
        raise InputError("data-and-build")
    if options.data:
        with service_of_files(options.data, settings) as service:
            serve(service, settings, options.host, options.port)
    else:
        build = options.build or Path("build")
        with service_of_build(build, settings) as service:
            serve(service, settings, options.host, options.port, rest_routes(Builds(build, settings)))
    return DONE


def _mcp(options: argparse.Namespace) -> int:
    try:
        from crisisgraph.assistant.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        raise InputError("no-mcp") from error
    serve(options.build, Settings())
    return DONE


def _app(options: argparse.Namespace) -> int:
    from crisisgraph.app.launch import launch

    return launch(options.build, options.port, options.review, options.name, options.uploads)


def _reviews(options: argparse.Namespace, lookup: Lookup) -> Mapping[StatementId, Review] | None:
    """Return what the journal under ``--review`` says about statements of the build; what it cannot say is printed."""
    from crisisgraph.journal import read
    from crisisgraph.review import reviews_of

    if options.review is None:
        return None
    reviews = reviews_of(lookup, read(options.review))
    _print_findings(reviews.findings)
    for gone in reviews.gone:
        print(say("review.gone", id=gone.subject.id, n=len(gone.entries)), file=sys.stderr)
    return reviews.by_statement


# --- the arguments --------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are one Dutch sentence."""

    def error(self, message: str) -> NoReturn:
        self.exit(REFUSED, say("cli.usage", message=message, command=self.prog) + "\n")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line; every command has a Dutch description."""
    top = _Parser(prog="crisisgraph", description=say("help.crisisgraph"))
    commands = top.add_subparsers(required=True, metavar=say("help.command"))

    def command(name: str, run: Command) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=say(f"help.{name}"), description=say(f"help.{name}"))
        made.set_defaults(command=run)
        return made

    build = command("build", _build)
    build.add_argument("paths", nargs="*", type=Path, metavar="PATH", help=say("help.paths"))
    build.add_argument("--out", type=Path, default=Path("build"), metavar="DIR", help=say("help.out"))
    extract = command("extract", _extract)
    extract.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=say("help.paths"))
    extract.add_argument("--format", choices=["jsonl"], default="jsonl", help=say("help.format"))
    for reader in (build, extract):
        reader.add_argument("--strict", action="store_true", help=say("help.strict"))

    search = command("search", _search)
    search.add_argument("text", nargs="?", metavar="TEXT", help=say("help.text"))
    search.add_argument("--queries", type=Path, metavar="FILE.jsonl", help=say("help.queries"))
    search.add_argument("--limit", type=_positive, default=10, metavar="N", help=say("help.limit"))
    search.add_argument("--json", action="store_true", help=say("help.json"))
    trace = command("trace", _trace)
    trace.add_argument("statement", metavar="STATEMENT", help=say("help.statement"))
    trace.add_argument("--json", action="store_true", help=say("help.json"))
    export = command("export", _export)
    forms = ["xlsx", "docx", "csv", "jsonld", "ttl"]
    export.add_argument("--format", choices=forms, required=True, help=say("help.format"))
    export.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help=say("help.output"))
    for chooser in (search, export):
        for name in ("report", "theme", "actor"):
            chooser.add_argument(
                f"--{name}", action="append", default=[], metavar=name[0].upper(), help=say(f"help.{name}")
            )
        chooser.add_argument(
            "--kind", action="append", default=[], choices=[k.value for k in Kind], help=say("help.kind")
        )
    verify = command("verify", _verify)
    verify.add_argument("file", type=Path, metavar="FILE", help=say("help.file"))
    verify.add_argument("--source", action="append", default=[], type=Path, metavar="PATH", help=say("help.source"))

    serve = command("serve", _serve)
    serve.add_argument("--host", default="127.0.0.1", help=say("help.host"))
    serve.add_argument("--data", action="append", type=_rdf_file, metavar="FILE", help=say("help.data"))
    serve.add_argument("--build", type=Path, metavar="DIR", help=say("help.build_folder"))
    mcp = command("mcp", _mcp)
    app = command("app", _app)
    app.add_argument("--uploads", type=Path, metavar="DIR", help=say("help.uploads"))
    for server, port in ((serve, 8000), (app, 8501)):
        server.add_argument("--port", type=_positive, default=port, help=say("help.port"))
    for reviewed in (trace, export, app):
        reviewed.add_argument("--review", type=Path, metavar="DIR", help=say("help.review"))
    app.add_argument("--name", metavar="NAME", help=say("help.name"))
    for reader in (search, trace, export, verify, mcp, app):
        reader.add_argument("--build", type=Path, default=Path("build"), metavar="DIR", help=say("help.build_folder"))
    return top


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(say("cli.positive", text=text))
    return int(text)


def _rdf_file(text: str) -> RdfFile:
    """Return the file that `text` names, with the graph that may stand before it: ``http://example.org/g=data.ttl``."""
    graph, equals, path = text.rpartition("=")
    if equals and ":" in graph and not Path(text).exists():
        return RdfFile(Path(path), graph)
    return RdfFile(Path(text))


# --- printing -------------------------------------------------------------------------------------


def _print_lines(records: Iterable[object]) -> None:
    for record in records:
        print(json.dumps(record, ensure_ascii=False))


def _print_findings(findings: Iterable[Finding]) -> None:
    for finding in findings:
        print(say_finding(finding), file=sys.stderr)


def _status(options: argparse.Namespace, findings: Iterable[Finding]) -> int:
    serious = any(finding.code not in INFORMATION for finding in findings)
    return FINDINGS if options.strict and serious else DONE


def _questions(path: Path) -> list[tuple[str, str]]:
    """Return the (id, question) pairs of a file with one JSON object a line."""
    questions = []
    try:
        lines = path.read_text("utf-8-sig").split("\n")  # U+2028 may stand inside a question, and ends no line of JSON
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("unreadable-queries", file=path) from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                row = json.loads(line)
                questions.append((_well_formed(str(row["id"])), _well_formed(str(row["query"]))))
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                raise InputError("bad-query-line", file=path, line=number) from error
    return questions


def _well_formed(text: str) -> str:
    """Return `text` as it can be written down: half a surrogate pair (an argument that is no UTF-8) becomes "?"."""
    return text.encode("utf-8", "replace").decode()


def _progress(stream: TextIO) -> Callable[[str, int, int], None]:
    """Return a progress line for `stream`, silent unless it is a terminal."""
    if not stream.isatty():
        return lambda *_: None

    def show(key: str, done: int, total: int) -> None:
        end = "\n" if done == total else ""
        print(f"\r{say(key)} {done}/{total}", end=end, file=stream, flush=True)

    return show
