import pytest

from comments_service.domain.masking import mask_name


def person(name: str, *, consent: bool = False) -> str:
    return mask_name("person", name, "", "", consent)


def organisation(name: str, place: str = "", *, consent: bool = False) -> str:
    return mask_name("organisation", "林晓芸", name, place, consent)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张三丰", "张*丰"),
        ("欧阳小明", "欧**明"),
        ("林", "*"),
        ("", "*"),
        ("张　三", "张*"),
        (" 张 三 丰 ", "张*丰"),
        ("𠮷田", "𠮷*"),
        ("买买提·艾力", "买****力"),
        ("John Smith", "J*** ****h"),
        ("Émile Zola", "É**** ***a"),
        ("E\u0301a", "É*"),
        ("葛\U000e0100城", "葛\U000e0100*"),
        ("👩\u200d🌾晓", "👩\u200d🌾*"),
    ],
)
def test_a_person_keeps_the_first_character_and_from_three_on_the_last(
    name: str, masked: str
) -> None:
    assert person(name) == masked


def test_a_person_who_consented_stands_in_full() -> None:
    assert person("张三丰", consent=True) == "张三丰"


def test_consent_cannot_publish_a_name_that_is_not_there() -> None:
    assert person(" ", consent=True) == "*"


@pytest.mark.parametrize(
    ("name", "place", "masked"),
    [
        ("茅箭区晨光机械有限公司", "张湾区", "某企业(张湾区)"),
        ("茅箭区晨光机械有限公司", "十堰市张湾区车城路12号", "某企业(十堰市张湾区)"),
        ("茅箭区晨光机械有限公司", "晨光机械公司厂区", "某企业"),
        ("茅箭区晨光机械有限公司", "", "某企业"),
        ("", "房县", "某企业(房县)"),
        ("汽车零部件行业协会", "茅箭区", "某协会(茅箭区)"),
    ],
)
def test_an_organisation_is_its_kind_and_its_county(name: str, place: str, masked: str) -> None:
    assert organisation(name, place) == masked


def test_an_organisation_that_consented_stands_by_its_name_not_by_its_contact() -> None:
    assert organisation("晨光机械有限公司", "张湾区", consent=True) == "晨光机械有限公司"


@pytest.mark.parametrize(
    "name", ["柏林村委会", "红卫社区居委会", "柏林村民委员会", "红卫居民委员会", "柏林村(居)委会"]
)
def test_a_village_or_residents_committee_stands_by_its_name(name: str) -> None:
    assert organisation(name, "张湾区") == name


def test_a_department_stands_by_its_name() -> None:
    assert (
        mask_name("department", "林晓芸", "市财政局", "", consent_publish_name=False) == "市财政局"
    )


def test_a_department_may_give_its_name_where_persons_give_theirs() -> None:
    assert mask_name("department", "市财政局", "", "", consent_publish_name=False) == "市财政局"


def test_a_contact_of_a_nameless_department_is_masked() -> None:
    assert mask_name("department", "林晓芸", "", "", consent_publish_name=False) == "林*芸"


def test_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="robot"):
        mask_name("robot", "林晓芸", "", "", consent_publish_name=False)
