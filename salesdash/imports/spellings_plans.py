"""The usual spellings of columns of targets, payments and events, as in ``salesdash.imports.spellings``."""

from salesdash.imports.spellings_shared import CURRENCY, CUSTOMER, LINE, REGION, REP, Tiers

#: other codes by which systems name a person
OTHER_CODE = (
    "othercode alternatecode alternatekey employeealternatekey employeenationalidalternatekey nationalid nationalidno "
    "nationalidnumber nationalidentitynumber personalid erpno erpid erpcode hrno badgeno 其他代碼 其他代码 其他編號 "
    "其他编号 身分證號 身分證字號 身份證號 身份證號碼 身份证号 身份证号码 工號2 工号2 人事編號 人事编号"
)

TARGETS: dict[str, Tiers] = {
    "year": (
        "year fiscalyear fy targetyear planyear budgetyear 年 年度 年份 會計年度 会计年度 目標年度 目标年度 計劃年度",
        "calendaryear 曆年 日历年",
    ),
    "quarter": ("quarter qtr fiscalquarter calendarquarter 季 季度 季別 季别",),
    "month": ("month monthno monthnumber fiscalmonth calendarmonth 月 月份 月別 月别",),
    "period": (
        "period targetperiod planperiod yearmonth yearquarter yyyymm 期間 期间 期別 期别 年月 目標期間 目标期间",
        "date day 日期",
    ),
    "region": REGION,
    "product_line": LINE,
    "channel": ("channel saleschannel channelname 通路 銷售通路 渠道 銷售渠道 销售渠道 通路名稱 渠道名称",),
    "rep": (REP[0], OTHER_CODE, REP[1], REP[2]),
    "measure": (
        "measure metric kpi indicator targetmeasure targettype 指標 指标 度量 目標項目 目标项目 目標類型 目标类型",
    ),
    "level": ("level targetlevel tier scenario 級別 级别 目標級別 目标级别 檔次 档次 目標層級 目标层级",),
    "amount": (
        "target targetamount targetvalue quota salesquota salesamountquota salestarget goal plan planamount budget "
        "目標 目標金額 目標值 目標額 銷售目標 業績目標 目标 目标金额 目标值 目标额 销售目标 业绩目标 指標值 指标值 "
        "配額 配额 計劃 计划 計劃金額 计划金额",
        "amount value 金額 金额 數值 数值",
    ),
    "unit": ("unit amountunit unitofamount scale multiplier 單位 单位 金額單位 金额单位",),
} | {
    slot: (slot,) for slot in (*(f"m{month:02}" for month in range(1, 13)), *(f"q{quarter}" for quarter in range(1, 5)))
}

PAYMENTS: dict[str, Tiers] = {
    "payment_no": (
        "paymentno paymentid paymentnumber paymentref paymentreference receiptno receiptid receiptnumber voucherno "
        "vouchernumber remittanceno bankreference 收款單號 收款编号 收款單編號 收款编号 回款單號 回款單編號 回款编号 "
        "付款單號 付款編號 收款单号 回款单号 付款单号 付款编号 收據號碼 收据号码 傳票號碼 凭证号",
    ),
    "order_no": (
        "orderno orderid ordernumber ordernum order salesordernumber salesorderno salesorderid sono sonumber "
        "訂單編號 訂單號 訂單號碼 訂單 銷售單號 订单编号 订单号 订单号码 订单 销售单号",
        "invoiceno invoice invoicenumber invoiceid 發票號碼 发票号码 发票号",
    ),
    "customer": (CUSTOMER[0], CUSTOMER[1] + " payer payername 付款人 付款方 付款客戶 付款客户", CUSTOMER[2]),
    "paid_on": (
        "paidon paiddate datepaid paymentdate receiptdate receivedon receiveddate datereceived collectiondate "
        "collectedon remittancedate clearingdate 收款日期 收款日 回款日期 回款日 付款日期 付款日 入帳日期 入账日期 "
        "到帳日期 到账日期 收款時間 收款时间 回款時間 回款时间",
        "date transactiondate valuedate postingdate 日期 交易日期",
    ),
    "amount": (
        "paidamount amountpaid paymentamount receiptamount receivedamount amountreceived collectedamount collection "
        "collections receipts paid 收款金額 收款金额 回款金額 回款金额 付款金額 付款金额 回款 回款額 回款额 收款 "
        "收款額 收款额 實收金額 实收金额 到帳金額 到账金额",
        "amount value 金額 金额",
    ),
    "currency": CURRENCY,
    "note": ("note notes remark remarks memo comment description 備註 备注 摘要 說明 说明",),
}

EVENTS: dict[str, Tiers] = {
    "name": (
        "event eventname promotion promotionname campaign campaignname holiday holidayname occasion 活動名稱 活动名称 "
        "活動 活动 事件 事件名稱 事件名称 節日 节日 節日名稱 节日名称 假日名稱 假日名称 促銷名稱 促销名称 促銷活動 "
        "促销活动 檔期 檔期名稱 档期 档期名称",
        "name title subject description 名稱 名称 主題 主题 標題 标题 說明 说明",
    ),
    "kind": ("kind eventkind eventtype typeofevent 種類 种类 類型 类型 活動類型 活动类型 事件類型 事件类型",
             "type category 類別 类别 分類 分类"),
    "first_on": (
        "firston firstday firstdate from startdate startday starton starts start begin begindate begins validfrom "
        "eventstart eventdate 開始日期 开始日期 開始日 开始日 開始 开始 起始日期 起始日 起日 起 首日 活動開始 活动开始 "
        "開始時間 开始时间 活動日期 活动日期",
        "date day on 日期 日",
    ),
    "last_on": (
        "laston lastday lastdate to until through enddate endday endon ends end finish finishdate validto eventend "
        "結束日期 结束日期 結束日 结束日 結束 结束 截止日期 截止日 迄日 迄 末日 活動結束 活动结束 結束時間 结束时间",
    ),
    "region": REGION,
    "product_line": LINE[:1],  # a category beside an event is its kind
    "channel": ("channel saleschannel channelname 通路 銷售通路 渠道 銷售渠道 销售渠道 通路名稱 渠道名称",),
    "effect": (
        "effect expectedeffect uplift expecteduplift lift impact expectedimpact expectedchange effectpct upliftpct "
        "預期效果 预期效果 預期影響 预期影响 影響 影响 效果 預估成長 预估增长 提升 提升率 增幅",
    ),
    "note": ("note notes remark remarks memo comment 備註 备注 摘要 附註 附注",),
}  # fmt: skip
