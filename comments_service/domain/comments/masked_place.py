"""Where a participant is from, as the public may read it: down to the county and no further.

People type a place as they like, an address, an estate or a sentence with a name in it. So
nothing is taken out of the middle: the text must begin as an administrative division does,
and what follows the county is dropped.
"""

import re
from functools import lru_cache

_PROVINCES = (
    "北京天津上海重庆河北山西辽宁吉林江苏浙江安徽福建江西山东河南湖北湖南广东海南四川贵州云南"
    "陕西甘肃青海台湾广西西藏宁夏新疆香港澳门"
)
_PEOPLES = (
    "土家|苗|回|满|蒙古|壮|瑶|侗|彝|藏|羌|黎|畲|朝鲜|白|傣|哈尼|拉祜|佤|傈僳|独龙|怒|普米|纳西|"
    "布依|水|仡佬|仫佬|毛南|裕固|东乡|保安|撒拉|土|哈萨克|锡伯|塔吉克|达斡尔|鄂伦春|鄂温克|景颇|"
    "布朗|维吾尔|柯尔克孜|俄罗斯|各"
)
_ZONES = (
    "经济技术开发区|高新技术产业开发区|高新技术开发区|新技术开发区|经济开发区|旅游经济特区|开发区|"
    "高新区|经开区|新区|特区"
)
# Estates, works and the like end in 区 too, and 市 or 旗 end words that are no place at all.
_NO_DIVISION = re.compile(
    "[小社校园厂景库片城辖街院住宅]区|花园|家园|嘉园|公寓|大厦|宿舍|家属|住宅|生活|别墅|苑|新村|工业|"
    "物流|商业|商务|广场|[超菜夜集早]市|[国彩锦]旗|红旗(?!区)"
)

_HAN = "[\u3400-\u9fff]"
# 市 is in names such as 市中区, 路 in 路南区; elsewhere they end a name or begin a street.
_LETTER = f"(?:(?![省市区县旗街号厂司路在住我的]){_HAN})"
_NAME = f"(?:(?:市(?=[中东南西北]区)|路(?=[南北桥])|红旗(?=区)|{_LETTER}){_LETTER}{{0,4}})"
_AUTONOMOUS = f"{_NAME}(?:(?:{_PEOPLES})族){{0,5}}自治"
_PROVINCE = (
    f"(?:(?:{'|'.join(re.findall('..', _PROVINCES))}|内蒙古|黑龙江)"
    "(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)?)"
)
_PREFECTURE = f"(?:{_AUTONOMOUS}州|{_NAME}(?:市|地区|盟|州))"
_COUNTY = f"(?:{_NAME}?(?:{_ZONES})|{_AUTONOMOUS}[县旗]|{_NAME}[区县市旗]|红旗区)"
_PLACE = re.compile(f"{_PROVINCE}?{_PREFECTURE}?{_COUNTY}")
_GOES_ON = ("市场", "旗舰")
_BLANKS = re.compile(r"[\s,，、·/-]+")


@lru_cache(maxsize=1024)
def mask_place(place: str) -> str:
    """Return a place down to its county, "": none; 十堰市张湾区车城路12号 is 十堰市张湾区."""
    plain = _BLANKS.sub("", place)
    return next((found for found in _readings(plain) if not _NO_DIVISION.search(found)), "")


def _readings(plain: str) -> list[str]:
    """Return what the text may begin with, the longest reading first."""
    ends = [end for end in range(len(plain), 0, -1) if plain[end - 1 : end + 1] not in _GOES_ON]
    return [plain[:end] for end in ends if _PLACE.fullmatch(plain, 0, end)]
