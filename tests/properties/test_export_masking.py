from hypothesis import given
from hypothesis import strategies as st

from comments_service.domain.comments.masking import mask_name

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=8)


@given(HAN)
def test_a_chinese_name_keeps_its_length_and_its_ends_only(name: str) -> None:
    masked = mask_name("person", name, "", "", consent_publish_name=False)
    assert len(masked) == len(name)
    assert set(masked[1:-1]) <= {"*"}
    assert "*" in masked


@given(st.text(max_size=12), st.text(max_size=12))
def test_a_masked_name_is_never_empty(name: str, place: str) -> None:
    for kind in ("person", "organisation", "department"):
        assert mask_name(kind, name, "", place, consent_publish_name=False).strip()


@given(HAN, st.text(st.sampled_from("·.-— \u3000\u200b\u00ad\u3164\ufe0f\u318d'"), max_size=4))
def test_what_stands_between_the_characters_reveals_none_of_them(name: str, between: str) -> None:
    masked = mask_name("person", between.join(name), "", "", consent_publish_name=False)
    plain = mask_name("person", name, "", "", consent_publish_name=False)
    assert masked.replace("*", "") == plain.replace("*", "")
    assert "*" in masked


@given(HAN, HAN)
def test_a_masked_company_shows_nothing_of_its_name(name: str, contact: str) -> None:
    masked = mask_name("organisation", contact, f"{name}有限公司", "张湾区", False)  # noqa: FBT003
    assert masked == "某企业(张湾区)"
