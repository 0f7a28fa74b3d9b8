"""Replies and refusals as HTTP responses."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from crisisgraph.endpoint.messages import Reply
from crisisgraph.sentences import say

#: Seconds after which it makes sense to ask again.
_RETRY_AFTER = 1


def response_of(reply: Reply) -> Response:
    """Return the answer, or the sentence that says why there is none."""
    head = reply.head
    if head.problem:
        return sentence(head.status, head.problem, head.facts)
    return content(reply.body, head.media_type)


def content(body: bytes, media_type: str) -> Response:
    """Return `body` as what it is; text is UTF-8 and says so."""
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    return Response(body, headers={"Content-Type": media_type + charset, "Vary": "Accept"})


def sentence(status: int, problem: str, facts: Mapping[str, object]) -> Response:
    """Return one sentence, in two languages, about what is the matter; with 503 also when to come back."""
    headers = {"Content-Type": "text/plain; charset=utf-8", "Vary": "Accept", "Cache-Control": "no-store"}
    if status == 503:
        headers["Retry-After"] = str(_RETRY_AFTER)
    return Response(say(f"endpoint.{problem}", **facts) + "\n", status, headers)
