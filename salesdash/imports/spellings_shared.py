"""What the spellings of several kinds share: names compared without what differs from export to export, and the
columns of members."""

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


CUSTOMER: Tiers = (
    "customerid customerkey customerno customernumber customercode custid custno resellerkey resellerid resellercode "
    "clientid clientno accountid accountno accountnumber buyerid 客戶編號 客戶代碼 客戶代號 客戶號 客戶id 客户编号 "
    "客户代码 客户号 客户id 會員編號 会员编号 顧客編號 顾客编号 買家編號",
    "customer client reseller account buyer customerref 客戶 客户 顧客 顾客 買家 买家 會員 会员",
    "customername clientname resellername companyname accountname buyername 客戶名稱 客户名称 客戶姓名 客户姓名 "
    "顧客名稱 顾客名称 公司名稱 公司名称",
)
PRODUCT: Tiers = (
    "productid productkey productno productnumber productcode sku skuid skucode stockcode itemid itemcode itemno "
    "itemnumber articleno articlenumber materialno partno partnumber 產品編號 產品代碼 產品號 產品id 产品编号 产品代码 "
    "产品号 产品id 商品編號 商品代碼 商品编号 商品代码 商品id 貨號 货号 料號 料号 品號 品号",
    "product item article material 產品 产品 商品",
    "productname itemname description productdescription itemdescription 產品名稱 产品名称 商品名稱 商品名称 品名",
)
LINE: Tiers = (
    "productline subcategory productsubcategory productsubcategoryname englishproductsubcategoryname productgroup "
    "productfamily 產品線 产品线 產品系列 产品系列 子類別 子类别 次類別 小類 小类 二級類別 二级类别 二级分类",
    "category productcategory categoryname categoryid productcategoryname englishproductcategoryname 類別 类别 分類 "
    "分类 品類 品类 產品類別 产品类别 商品類別 商品类别 產品分類 产品分类",
)
CATEGORY: Tiers = (LINE[1] + " 大類 大类 一級類別 一级类别 一级分类",)
REP: Tiers = (
    "employeekey employeeid employeeno employeenumber employeecode salespersonid salespersonkey salespersoncode "
    "salesrepid salesrepcode salesrepno repid repcode repkey agentid staffid 業務員編號 業務編號 業務代號 员工编号 "
    "員工編號 业务员编号 销售员编号 銷售員編號 工號 工号",
    "rep salesrep salesperson salesman representative salesrepresentative employee agent seller accountmanager "
    "業務 業務員 業務代表 業務人員 业务 业务员 业务代表 销售员 销售代表 销售人员 銷售員 銷售代表 銷售人員 負責業務",
    "employeename salespersonname salesrepname repname 業務員姓名 业务员姓名 员工姓名 員工姓名 销售员姓名",
)
REGION: Tiers = (
    "salesterritorykey salesterritoryid territorykey territoryid territorycode regionid regionkey regioncode "
    "區域代碼 區域編號 地區代碼 区域代码 区域编号 地区代码",
    "region salesregion territory salesterritory area salesarea 區域 地區 大區 銷售區域 銷售地區 区域 地区 大区 "
    "销售区域 销售地区",
    "regionname territoryname salesterritoryregion 區域名稱 区域名称 地區名稱 地区名称",
)
COUNTRY: Tiers = (
    "country countryregion countryname nation customercountry countrycode 國家 国家 國別 国别 國家地區 国家地区",
    "shipcountry shiptocountry billingcountry shippingcountry salesterritorycountry",
)
NAME: Tiers = ("name fullname 名稱 名称 姓名 中文名稱 中文名称",)
HANT: Tiers = ("namezhhant namezhtw traditionalchinesename nametraditionalchinese 繁體名稱 繁体名称 繁體中文名稱",)
HANS: Tiers = ("namezhhans namezhcn simplifiedchinesename namesimplifiedchinese 簡體名稱 简体名称 简体中文名称",)
CURRENCY: Tiers = ("currency currencycode curr 幣別 幣種 幣值別 币别 币种 貨幣 货币 貨幣代碼 货币代码",)
