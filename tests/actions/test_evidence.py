"""A photo is kept byte for byte, or refused before anything is kept."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from inspector.actions import evidence
from inspector.actions.evidence import keep_photo, paper_jpeg
from inspector.actions.filing import write_whole
from inspector.actions.here import Here
from inspector.db import findings, journal
from inspector.trouble import Trouble
from photos import UPRIGHT_BY_TURNING, picture
from worlds import rooms, visit


@pytest.mark.parametrize(
    ("form", "media"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")],
)
def test_the_original_is_kept_under_its_own_hash(here: Here, form: str, media: str) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    data = picture(form)

    kept = keep_photo(here, inspection.id, room, data, " 门牌 ")

    digest = hashlib.sha256(data).hexdigest()
    assert (here.home.files / digest).read_bytes() == data
    assert kept.changes.rooms == {room}
    assert here.ledger.ask(findings.photos, inspection.id) == [kept.photo]
    photo = kept.photo
    assert (photo.sha256, photo.size, photo.media_type, photo.caption) == (
        digest,
        len(data),
        media,
        "门牌",
    )
    assert here.ledger.ask(journal.unsent).photos == 1
    assert [file.name for file in here.home.files.iterdir()] == [digest]


def test_the_same_picture_twice_is_one_file_and_two_records(here: Here) -> None:
    inspection, cards = visit(here), rooms(here)
    for card in cards[:2]:
        keep_photo(here, inspection.id, card.room.id, picture())

    assert len(here.ledger.ask(findings.photos, inspection.id)) == 2
    assert len(list(here.home.files.iterdir())) == 1
    assert here.ledger.ask(journal.unsent).photos == 1


def _bitmap() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "BMP")
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        picture()[: len(picture()) // 2],
        picture("PNG")[:-40],
        picture()[:30],
        _bitmap(),
    ],
    ids=["nothing", "text", "half a jpeg", "end of a png missing", "header", "bitmap"],
)
def test_what_is_no_whole_picture_is_refused_and_leaves_nothing(
    here: Here, data: bytes
) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    with pytest.raises(Trouble, match="不是可用的照片") as refused:
        keep_photo(here, inspection.id, room, data)

    assert "JPEG" in refused.value.advice
    assert list(here.home.files.iterdir()) == []
    assert here.ledger.ask(findings.photos, inspection.id) == []


def test_too_many_bytes_or_pixels_are_said_to_be_too_many(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    monkeypatch.setattr(evidence, "MOST_PIXELS", 640 * 480 - 1)
    with pytest.raises(Trouble, match="照片太大"):
        keep_photo(here, inspection.id, room, picture())
    monkeypatch.setattr(evidence, "MOST_BYTES", 100)
    with pytest.raises(Trouble, match="照片太大"):
        keep_photo(here, inspection.id, room, picture())
    assert list(here.home.files.iterdir()) == []


def test_a_phones_hundred_megapixels_are_welcome(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    large = picture(size=(12_000, 8_000))
    assert keep_photo(here, inspection.id, room, large).photo.size == len(large)


def test_paper_gets_an_upright_small_picture_without_the_cameras_notes(
    tmp_path: Path,
) -> None:
    file = tmp_path / ("a" * 64)
    file.write_bytes(picture(size=(3000, 2000), orientation=UPRIGHT_BY_TURNING))

    with Image.open(io.BytesIO(paper_jpeg(file))) as made:
        assert made.format == "JPEG"
        assert made.height == 1000
        assert made.width < made.height
        assert not made.getexif()


def test_a_photo_that_is_missing_or_damaged_is_empty_on_paper(tmp_path: Path) -> None:
    damaged = tmp_path / ("d" * 64)
    damaged.write_bytes(picture()[:2000])
    assert paper_jpeg(tmp_path / ("e" * 64)) == b""
    assert paper_jpeg(damaged) == b""


def test_a_photo_that_cannot_be_stored_leaves_no_record(here: Here) -> None:
    inspection, room = visit(here), rooms(here)[0].room.id
    here.home.files.rmdir()
    here.home.files.write_bytes(b"a file where the folder was")

    with pytest.raises(Trouble, match="照片没有保存"):
        keep_photo(here, inspection.id, room, picture())

    assert here.ledger.ask(findings.photos, inspection.id) == []


def test_a_file_is_whole_or_not_there_at_all(tmp_path: Path) -> None:
    target = tmp_path / "sheet.pdf"
    write_whole(target, b"first", "没有写成。")
    target_in_use = tmp_path / "folder.pdf"
    target_in_use.mkdir()
    (target_in_use / "something").touch()

    with pytest.raises(Trouble, match="没有写成"):
        write_whole(target_in_use, b"second", "没有写成。")

    assert target.read_bytes() == b"first"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["folder.pdf", "sheet.pdf"]


def test_a_phones_two_pictures_in_one_jpeg_are_kept(here: Here) -> None:
    small = Image.new("RGB", (64, 64))
    out = io.BytesIO()
    small.save(out, "MPO", save_all=True, append_images=[small])

    kept = keep_photo(here, visit(here).id, rooms(here)[0].room.id, out.getvalue())

    assert kept.photo.media_type == "image/jpeg"
    assert (here.home.files / kept.photo.sha256).read_bytes() == out.getvalue()


def test_only_photos_are_opened_at_all(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pillow would start a PostScript program for an EPS."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "EPS")

    def started(*_: object, **__: object) -> None:
        raise AssertionError("a PostScript program was started")

    monkeypatch.setattr("PIL.EpsImagePlugin.Ghostscript", started)
    with pytest.raises(Trouble, match="不是可用的照片"):
        keep_photo(here, visit(here).id, rooms(here)[0].room.id, out.getvalue())


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_damaged_notes_of_the_camera_do_not_cost_the_picture(here: Here) -> None:
    whole = bytearray(picture(orientation=UPRIGHT_BY_TURNING))
    begins = whole.index(b"Exif\0\0") + 6
    for place in range(begins, begins + 24):
        for value in (0, 2, 9, 255):
            hurt = bytes(whole[:place]) + bytes([value]) + bytes(whole[place + 1 :])
            file = here.home.files / hashlib.sha256(hurt).hexdigest()
            file.write_bytes(hurt)
            assert paper_jpeg(file)


def test_a_name_that_is_no_hash_is_never_opened(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.jpg").write_bytes(picture())
    assert paper_jpeg(tmp_path / "elsewhere.jpg") == b""
