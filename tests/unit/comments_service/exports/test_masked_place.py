import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments_service.domain.comments.masked_place import mask_place


@pytest.mark.parametrize(
    ("place", "masked"),
    [
        ("锦绣花园小区5栋", ""),
        ("张湾区锦绣花园小区5栋302", "张湾区"),
        ("十堰市茅箭区翠湖社区", "十堰市茅箭区"),
        ("张三丰家在阳光城区", ""),
        ("十堰市张湾区车城路12号", "十堰市张湾区"),
        ("湖北省十堰市郧西县上津镇", "湖北省十堰市郧西县"),
        (" 十堰市 茅箭区 ", "十堰市茅箭区"),
        ("房县", "房县"),
        ("丹江口市", "丹江口市"),
        ("北京市", "北京市"),
        ("广州市天河区", "广州市天河区"),
        ("济南市市中区", "济南市市中区"),
        ("唐山市路南区", "唐山市路南区"),
        ("吉林市船营区", "吉林市船营区"),
        ("上海市浦东新区世纪大道1号", "上海市浦东新区"),
        ("十堰经济技术开发区", "十堰经济技术开发区"),
        ("十堰高新区", "十堰高新区"),
        ("武当山旅游经济特区", "武当山旅游经济特区"),
        ("神农架林区", "神农架林区"),
        ("大兴安岭地区呼玛县", "大兴安岭地区呼玛县"),
        ("恩施土家族苗族自治州恩施市", "恩施土家族苗族自治州恩施市"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江拉祜族佤族布朗族傣族自治县"),
        ("内蒙古自治区阿拉善盟额济纳旗", "内蒙古自治区阿拉善盟额济纳旗"),
        ("新乡市红旗区", "新乡市红旗区"),
        ("天门市", "天门市"),
        ("西安市新城区", "西安市"),
        ("湖北省", ""),
        ("十堰", ""),
        ("", ""),
        ("区", ""),
        ("晨光机械公司厂区", ""),
        ("东风汽车工业园区", ""),
        ("建材市场", ""),
        ("我家在张湾区", ""),
        ("林晓芸住在十堰市张湾区", ""),
        ("车城路12号张湾区", ""),
        ("红旗大街", ""),
        ("丹江口库区", ""),
        ("实验学校校区", ""),
        ("武当山景区", ""),
        ("城东片区", ""),
        ("张\u200b湾区", ""),
        ("Zhangwan District", ""),
    ],
)
def test_a_place_is_shown_down_to_its_county_and_only_where_it_begins_so(
    place: str, masked: str
) -> None:
    assert mask_place(place) == masked


HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=12)


@given(
    st.sampled_from(["小区", "社区", "校区", "园区", "厂区", "景区", "库区", "片区", "城区"]), HAN
)
def test_no_estate_or_works_is_ever_shown(ending: str, before: str) -> None:
    assert ending not in mask_place(before + ending + "5栋")


@given(HAN, st.text(max_size=12))
def test_what_is_shown_is_the_beginning_of_what_was_typed(before: str, after: str) -> None:
    assert f"张湾区{after}".startswith(mask_place(f"张湾区{after}") or " ")
    assert before.startswith(mask_place(before))
