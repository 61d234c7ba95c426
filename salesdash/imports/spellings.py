"""The usual spellings of column names, in English and in both Chinese scripts.

Per field a tuple of tiers. A column of a later tier counts only where no column of an earlier one stands: a customer's
number goes before the name, an order date before its key of eight digits. Two columns of one tier are a conflict that
people must decide. Spellings are written as ``normal`` leaves them: no case, spaces, underscores or punctuation.
"""

from salesdash.imports import periodtext
from salesdash.imports.spellings_plans import EVENTS, OTHER_CODE, PAYMENTS, TARGETS
from salesdash.imports.spellings_shared import (
    CATEGORY,
    COUNTRY,
    CURRENCY,
    CUSTOMER,
    HANS,
    HANT,
    LINE,
    NAME,
    PRODUCT,
    REGION,
    REP,
    Tiers,
    normal,
)

__all__ = ["SPELLINGS", "normal", "spelled"]


def spelled(kind: str, name: str) -> str:
    """A column's name as the spellings of a kind have it. Of targets the month or quarter that it holds (m03), however
    it is written and whatever year stands with it; else as ``normal``."""
    held = periodtext.column(name) if kind == "targets" else None
    return (held.field if held else None) or normal(name)


#: kind → field → tiers, each a string of spellings
SPELLINGS: dict[str, dict[str, Tiers]] = {
    "orders": {
        "order_no": (
            "orderno orderid ordernumber ordernum order salesordernumber salesorderno salesorderid sono sonumber "
            "invoiceno invoice invoicenumber invoiceid transactionid transactionno receiptno 訂單編號 訂單號 訂單號碼 "
            "訂單 訂單id 單號 銷售單號 銷貨單號 交易編號 發票號碼 订单编号 订单号 订单号码 订单 订单id 单号 销售单号 "
            "销货单号 交易编号 发票号 发票号码",
        ),
        "ordered_on": (
            "orderedon orderdate orderdatetime orderday orderedat ordertime salesorderdate invoicedate invoicedatetime "
            "saledate salesdate saleson soldon transactiondate purchasedate 訂單日期 訂單時間 下單日期 下單時間 "
            "訂購日期 "
            "銷售日期 銷貨日期 交易日期 發票日期 订单日期 订单时间 下单日期 下单时间 订购日期 销售日期 销货日期 "
            "交易日期 "
            "发票日期 成交日期",
            "date day 日期",
            "orderdatekey datekey orderdateid invoicedatekey",
        ),
        "line_no": (
            "lineno linenumber orderline orderlineno orderlinenumber salesorderlinenumber salesorderline lineid "
            "orderlineid orderitem lineitem lineitemno 項次 行號 訂單行號 項目編號 明細編號 项次 行号 订单行号 "
            "明细编号",
        ),
        "customer": CUSTOMER,
        "customer_name": (CUSTOMER[2], CUSTOMER[1]),
        "product": PRODUCT,
        "product_name": (PRODUCT[2], PRODUCT[1]),
        "product_line": LINE,
        "category": CATEGORY,
        "region": REGION,
        "country": COUNTRY,
        "channel": (
            "channel saleschannel channelname orderchannel 通路 銷售通路 渠道 銷售渠道 销售渠道 通路名稱 渠道名称",
        ),
        "rep": REP,
        "quantity": (
            "quantity qty orderquantity orderqty quantityordered salesquantity units unitssold quantitysold 數量 "
            "訂購數量 訂單數量 銷售數量 銷量 件數 数量 订购数量 订单数量 销售数量 销量 件数",
        ),
        "unit_price": (
            "unitprice priceeach priceperunit itemprice sellingprice unitsellingprice 單價 售價 銷售單價 单价 售价 "
            "销售单价",
            "price 價格 价格",
        ),
        "net_amount": (
            "netamount netsales netrevenue netvalue sales salesamount amount total totalamount totalsales linetotal "
            "lineamount revenue totalrevenue salesrevenue salesvalue turnover 金額 淨額 銷售額 銷售金額 訂單金額 小計 "
            "總額 總金額 總計 合計 營業額 未稅金額 金额 净额 销售额 销售金额 订单金额 小计 总额 总金额 总计 合计 "
            "营业额 "
            "未税金额 成交金额",
        ),
        "discount": (
            "discount discountrate discountpct discountpercent discountpercentage unitpricediscount "
            "unitpricediscountpct 折扣 折扣率 折扣百分比 优惠率 優惠率",
        ),
        "cost": (
            "cost totalcost totalproductcost linecost costamount cogs costofgoodssold salescost 成本 總成本 成本金額 "
            "銷貨成本 总成本 成本金额 销售成本 銷售成本",
        ),
        "currency": CURRENCY,
        "shipped_on": (
            "shippedon shipdate shippeddate shippingdate shipmentdate dispatchdate deliverydate 出貨日期 出貨日 "
            "發貨日期 "
            "发货日期 出货日期 发货时间",
            "shipdatekey",
        ),
        "due_on": (
            "dueon duedate requireddate requesteddeliverydate 到期日 到期日期 應交日期 交期 要求交貨日期 应交日期 "
            "要求交货日期 需求日期",
            "duedatekey",
        ),
    },
    "products": {
        "product": (PRODUCT[0] + " code 編號 编号 代碼 代码", PRODUCT[1], PRODUCT[2]),
        "name": (PRODUCT[2] + " " + NAME[0], PRODUCT[1]),
        "name_zh_hant": HANT,
        "name_zh_hans": HANS,
        "product_line": LINE,
        "category": CATEGORY,
    },
    "customers": {
        "customer": (CUSTOMER[0] + " code 編號 编号 代碼 代码", CUSTOMER[1], CUSTOMER[2]),
        "name": (CUSTOMER[2] + " " + NAME[0], CUSTOMER[1]),
        "name_zh_hant": HANT,
        "name_zh_hans": HANS,
        "country": COUNTRY,
    },
    "reps": {
        "rep": (REP[0] + " code 編號 编号 代碼 代码", REP[1], REP[2]),
        "name": (REP[2] + " " + NAME[0], REP[1]),
        "name_zh_hant": HANT,
        "name_zh_hans": HANS,
        "first_name": ("firstname givenname forename 名",),
        "last_name": ("lastname familyname surname 姓",),
        "manager": (
            "managerid managerkey managercode parentemployeekey parentemployeeid reportsto supervisorid "
            "主管編號 主管编号 上級編號 上级编号",
            "manager supervisor boss 主管 直屬主管 直属主管 上級 上级 經理 经理",
        ),
        "team": (
            "team teamid teamcode salesteam 團隊 团队 小組 小组 銷售團隊 销售团队",
            "teamname department departmentname dept unit businessunit 部門 部门 單位 单位",
        ),
        "region": REGION,
        "title": ("title jobtitle position jobposition 職稱 职称 職位 职位 職務 职务 崗位 岗位",),
        "hired_on": (
            "hiredon hiredate datehired dateofhire entrydate 到職日 到職日期 入職日期 入职日期 入职时间",
            "startdate",
        ),
        "other_code": (OTHER_CODE,),
        "left_on": (
            "lefton leavedate leavingdate terminationdate dateleft 離職日 離職日期 离职日期 离职时间",
            "enddate",
        ),
    },
    "regions": {
        "region": (REGION[0] + " code 編號 编号 代碼 代码", REGION[1], REGION[2]),
        "name": (REGION[2] + " territorydescription regiondescription " + NAME[0], REGION[1]),
        "name_zh_hant": HANT,
        "name_zh_hans": HANS,
        # a group of territories is the level that people compare; the country often repeats the territory
        "parent": (
            "parent parentid parentcode parentregion regionparent parentterritory salesterritorygroup regiongroup "
            "territorygroup 上級區域 上级区域 上層區域 所屬大區 所属大区 父區域 父级区域",
        ),
    },
    "rates": {
        "date": ("date ratedate validfrom effectivedate effectiveon ondate day 日期 匯率日期 汇率日期 生效日期",),
        "currency": CURRENCY,
        "rate": ("rate exchangerate fxrate 匯率 汇率 兌換率 兑换率",),
    },
    "targets": TARGETS,
    "payments": PAYMENTS,
    "events": EVENTS,
}
