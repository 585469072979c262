"""Beginning a ledger: from a workbook, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.actions.changes import Changes
from inspector.actions.here import Here
from inspector.actions.pinyin import initials
from inspector.db import estate, imports, memory
from inspector.domain.drafts import LedgerDraft
from inspector.domain.estate import County, EstateCounts
from inspector.domain.standards import place_of
from inspector.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Imported:
    counts: EstateCounts
    changes: Changes


def import_ledger(here: Here, draft: LedgerDraft) -> Imported:
    """Keep a draft that holds no refused row, in one transaction, in an empty ledger."""
    if draft.refused:
        raise Trouble(
            f"台账中有 {len(draft.refused)} 处不能导入，没有导入任何内容。",
            "请按错误清单更正后重新选择文件。",
        )
    if not draft.rooms:
        raise Trouble("文件中没有找到任何房间。", "请确认选择的是办公用房台账。")
    county = County(draft.county_code, draft.county_name, _place(draft.county_code))
    with here.ledger.write(here.act("import_ledger")) as session:
        if estate.county(session) is not None:
            raise Trouble(
                "本机已有一份台账，不能再整体导入另一份。",
                "请在“设置”中为新的台账另选存放位置。",
            )
        imports.keep_draft(session, draft, county, here.new_id, initials)
        memory.note_copied(session, draft.source, here.now())
        counts = estate.counts(session)
    return Imported(counts, Changes(ledger=True))


def _place(code: str) -> str:
    """Whose standards apply. Without a division code only the nation's do, which leaves
    what it delegates (the townships) unset; a code that is none is refused."""
    try:
        return place_of(code)
    except ValueError as error:
        raise Trouble(
            f"行政区划代码“{code}”不对。", "请在台账封面填写六位行政区划代码后重新导入。"
        ) from error
