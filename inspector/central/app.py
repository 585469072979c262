"""The central store over HTTP: what a request may cost, who may ask, what goes back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from litestar import Litestar, Request, Response, get, head, post, put
from litestar.concurrency import sync_to_thread
from litestar.exceptions import HTTPException
from litestar.params import FromPath

from inspector.central import doors, pushing, refusals
from inspector.central.blobs import BlobFolder
from inspector.central.refusals import Refused
from inspector.db import central_devices, central_log
from inspector.db.central import Busy, CentralStore, Collision
from inspector.db.central_devices import Device
from inspector.sync import wire

M = TypeVar("M", bound=wire.Message)
T = TypeVar("T")

AnyRequest = Request[Any, Any, Any]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TOO_LARGE = 413
_MOST_ENROL = 64 * 1024
"""Asked before anybody is known, so nobody may make the centre unpack more."""

log = logging.getLogger(__name__)


def clock() -> int:
    """Milliseconds since 1970 UTC: when the centre received something."""
    return (datetime.now(UTC) - _EPOCH) // timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Centre:
    """What every request needs."""

    store: CentralStore
    blobs: BlobFolder
    secret: str
    clock: Callable[[], int] = clock


@get("/v1/health")
async def health(request: AnyRequest) -> dict[str, str]:
    """Whether the store answers; nothing more is told to whoever asks."""
    await sync_to_thread(_centre(request).store.ask, central_log.total)
    return {"status": "ok"}


@get("/v1/hello")
async def hello(request: AnyRequest) -> Response[bytes]:
    centre = _centre(request)
    return _answer(await sync_to_thread(doors.hello, centre.store, centre.clock()))


@post("/v1/enrol")
async def enrol(request: AnyRequest) -> Response[bytes]:
    centre = _centre(request)
    body = await _body(request, wire.Enrol, _MOST_ENROL)
    return _answer(
        await sync_to_thread(doors.enrol, centre.store, centre.secret, body, centre.clock())
    )


@post("/v1/push")
async def push(request: AnyRequest) -> Response[bytes]:
    centre = _centre(request)
    device = await _device(request)
    body = await _body(request, wire.Push)
    return _answer(
        await sync_to_thread(pushing.push, centre.store, device.id, body, centre.clock())
    )


@post("/v1/pull")
async def pull(request: AnyRequest) -> Response[bytes]:
    device = await _device(request)
    body = await _body(request, wire.Pull)
    return _answer(await sync_to_thread(doors.pull, _centre(request).store, device, body))


@head("/v1/blob/{sha256:str}")
async def has_blob(request: AnyRequest, sha256: FromPath[str]) -> Response[None]:
    await _device(request)
    centre = _centre(request)
    size = await sync_to_thread(centre.store.ask, central_devices.blob_size, sha256)
    known = size is not None and centre.blobs.path(sha256).is_file()
    return _wordless(200 if known else 404)


@put("/v1/blob/{sha256:str}")
async def put_blob(request: AnyRequest, sha256: FromPath[str]) -> Response[None]:
    await _device(request)
    centre = _centre(request)
    size = await centre.blobs.keep(sha256, request.stream())
    await sync_to_thread(_keep_blob, centre, sha256, size)
    return _wordless(201)


def make_app(centre: Centre) -> Litestar:
    app = Litestar(
        route_handlers=[health, hello, enrol, push, pull, has_blob, put_blob],
        exception_handlers={
            Refused: _refused,
            HTTPException: _http_error,
            Busy: _busy,
            Collision: _busy,
            Exception: _bug,
        },
        request_max_body_size=max(wire.MOST_BODY, wire.MOST_BLOB),
        openapi_config=None,
        logging_config=None,
    )
    app.state.centre = centre
    return app


def _centre(request: AnyRequest) -> Centre:
    centre: Centre = request.app.state.centre
    return centre


async def _device(request: AnyRequest) -> Device:
    words = request.headers.get("authorization", "")
    return await sync_to_thread(doors.recognise, _centre(request).store, words)


async def _body(request: AnyRequest, kind: type[M], most: int = wire.MOST_PLAIN) -> M:
    """The message, read no further than a message may be long."""
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > min(most, wire.MOST_BODY):
            raise refusals.too_large()
    try:
        return await sync_to_thread(wire.decode, bytes(data), kind, most)
    except wire.Unreadable as error:
        raise refusals.unreadable() from error


def _keep_blob(centre: Centre, sha256: str, size: int) -> None:
    with centre.store.write() as transaction:
        central_devices.keep_blob(transaction, sha256, size, centre.clock())


def _answer(message: wire.Message, status: int = 200) -> Response[bytes]:
    return Response(wire.encode(message), status_code=status, media_type=wire.CONTENT_TYPE)


def _wordless(status: int) -> Response[None]:
    """Nothing but a status; the mark says that it is the centre that answers."""
    return Response(None, status_code=status, headers={wire.MARK: str(wire.PROTO)})


def _refused(_: AnyRequest, refused: Refused) -> Response[bytes]:
    answer = _answer(refused.problem, refused.status)
    if refused.retry_after:
        answer.set_header("Retry-After", str(refused.retry_after))
    return answer


def _http_error(request: AnyRequest, error: HTTPException) -> Response[bytes]:
    """The framework's own refusals (no such path, body too large), in our form."""
    if error.status_code == _TOO_LARGE:
        return _refused(request, refusals.too_large())
    known = refusals.unreadable()
    return _answer(known.problem, error.status_code)


def _busy(request: AnyRequest, _: Exception) -> Response[bytes]:
    return _refused(request, refusals.busy())


def _bug(request: AnyRequest, error: Exception) -> Response[bytes]:
    """The trace goes to the log, never to the client."""
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return _refused(request, refusals.internal())
