"""Who may come in, how much he may bring, and what anybody else is told."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import zstandard

from centres import SECRET, SHARD, RawDevice, courtyard, stranger
from inspector.central.serve import Service, running
from inspector.db import central_devices
from inspector.db.central import CentralStore, embedded
from inspector.sync import wire
from inspector.sync.transport import RefusedByCentre
from inspector.trouble import Trouble


@pytest.fixture
def raw(centre: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=centre, trust_env=False) as client:
        yield client


def _code(answer: httpx.Response) -> str:
    assert answer.headers["content-type"].startswith(wire.CONTENT_TYPE)
    problem = wire.decode(answer.content, wire.Problem)
    assert problem.what
    assert problem.advice
    return problem.code


def test_health_is_open_and_says_little(raw: httpx.Client) -> None:
    assert raw.get("/v1/health").json() == {"status": "ok"}


def test_hello_names_server_and_versions(centre: str, raw: httpx.Client) -> None:
    hello = wire.decode(raw.get("/v1/hello").content, wire.Hello)
    assert (hello.proto_min, hello.proto_max, hello.schema, hello.epoch) == (1, 1, 2, 1)
    assert len(hello.server_id) == 16


def test_small_answers_do_not_wait_for_acknowledgements(raw: httpx.Client) -> None:
    """Without TCP_NODELAY each of them takes 40 ms."""
    raw.get("/v1/hello")
    begun = time.monotonic()
    for _ in range(25):
        raw.get("/v1/hello")
    assert time.monotonic() - begun < 0.8


def test_the_server_keeps_its_identity(tmp_path: Path) -> None:
    ids = []
    for _ in range(2):
        with running(Service(tmp_path, SECRET)) as centre:
            ids.append(wire.decode(httpx.get(f"{centre}/v1/hello").content, wire.Hello))
    assert ids[0].server_id == ids[1].server_id


def test_only_the_hash_of_a_token_stays(tmp_path: Path) -> None:
    with running(Service(tmp_path, SECRET)) as centre, RawDevice(centre) as device:
        word = device.link.token.partition(".")[2]
    for file in tmp_path.glob("central.db*"):
        data = file.read_bytes()
        assert word.encode() not in data
        assert bytes.fromhex(word) not in data
        assert SECRET.encode() not in data


@pytest.mark.parametrize("secret", ["", "登记口令", SECRET + " "])
def test_a_wrong_secret_enrols_nobody(centre: str, secret: str) -> None:
    with stranger(centre) as device:
        with pytest.raises(RefusedByCentre, match="登记口令不对"):
            device.enrol(secret)
        assert device.link.token == ""
        with pytest.raises(RefusedByCentre) as unknown:
            device.pull()
    assert unknown.value.code == "unknown_device"


def test_enrolling_again_replaces_the_token(centre: str) -> None:
    with RawDevice(centre) as device:
        old = device.link.token
        device.push([courtyard(uuid4().bytes)])
        assert device.enrol().last_cmid == 1
        device.push([courtyard(uuid4().bytes)])
        device.link.token = old
        with pytest.raises(RefusedByCentre, match="不认识"):
            device.pull()


def test_a_new_device_finds_the_only_county_by_itself(centre: str) -> None:
    with stranger(centre, "") as new:
        with pytest.raises(RefusedByCentre, match="不止一份或没有"):
            new.enrol()
        with RawDevice(centre):
            assert new.enrol().shard == SHARD
    with (
        RawDevice(centre, "110000"),
        stranger(centre, "") as new,
        pytest.raises(RefusedByCentre, match="110000"),
    ):
        new.enrol()


def test_enrolment_of_the_wrong_form(centre: str) -> None:
    with stranger(centre) as device:
        bad = wire.Enrol(2, SECRET, device.id, device.incarnation, "", SHARD)
        with pytest.raises(RefusedByCentre, match="版本"):
            device.link.enrol(bad)
        bad = wire.Enrol(1, SECRET, b"x", device.incarnation, "", SHARD)
        with pytest.raises(RefusedByCentre, match="损坏"):
            device.link.enrol(bad)
        device.enrol()
        device.shard = "110000"
        with pytest.raises(RefusedByCentre, match="不是同一份"):
            device.enrol()


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer x.y", "Bearer 00.ff", "Basic abc", "Bearer " + "0" * 32 + ".x"],
)
@pytest.mark.parametrize("path", ["/v1/push", "/v1/pull"])
def test_strangers_get_nothing(raw: httpx.Client, authorization: str, path: str) -> None:
    answer = raw.post(path, headers={"Authorization": authorization}, content=b"x")
    assert answer.status_code == 401
    assert _code(answer) == "unknown_device"


def test_strangers_leave_no_files(raw: httpx.Client, tmp_path: Path) -> None:
    digest = hashlib.sha256(b"x").hexdigest()
    assert raw.put(f"/v1/blob/{digest}", content=b"x").status_code == 401
    assert raw.head(f"/v1/blob/{digest}").status_code == 401
    assert not (tmp_path / "centre" / "blobs").exists()


def test_a_device_s_token_opens_only_its_own_queue(centre: str) -> None:
    with RawDevice(centre) as one, RawDevice(centre) as two:
        body = two.body(b"x")
        with pytest.raises(RefusedByCentre, match="损坏"):
            one.link.push(body)


def test_a_revoked_device_is_shut_out(tmp_path: Path) -> None:
    with running(Service(tmp_path, SECRET)) as centre, RawDevice(centre) as device:
        store = CentralStore.open(embedded(tmp_path), 0)
        with store.write() as transaction:
            central_devices.revoke(transaction, device.id, 1)
        store.close()
        with pytest.raises(RefusedByCentre, match="停用"):
            device.pull()
        with pytest.raises(RefusedByCentre, match="停用"):
            device.enrol()


def test_bodies_that_are_none(centre: str, raw: httpx.Client) -> None:
    bomb = zstandard.ZstdCompressor().compress(bytes(200_000_000))
    whole = wire.encode(wire.Pull(1, 1, wire.Checkpoint(bytes(16), 0, SHARD, 0, b""), 1))
    with RawDevice(centre) as device:
        headers = {"Authorization": f"Bearer {device.link.token}"}
        for body in (b"", b"x", whole[:-4], bomb, b"<html></html>"):
            for path in ("/v1/push", "/v1/pull", "/v1/enrol"):
                answer = raw.post(path, headers=headers, content=body)
                assert (answer.status_code, _code(answer)) == (400, "unreadable")


@pytest.mark.parametrize("path", ["/v1/push", "/v1/pull", "/v1/enrol"])
def test_a_body_larger_than_allowed(centre: str, raw: httpx.Client, path: str) -> None:
    with RawDevice(centre) as device:
        headers = {"Authorization": f"Bearer {device.link.token}"}
        answer = raw.post(path, headers=headers, content=bytes(wire.MOST_BODY + 1))
        assert (answer.status_code, _code(answer)) == (413, "too_large")


def test_a_body_without_announced_end(centre: str, raw: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(wire.MOST_BODY // 1_000_000 + 2):
            yield bytes(1_000_000)

    with RawDevice(centre) as device:
        headers = {"Authorization": f"Bearer {device.link.token}"}
        answer = raw.post("/v1/push", headers=headers, content=endless())
    assert (answer.status_code, _code(answer)) == (413, "too_large")


def test_a_file_s_name_is_its_hash_and_nothing_else(centre: str, raw: httpx.Client) -> None:
    with RawDevice(centre) as device:
        headers = {"Authorization": f"Bearer {device.link.token}"}
        for name in ("0" * 63, "A" * 64, "..", "%2e%2e%2fcentral.db", "0" * 63 + "g"):
            answer = raw.put(f"/v1/blob/{name}", headers=headers, content=b"x")
            assert answer.status_code in {400, 404, 405}


def test_a_file_larger_than_allowed(centre: str, raw: httpx.Client, tmp_path: Path) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(wire.MOST_BLOB // 1_000_000 + 2):
            yield bytes(1_000_000)

    with RawDevice(centre) as device:
        headers = {"Authorization": f"Bearer {device.link.token}"}
        answer = raw.put(f"/v1/blob/{'0' * 64}", headers=headers, content=chunks())
    assert (answer.status_code, _code(answer)) == (413, "too_large")
    assert [p for p in (tmp_path / "centre" / "blobs").rglob("*") if p.is_file()] == []


def test_paths_that_are_none(raw: httpx.Client) -> None:
    for answer in (raw.get("/v1/nothing"), raw.get("/v1/push"), raw.get("/schema")):
        assert answer.status_code in {404, 405}
        assert _code(answer) == "unreadable"


def test_pulls_of_the_wrong_form(centre: str) -> None:
    with RawDevice(centre) as device:
        device.push([courtyard(uuid4().bytes)])
        good = device.pull().to_cursor
        for cursor, words in (
            (wire.Checkpoint(bytes(16), 0, "110000", 0, bytes(32)), "损坏"),
            (wire.Checkpoint(bytes(16), 0, SHARD, -1, bytes(32)), "损坏"),
            (wire.Checkpoint(good.server_id, 2, SHARD, good.seq, good.chain), "对不上"),
            (wire.Checkpoint(good.server_id, 1, SHARD, good.seq, b"x" * 32), "对不上"),
            (wire.Checkpoint(good.server_id, 1, SHARD, 99, good.chain), "对不上"),
        ):
            with pytest.raises(RefusedByCentre, match=words):
                device.pull(cursor)
        with pytest.raises(RefusedByCentre, match="版本"):
            device.link.pull(wire.Pull(2, 1, good, 1))


def test_a_service_without_secret_or_port_or_folder_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with running(Service(tmp_path / "a", SECRET)) as centre:
        port = int(centre.rpartition(":")[2])
        for service in (
            Service(tmp_path / "b", ""),
            Service(tmp_path / "b", SECRET, port=port),
            Service(tmp_path / "file" / "b", SECRET),
            Service(tmp_path / "b", SECRET, "nonsense"),
            Service(tmp_path / "b", SECRET, "postgresql://nobody@127.0.0.1:1/none"),
        ):
            with pytest.raises(Trouble) as caught, running(service):
                pytest.fail("it serves")
            assert caught.value.advice
