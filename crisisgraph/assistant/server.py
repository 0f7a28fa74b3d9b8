"""The protocol: the tools over standard input and output, and every error as one sentence."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio.to_thread
import msgspec
from mcp import types
from mcp.server import Server
from mcp.server.context import ServerRequestContext
from mcp.server.stdio import stdio_server

from crisisgraph import __version__
from crisisgraph.assistant.tools import Queries, Record, Tool, sparql, tools
from crisisgraph.endpoint.builds import Builds
from crisisgraph.endpoint.service import service_of_build
from crisisgraph.errors import CrisisGraphError, InputError
from crisisgraph.sentences import say, say_error
from crisisgraph.settings import Settings

_LOG = logging.getLogger(__name__)

#: Bytes of the longest answer to a SPARQL query: an assistant has to read it.
_LONGEST = 1_000_000


def serve(build: Path, settings: Settings) -> None:
    """Serve the tools over standard input and output until the assistant goes away.

    :raises NoBuildError: when nothing is published in the folder `build`.
    :raises StaleBuildError: when what is published is damaged or of another format.
    """
    asyncio.run(_serve(build, replace(settings, server=replace(settings.server, result=_LONGEST))))


async def _serve(build: Path, settings: Settings) -> None:
    builds = Builds(build, settings)
    with service_of_build(build, settings) as service:
        async with service.running(), stdio_server() as (incoming, outgoing):
            server = tool_server(builds, service)
            await server.run(incoming, outgoing, server.create_initialization_options())


def tool_server(builds: Builds, queries: Queries) -> Server[Any]:
    """Return the server of the tools over `builds`; `queries` answers what is asked in SPARQL."""
    known = {tool.name: tool for tool in tools()}

    async def list_tools(
        _: ServerRequestContext[Any], __: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(tool) for tool in known.values()])

    async def call_tool(_: ServerRequestContext[Any], asked: types.CallToolRequestParams) -> types.CallToolResult:
        tool, given = known.get(asked.name), asked.arguments or {}
        try:
            if tool is None:
                return _refused(say("mcp.no-such-tool", name=asked.name, names=", ".join(known)))
            workspace = builds.workspace()
            if tool.answer is None:
                return _result(await sparql(queries, workspace, given))
            record = await anyio.to_thread.run_sync(tool.answer, workspace, given)
        except CrisisGraphError as error:
            return _refused(_sentence(error))
        except Exception as error:
            _LOG.error(say("serve.failed", path=asked.name, error=type(error).__name__))
            _LOG.debug("", exc_info=True)  # a traceback may quote the question
            return _refused(say("error.internal"))
        return _result(record)

    return Server(
        "crisisgraph",
        version=__version__,
        title="crisisgraph",
        instructions=say("mcp.instructions"),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _result(record: Record) -> types.CallToolResult:
    text = types.TextContent(type="text", text=msgspec.json.encode(record).decode())
    return types.CallToolResult(content=[text], structured_content=record)


def _refused(sentence: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=sentence)], is_error=True)


def _sentence(error: CrisisGraphError) -> str:
    """Return what is wrong in one sentence, in the words of someone who has these tools."""
    return say(f"mcp.{error.code}", **error.facts) if isinstance(error, InputError) else say_error(error)


def _described(tool: Tool) -> types.Tool:
    reads = types.ToolAnnotations(
        read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    return types.Tool(
        name=tool.name,
        description=tool.description,
        input_schema=tool.takes,
        output_schema=tool.gives,
        annotations=reads,
    )
