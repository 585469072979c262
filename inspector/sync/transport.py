"""The device's only door to the network; whatever the world does there becomes Trouble."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import httpx

from inspector.sync import wire
from inspector.trouble import Trouble

M = TypeVar("M", bound=wire.Message)

_CONNECT = 5.0
_ANSWER = 60.0
_CHUNK = 256 * 1024
_HELLO = "/v1/hello"
_OK = 200
_CREATED = 201
_NOT_FOUND = 404
_BAD = 400
_OVERLOADED = frozenset({429, 502, 503, 504})
_MOST_WAIT = 60
_WORDLESS = frozenset({("HEAD", _OK), ("HEAD", _NOT_FOUND), ("PUT", _CREATED)})
"""Answers without a body; still the centre's own, or a login page would swallow photos."""


class Unanswered(Trouble):
    """The request went out and no answer came back: it may or may not have been done."""


class Overloaded(Trouble):
    """The centre asks to come back after some seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__("中心正忙，暂时不能接收。", "请稍后再同步；本机数据没有丢失。")
        self.seconds = seconds


class RefusedByCentre(Trouble):
    """The centre understood and said no, with its own words and advice."""

    def __init__(self, problem: wire.Problem) -> None:
        super().__init__(problem.what, problem.advice)
        self.code = problem.code
        self.need_from = problem.need_from


class Link:
    """A connection to one centre. `token` is empty until the device is enrolled."""

    def __init__(self, url: str, token: str = "", timeout: float = _ANSWER) -> None:
        self.url = url.strip().rstrip("/")
        self.token = token
        try:
            # The county's network is reached directly; a proxy of the house is a setting
            # of its own, never whatever the environment happens to say.
            self._client = httpx.Client(
                base_url=self.url,
                timeout=httpx.Timeout(timeout, connect=min(_CONNECT, timeout)),
                trust_env=False,
                follow_redirects=False,
            )
        except (httpx.InvalidURL, ValueError) as error:
            raise _bad_address(url) from error

    def __enter__(self) -> Link:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def hello(self) -> wire.Hello:
        """Unsigned: whose centre it is must be known before it is shown the token."""
        return self._message("GET", _HELLO, None, wire.Hello)

    def enrol(self, body: wire.Enrol) -> wire.Enrolled:
        return self._message("POST", "/v1/enrol", body, wire.Enrolled)

    def push(self, body: wire.Push) -> wire.PushAnswer:
        return self._message("POST", "/v1/push", body, wire.PushAnswer)

    def pull(self, body: wire.Pull) -> wire.PullAnswer:
        return self._message("POST", "/v1/pull", body, wire.PullAnswer)

    def has_blob(self, sha256: str) -> bool:
        status, _ = self._send("HEAD", f"/v1/blob/{sha256}", None)
        return status == _OK

    def put_blob(self, sha256: str, file: Path) -> None:
        self._send("PUT", f"/v1/blob/{sha256}", _chunks(file))

    def _message(
        self, method: str, path: str, body: wire.Message | None, kind: type[M]
    ) -> M:
        content = b"" if body is None else wire.encode(body)
        _, data = self._send(method, path, content)
        try:
            return wire.decode(data, kind)
        except wire.Unreadable as error:
            raise Unanswered(
                "中心的回答不完整或无法解读。", "请重试；本机数据没有丢失。"
            ) from error

    def _send(
        self, method: str, path: str, content: bytes | Iterator[bytes] | None
    ) -> tuple[int, bytes]:
        headers = {"Content-Type": wire.CONTENT_TYPE}
        if self.token and path != _HELLO:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            with self._client.stream(
                method, path, content=content, headers=headers
            ) as response:
                return response.status_code, _read(method, response)
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError) as error:
            raise _trouble(self.url, error) from error
        except OSError as error:
            raise Trouble("读不出要上传的文件。", "请检查磁盘，然后再同步。") from error


def _read(method: str, response: httpx.Response) -> bytes:
    status = response.status_code
    ours = response.headers.get("content-type", "").startswith(wire.CONTENT_TYPE)
    if status in _OVERLOADED:
        raise Overloaded(_seconds(response.headers.get("retry-after", "")))
    if wire.MARK in response.headers and (method, status) in _WORDLESS:
        return b""
    data = _bounded(response) if ours else b""
    if ours and status >= _BAD:
        raise RefusedByCentre(_problem(data))
    if not ours or status != _OK:
        raise Trouble(
            f"这个地址回答的不是中心程序（状态 {status}），可能是上网登录页或代理。",
            "请先在浏览器中完成上网登录，并核对中心地址，然后再同步。",
        )
    return data


def _bounded(response: httpx.Response) -> bytes:
    data = bytearray()
    for chunk in response.iter_raw():
        data += chunk
        if len(data) > wire.MOST_BODY:
            raise Trouble("中心的回答大得不正常。", "请核对中心地址，并联系管理员。")
    return bytes(data)


def _problem(data: bytes) -> wire.Problem:
    try:
        return wire.decode(data, wire.Problem)
    except wire.Unreadable:
        return wire.Problem(
            "unreadable", "中心拒绝了请求，但没有说明原因。", "请重试；仍不行请联系管理员。"
        )


def _seconds(words: str) -> int:
    return min(int(words), _MOST_WAIT) if words.isdecimal() else 2


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            yield chunk


def _bad_address(url: str) -> Trouble:
    return Trouble(
        f"中心地址“{url}”的写法不对。", "请写成 http://主机:端口 或 https://主机:端口。"
    )


def _trouble(url: str, error: Exception) -> Trouble:
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return _bad_address(url)
    if _is_tls(error):
        return Trouble(
            f"与中心“{url}”的加密连接没有通过验证。",
            "请核对地址和本机日期；若证书由单位签发，请管理员安装根证书。",
        )
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return Trouble(
            f"连不上中心“{url}”。", "请检查网络和中心地址；本机数据没有丢失，可稍后再同步。"
        )
    return Unanswered(
        "与中心的连接中途断开，没有收到回答。",
        "请检查网络后再同步；已送出的记录不会重复，未送出的仍在本机。",
    )


def _is_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
