"""What the words in cells mean: uses, states and kinds of people, as data."""

from __future__ import annotations

import re
from collections.abc import Mapping

from inspector.domain.estate import RoomState, RoomUse


def _words(line: str) -> tuple[str, ...]:
    return tuple(line.split())


USES: Mapping[str, RoomUse] = {
    **dict.fromkeys(
        _words("办公室 办公用房 领导办公 办公 工位 大开间办公 局长室 主任室 科室"),
        RoomUse.OFFICE,
    ),
    **dict.fromkeys(
        _words(
            "服务用房 会议 接待 档案 图书 阅览 资料 信息网络 机房 机要 保密 "
            "文印 打印 收发 医务 值班 储藏 仓库 库房 杂物 物业 工勤 保洁 开水 "
            "茶水 卫生间 洗手间 厕所 党员活动 活动室 谈话室 调解 信访接待 "
            "办事大厅 服务大厅 便民服务 休息室 更衣 传达 母婴"
        ),
        RoomUse.SERVICE,
    ),
    **dict.fromkeys(
        _words(
            "设备用房 设备间 变配电 配电 水泵 水箱 中水 锅炉 热力 空调机房 "
            "通信机房 通信 弱电 电梯机房 电梯 智能化 消防控制 发电机 电井"
        ),
        RoomUse.EQUIPMENT,
    ),
    **dict.fromkeys(
        _words("附属用房 食堂 餐厅 厨房 停车库 车库 警卫 人防 门卫"), RoomUse.ANCILLARY
    ),
    **dict.fromkeys(
        _words(
            "技术业务用房 技术用房 业务技术 审判 法庭 办案 讯问 询问室 羁押 "
            "实验 化验 检测 检验 指挥中心 监控中心 演播 物证"
        ),
        RoomUse.TECHNICAL,
    ),
}
"""Words of 用途; the longest one contained decides."""

STATES: Mapping[str, RoomState] = {
    **dict.fromkeys(_words("在用 使用中 正常 使用"), RoomState.IN_USE),
    **dict.fromkeys(_words("闲置 未分配 未使用"), RoomState.IDLE),
    "空置": RoomState.VACANT,
    **dict.fromkeys(_words("出租 租出"), RoomState.LET),
    **dict.fromkeys(_words("出借 借出"), RoomState.LENT),
    **dict.fromkeys(_words("封存 查封 腾退封存"), RoomState.SEALED),
    **dict.fromkeys(_words("维修 装修 修缮 改造"), RoomState.REPAIR),
}

NOT_COUNTED = re.compile(
    "编外|借调|借用|借聘|聘用|外聘|工勤|派遣|临时|退休|挂职|见习|公益|^否$"
)
"""Occupants outside the count; the deploying unit may change this by policy (headcount
rules: 借调、聘用、编外 are left out or need proof)."""
