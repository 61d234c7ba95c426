"""What tells encodings apart: the characters that are common in the two Chinese scripts and in Latin text.

The simplified characters stand in the order of their frequency in general text (public counts agree on these within
a few places); the traditional ones are the same words in the other script, with the words of business files.
"""

_SIMPLIFIED = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家"
    "种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民"
    "第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话"
    "合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神"
    "总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则"
    "听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候"
    "带导争运"
)
_BUSINESS_SIMPLIFIED = (
    "订单编号日期客户产品数量单价金额折扣成本业务员销售地区域国家渠道类别币种发货到期行项次名称姓部门主管职位经理入离职汇"
    "率总合计额小备注李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗华北东南西上海京广深圳杭州成都重庆武汉苏天津省市有限公司店"
    "网站线下手机电脑配件服装食品饮料家具办公文具票据号码元件箱台个包套红蓝绿黑白大小"
)
_BUSINESS_TRADITIONAL = (
    "訂單編號日期客戶產品數量單價金額折扣成本業務員銷售地區域國家通路渠道類別幣別發貨出貨到期行項次名稱姓部門主管職位經理"
    "入離職匯率總合計額小備註李王張劉陳楊趙黃周吳徐孫胡朱高林何郭馬羅華北東南西上海京廣台臺灣新竹中高雄桃園市縣區香港九龍"
    "有限公司股份店網站線下手機電腦配件服裝食品飲料傢具辦公文具票據號碼元件箱台個包套紅藍綠黑白大小"
)
_PAIRS = (
    "这這 个個 们們 来來 为為 国國 说說 时時 会會 对對 着著 过過 发發 后後 里裡 种種 经經 么麼 学學 现現 "
    "当當 没沒 动動 还還 进進 样樣 开開 从從 实實 军軍 无無 与與 长長 机機 关關 点點 业業 将將 两兩 间間 "
    "问問 应應 战戰 头頭 体體 见見 产產 制製 给給 话話 内內 门門 东東 声聲 论論 处處 义義 几幾 认認 条條 "
    "气氣 题題 尔爾 别別 变變 总總 电電 数數 报報 结結 务務 场場 计計 资資 许許 统統 区區 队隊 决決 马馬 "
    "书書 听聽 达達 强強 难難 权權 设設 记記 类類 边邊 张張 该該 规規 万萬 觉覺 领領 传傳 观觀 师師 术術 "
    "让讓 识識 带帶 导導 争爭 运運"
)
_TO_TRADITIONAL = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()})
SIMPLIFIED = frozenset(_SIMPLIFIED + _BUSINESS_SIMPLIFIED)
TRADITIONAL = frozenset(_SIMPLIFIED.translate(_TO_TRADITIONAL) + _BUSINESS_TRADITIONAL)
CHINESE_SIGNS = frozenset("，。、；：？！（）「」『』《》【】“”‘’—…·％￥＋－／０１２３４５６７８９　")
LATIN_SIGNS = frozenset("éèêëàâäáãåçíìîïñóòôöõøúùûüýÿßæœÉÈÀÂÄÁÅÇÍÑÓÖØÚÜŒ’‘“”–—…•€£©®™°·½¼²³ªº¡¿«»\xa0")
