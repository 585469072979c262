"""The rules of office-space inspection, as plain values and pure functions.

Nothing here reads a clock, a file or the network; numpy is the one library, in `adjust`.
Chinese terms and their one English name:

    台账 ledger · 院落 courtyard · 楼座 building · 楼层 floor · 房间 room · 单位 unit
    编制 posts · 职级 rank · 使用人 occupant · 使用面积 usable area · 核定面积 entitled area
    限额 limit · 超标 over the limit · 合规 within · 临界须复测 borderline
    标准未设定 unset · 数据不全 incomplete · 一间不超 not one room over
    漏报 unlisted room · 瞒报 false ledger area
    核查 inspection · 测量 measurement · 读数 reading · 对角线 diagonal · 闭合差 misclosure
    不确定度 uncertainty · 认定 finding · 取证 evidence · 核对 check · 复查 re-inspection
    即时备案 file at once · 当场整改 fix on site · 出方案限期整改 fix by plan
    闲置 idle (given to no unit) · 空置 vacant (given to a unit, unused)
    上报 push to the centre
    核查记录表 inspection sheet · 回执 receipt · 检查人员 inspector · 陪同人员 escort
    负责人 responsible person · 测距仪 rangefinder · 参考边 reference edge · 练习 practice
"""
