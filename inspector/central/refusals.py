"""What the centre says when it does not do what was asked."""

from __future__ import annotations

from inspector.sync.wire import Problem


class Refused(Exception):
    """An answer other than 200: a status for programs, words for the person."""

    def __init__(
        self,
        status: int,
        code: str,
        what: str,
        advice: str,
        *,
        need_from: int = 0,
        retry_after: int = 0,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.retry_after = retry_after
        self.problem = Problem(code, what, advice, need_from)


def unreadable() -> Refused:
    return Refused(
        400,
        "unreadable",
        "中心收到的数据不完整或已损坏。",
        "请重试；多次出现请检查网络设备。",
    )


def unknown_device() -> Refused:
    return Refused(
        401, "unknown_device", "中心不认识本机。", "请向管理员索取登记口令，重新登记本机。"
    )


def revoked() -> Refused:
    return Refused(
        403, "revoked", "本机的登记已被管理员停用。", "请联系管理员；本机数据仍完好保存。"
    )


def wrong_secret() -> Refused:
    return Refused(403, "wrong_secret", "登记口令不对。", "请向管理员核对登记口令后重试。")


def other_proto() -> Refused:
    return Refused(
        426, "proto", "本机程序与中心程序的版本不能互通。", "请把较旧的一方升级后再同步。"
    )


def newer_schema() -> Refused:
    return Refused(
        426, "schema", "本机程序比中心程序新，中心还不能接收。", "请先升级中心程序再同步。"
    )


def need_from(cmid: int) -> Refused:
    return Refused(
        409,
        "need_from",
        f"中心还缺本机第 {cmid} 号起的记录。",
        "请再同步一次，本机会自动补送。",
        need_from=cmid,
    )


def fork() -> Refused:
    return Refused(
        409,
        "fork",
        "中心已有本机同一编号而内容不同的记录：本机数据可能被复制到另一台电脑，或从备份恢复过。",
        "请停止在两台电脑上使用同一份数据，并联系管理员；双方数据都未被覆盖。",
    )


def other_incarnation() -> Refused:
    return Refused(
        409,
        "incarnation",
        "本机的台账文件与登记时不是同一份。",
        "请联系管理员重新登记；本机未上报的记录仍完好保存。",
    )


def diverged() -> Refused:
    return Refused(
        409,
        "diverged",
        "中心的数据与本机上次取回时对不上，中心可能已从较早的备份恢复。",
        "请联系管理员；在查明之前本机不会覆盖任何记录。",
    )


def shard_needed(known: list[str]) -> Refused:
    names = "、".join(known) or "（尚无）"
    return Refused(
        409,
        "shard_needed",
        f"中心有不止一份或没有台账：{names}。",
        "请指明要取哪个县（市、区）的台账；若中心尚无台账，请先从已有台账的电脑同步。",
    )


def busy() -> Refused:
    return Refused(503, "busy", "中心正忙。", "请稍后再同步。", retry_after=2)


def too_large() -> Refused:
    return Refused(413, "too_large", "发送的数据超过中心允许的大小。", "请联系管理员。")


def wrong_hash() -> Refused:
    return Refused(
        422, "wrong_hash", "照片在传输中损坏或已被改动。", "请重试；多次出现请检查原文件。"
    )


def internal() -> Refused:
    return Refused(
        500,
        "internal",
        "中心程序出错，本次数据没有保存。",
        "请稍后再试；仍不行请联系管理员查看中心日志。",
    )
