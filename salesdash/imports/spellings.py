"""The usual spellings of column names, in English and in both Chinese scripts.

Per field a tuple of tiers. A column of a later tier counts only where no column of an earlier one stands: a customer's
number goes before the name, an order date before its key of eight digits. Two columns of one tier are a conflict that
people must decide. Spellings are written as ``normal`` leaves them: no case, spaces, underscores or punctuation.
"""

import re
import unicodedata

_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]")
Tiers = tuple[str, ...]


def normal(name: str) -> str:
    """A column's name without what differs from export to export: case, width, spaces, punctuation, a unit in
    brackets. ``Order_Date`` and ``ＯＲＤＥＲ ＤＡＴＥ`` are both ``orderdate``."""
    wide = unicodedata.normalize("NFKC", name).casefold()
    bare = "".join(c for c in _BRACKETS.sub("", wide) if c.isalnum())
    return bare or "".join(c for c in wide if c.isalnum())


_CUSTOMER: Tiers = (
    "customerid customerkey customerno customernumber customercode custid custno resellerkey resellerid resellercode "
    "clientid clientno accountid accountno accountnumber buyerid 客戶編號 客戶代碼 客戶代號 客戶號 客戶id 客户编号 "
    "客户代码 客户号 客户id 會員編號 会员编号 顧客編號 顾客编号 買家編號",
    "customer client reseller account buyer customerref 客戶 客户 顧客 顾客 買家 买家 會員 会员",
    "customername clientname resellername companyname accountname buyername 客戶名稱 客户名称 客戶姓名 客户姓名 "
    "顧客名稱 顾客名称 公司名稱 公司名称",
)
_PRODUCT: Tiers = (
    "productid productkey productno productnumber productcode sku skuid skucode stockcode itemid itemcode itemno "
    "itemnumber articleno articlenumber materialno partno partnumber 產品編號 產品代碼 產品號 產品id 产品编号 产品代码 "
    "产品号 产品id 商品編號 商品代碼 商品编号 商品代码 商品id 貨號 货号 料號 料号 品號 品号",
    "product item article material 產品 产品 商品",
    "productname itemname description productdescription itemdescription 產品名稱 产品名称 商品名稱 商品名称 品名",
)
_LINE: Tiers = (
    "productline subcategory productsubcategory productsubcategoryname englishproductsubcategoryname productgroup "
    "productfamily 產品線 产品线 產品系列 产品系列 子類別 子类别 次類別 小類 小类 二級類別 二级类别 二级分类",
    "category productcategory categoryname categoryid productcategoryname englishproductcategoryname 類別 类别 分類 "
    "分类 品類 品类 產品類別 产品类别 商品類別 商品类别 產品分類 产品分类",
)
_CATEGORY: Tiers = (_LINE[1] + " 大類 大类 一級類別 一级类别 一级分类",)
_REP: Tiers = (
    "employeekey employeeid employeeno employeenumber employeecode salespersonid salespersonkey salespersoncode "
    "salesrepid salesrepcode salesrepno repid repcode repkey agentid staffid 業務員編號 業務編號 業務代號 员工编号 "
    "員工編號 业务员编号 销售员编号 銷售員編號 工號 工号",
    "rep salesrep salesperson salesman representative salesrepresentative employee agent seller accountmanager "
    "業務 業務員 業務代表 業務人員 业务 业务员 业务代表 销售员 销售代表 销售人员 銷售員 銷售代表 銷售人員 負責業務",
    "employeename salespersonname salesrepname repname 業務員姓名 业务员姓名 员工姓名 員工姓名 销售员姓名",
)
_REGION: Tiers = (
    "salesterritorykey salesterritoryid territorykey territoryid territorycode regionid regionkey regioncode "
    "區域代碼 區域編號 地區代碼 区域代码 区域编号 地区代码",
    "region salesregion territory salesterritory area salesarea 區域 地區 大區 銷售區域 銷售地區 区域 地区 大区 "
    "销售区域 销售地区",
    "regionname territoryname salesterritoryregion 區域名稱 区域名称 地區名稱 地区名称",
)
_COUNTRY: Tiers = (
    "country countryregion countryname nation customercountry countrycode 國家 国家 國別 国别 國家地區 国家地区",
    "shipcountry shiptocountry billingcountry shippingcountry salesterritorycountry",
)
_NAME: Tiers = ("name fullname 名稱 名称 姓名 中文名稱 中文名称",)
_HANT: Tiers = ("namezhhant namezhtw traditionalchinesename nametraditionalchinese 繁體名稱 繁体名称 繁體中文名稱",)
_HANS: Tiers = ("namezhhans namezhcn simplifiedchinesename namesimplifiedchinese 簡體名稱 简体名称 简体中文名称",)
_CURRENCY: Tiers = ("currency currencycode curr 幣別 幣種 幣值別 币别 币种 貨幣 货币 貨幣代碼 货币代码",)

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
        "customer": _CUSTOMER,
        "customer_name": (_CUSTOMER[2], _CUSTOMER[1]),
        "product": _PRODUCT,
        "product_name": (_PRODUCT[2], _PRODUCT[1]),
        "product_line": _LINE,
        "category": _CATEGORY,
        "region": _REGION,
        "country": _COUNTRY,
        "channel": (
            "channel saleschannel channelname orderchannel 通路 銷售通路 渠道 銷售渠道 销售渠道 通路名稱 渠道名称",
        ),
        "rep": _REP,
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
        "currency": _CURRENCY,
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
        "product": (_PRODUCT[0] + " code 編號 编号 代碼 代码", _PRODUCT[1], _PRODUCT[2]),
        "name": (_PRODUCT[2] + " " + _NAME[0], _PRODUCT[1]),
        "name_zh_hant": _HANT,
        "name_zh_hans": _HANS,
        "product_line": _LINE,
        "category": _CATEGORY,
    },
    "customers": {
        "customer": (_CUSTOMER[0] + " code 編號 编号 代碼 代码", _CUSTOMER[1], _CUSTOMER[2]),
        "name": (_CUSTOMER[2] + " " + _NAME[0], _CUSTOMER[1]),
        "name_zh_hant": _HANT,
        "name_zh_hans": _HANS,
        "country": _COUNTRY,
    },
    "reps": {
        "rep": (_REP[0] + " code 編號 编号 代碼 代码", _REP[1], _REP[2]),
        "name": (_REP[2] + " " + _NAME[0], _REP[1]),
        "name_zh_hant": _HANT,
        "name_zh_hans": _HANS,
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
        "region": _REGION,
        "title": ("title jobtitle position jobposition 職稱 职称 職位 职位 職務 职务 崗位 岗位",),
        "hired_on": (
            "hiredon hiredate datehired dateofhire entrydate 到職日 到職日期 入職日期 入职日期 入职时间",
            "startdate",
        ),
        "left_on": (
            "lefton leavedate leavingdate terminationdate dateleft 離職日 離職日期 离职日期 离职时间",
            "enddate",
        ),
    },
    "regions": {
        "region": (_REGION[0] + " code 編號 编号 代碼 代码", _REGION[1], _REGION[2]),
        "name": (_REGION[2] + " territorydescription regiondescription " + _NAME[0], _REGION[1]),
        "name_zh_hant": _HANT,
        "name_zh_hans": _HANS,
        # a group of territories is the level that people compare; the country often repeats the territory
        "parent": (
            "parent parentid parentcode parentregion regionparent parentterritory salesterritorygroup regiongroup "
            "territorygroup 上級區域 上级区域 上層區域 所屬大區 所属大区 父區域 父级区域",
        ),
    },
    "rates": {
        "date": ("date ratedate validfrom effectivedate effectiveon ondate day 日期 匯率日期 汇率日期 生效日期",),
        "currency": _CURRENCY,
        "rate": ("rate exchangerate fxrate 匯率 汇率 兌換率 兑换率",),
    },
}
