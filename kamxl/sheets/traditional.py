"""Traditional characters of form labels, read as simplified ones (客戶檔案 → 客户档案)."""

from __future__ import annotations

from collections.abc import Iterable

_TRADITIONAL = (
    "與專業東爭優會傳體價佔係側僅儲兒內兩冊準別創劃劑動務勢勞匯區協單卻廠歷參發變臺號員問啟喪團園圍國圖圓地場塊塗壓壞處備"
    "復夠頭夾獎婦媽學寧實審寫寬對導屆屬層歲島嶺師帳帶幣幹庫廣廢應廳開異棄張強彈歸錄徹態總恆悅慣懲憂懷憑戰戲戶掃掛揚換據擇擔"
    "擬擁擴攝數斷於時曆書會條來極構槍樓標樣橋機檔檢權歡歸殘毀氣決況淨測湊渾滿漢濟潛營爾狀獨獲現環產畢異當療監盤眾確礎禮種稱積"
    "穩窮競筆簡簽籌類約級組細織終經結絡統維網緊編緩績聯職聽腦與舉舊萬蓋藝處虧衛衝補裝製複見規視覺觀計訂認記許設訪評詞試話該詳語"
    "誤說請諾談調論證識譯議護讓負財責貨質費資賠賣購贈趨跡車軟載輕輛輸輪辦達過運進違選適遞遲邊郵鄉鑒針錢銷錄鋪鍵鎖鐵長門間關陳"
    "陸階際隨險難雙雜離電響項順須預頒領頭題額風飛飯養館駐驗體點黨齊獻惡饋聞辭顯賬銀註週餽義貴幾淚喚鐘雲務擁啓籤滙蹟徵餘報單話項終續訂歸記錄聯絡團結數討論務類別費"
)
_SIMPLIFIED = (
    "与专业东争优会传体价占系侧仅储儿内两册准别创划剂动务势劳汇区协单却厂历参发变台号员问启丧团园围国图圆地场块涂压坏处备"
    "复够头夹奖妇妈学宁实审写宽对导届属层岁岛岭师账带币干库广废应厅开异弃张强弹归录彻态总恒悦惯惩忧怀凭战戏户扫挂扬换据择担"
    "拟拥扩摄数断于时历书会条来极构枪楼标样桥机档检权欢归残毁气决况净测凑浑满汉济潜营尔状独获现环产毕异当疗监盘众确础礼种称积"
    "稳穷竞笔简签筹类约级组细织终经结络统维网紧编缓绩联职听脑与举旧万盖艺处亏卫冲补装制复见规视觉观计订认记许设访评词试话该详语"
    "误说请诺谈调论证识译议护让负财责货质费资赔卖购赠趋迹车软载轻辆输轮办达过运进违选适递迟边邮乡鉴针钱销录铺键锁铁长门间关陈"
    "陆阶际随险难双杂离电响项顺须预颁领头题额风飞饭养馆驻验体点党齐献恶馈闻辞显账银注周馈义贵几泪唤钟云务拥启签汇迹征余报单话项终续订归记录联络团结数讨论务类别费"
)
_TABLE = str.maketrans(_TRADITIONAL, _SIMPLIFIED) | {ord("帳"): "账", ord("帐"): "账"}


def written(characters: Iterable[str]) -> set[str]:
    """The simplified characters, and the traditional ones that are read as these."""
    wanted = set(characters)
    return wanted | {chr(old) for old, new in _TABLE.items() if (new if isinstance(new, str) else chr(new)) in wanted}


def simplified(text: str) -> str:
    """The text with traditional characters replaced; 帐号 is 账号."""
    return text if text.isascii() else text.translate(_TABLE)
