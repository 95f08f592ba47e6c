import pytest

from comments_service.domain.comments.masking import mask_name


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
        ("葛\U000e0100城", "葛*"),
        ("👩\u200d🌾晓", "*"),
        ("张·三", "张*"),
        ("张.三", "张*"),
        ("张-三", "张*"),
        ("张 · 三", "张*"),
        ("张\u200b三", "张*"),
        ("张\u00ad三", "张*"),
        ("张\u3164三", "张*"),
        ("张\u318d三", "张*"),
        ("张○三", "张*"),
        ("·张三·", "张*"),
        ("·", "*"),
        ("阿卜杜·热合曼", "阿*****曼"),
        ("A B", "A *"),
        ("A. B.", "A *"),
        ("J Smith", "J ****h"),
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


@pytest.mark.parametrize("name", ["欧阳正心", "上官文室", "王登科", "李文会", "周志院"])
def test_a_person_who_gives_only_a_name_is_no_department(name: str) -> None:
    masked = mask_name("department", name, "", "", consent_publish_name=False)
    assert masked == name[0] + "*" * (len(name) - 2) + name[-1]


@pytest.mark.parametrize(
    ("body", "masked"),
    [
        ("十堰市财政局", "十堰市财政局"),
        ("市政府法规处", "市政府法规处"),
        ("行政服务中心", "行政服务中心"),
        ("市委政策研究室", "市委政策研究室"),
        ("张三丰", "张*丰"),
        ("欧阳正心", "欧**心"),
        ("城管1局", "城**局"),
        ("财局", "财*"),
        ("晨光机械有限公司", "晨******司"),
    ],
)
def test_a_department_stands_by_its_name_only_if_that_reads_as_an_office(
    body: str, masked: str
) -> None:
    assert mask_name("department", "林晓芸", body, "", consent_publish_name=False) == masked


def test_an_organisation_that_shows_nothing_is_none() -> None:
    masked = mask_name("department", "市财政局", "\u3164", "", consent_publish_name=False)
    assert masked == "市财政局"


def test_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="robot"):
        mask_name("robot", "林晓芸", "", "", consent_publish_name=False)
