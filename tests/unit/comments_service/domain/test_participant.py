import pytest

from comments_service.domain.comments.participant import (
    ParticipantKind,
    Personal,
    Phone,
    lookup_value,
    normalise_email,
    normalise_phone,
    normalise_uscc,
    parse_phone,
    uscc_fault,
)


def value(kind: str, name: str, **facts: str) -> str:
    return lookup_value(ParticipantKind(kind), Personal(name, **facts))


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("13807281234", "+8613807281234"),
        ("138 0728 1234", "+8613807281234"),
        ("138-0728-1234", "+8613807281234"),
        ("１３８０７２８１２３４", "+8613807281234"),
        ("+86 138 0728 1234", "+8613807281234"),
        ("8613807281234", "+8613807281234"),
        ("19900000000", "+8619900000000"),
        ("14012345678", "+8614012345678"),
        ("0719-8651234", "+867198651234"),
        ("(0719) 8651234", "+867198651234"),
        ("+49 30 901820", "+4930901820"),
        ("138.0728.1234", "+8613807281234"),
        ("(+86) 138 0728 1234", "+8613807281234"),
        ("0719—8651234", "+867198651234"),
        ("\u202d13807281234\u202c", "+8613807281234"),
        ("138\u200b07281234\ufeff", "+8613807281234"),
        ("0719-8651234转812", "+867198651234"),
        ("852 2345 6789", "+85223456789"),
        ("853-2833 5577", "+85328335577"),
    ],
)
def test_a_phone_number_has_one_written_form(typed: str, written: str) -> None:
    assert normalise_phone(typed) == written


@pytest.mark.parametrize(
    "mark",
    [
        *[
            "转",
            " 转 ",
            "转接",
            "轉",
            "分机",
            "转分机",
            "转分机号：",
            "分機",
            "内线",
            "，转",
            "（转",
            "；分机：",
        ],
        *[" ext. ", "ext", " EXT:", " extension ", " x", "X", "ｘ", "#", ";ext=", "；ＥＸＴ＝"],
        *["-", "－", "—", " - ", "(", "（"],
    ],
)
def test_an_extension_is_kept_however_it_is_written(mark: str) -> None:
    assert parse_phone(f"0719-8652211{mark}8001") == Phone("+867198652211", "8001")
    assert parse_phone(f"+86 138 0728 1234{mark}0071") == Phone("+8613807281234", "0071")


def test_an_extension_in_parentheses_may_be_closed() -> None:
    for typed in ("0719-8652211（转8001）", "(0719)8652211(8001)"):
        assert parse_phone(typed) == Phone("+867198652211", "8001")


def test_a_phone_is_written_with_its_extension() -> None:
    assert Phone("+867198652211", "8001").written == "+867198652211转8001"
    assert Phone("+867198652211").written == "+867198652211"


@pytest.mark.parametrize("typed", ["138-0728-1234", "010-6555-1234", "+49 30 901820-0"])
def test_a_dash_inside_a_number_begins_no_extension(typed: str) -> None:
    phone = parse_phone(typed)
    assert phone is not None
    assert phone.extension == ""


def test_an_extension_does_not_change_who_somebody_is() -> None:
    numbers = ("0719-8652211", "0719-8652211转8001", "+867198652211;ext=12", "0719-8652211-3")
    assert len({value("person", "林晓芸", phone=number) for number in numbers}) == 1


@pytest.mark.parametrize(
    "typed",
    [
        *["0719-8651234转", "0719-8651234转内线", "0719-8651234转13807281234", "转8001"],
        *["0719-8651234-8651235", "0719-8651234 8001", "8651234-8001", "12345678901-8001"],
        *["", "12345678901", "1380728123", "138072812345", "8651234", "电话", "+86"],
        *[
            "电话13807281234",
            "13807281234谢谢",
            "tel:13807281234",
            "13807281234 x",
            "++8613807281234",
        ],
        *["0719-8651234;8651235", "138 0728 1234 / 139", "1-800-FLOWERS", "138,0728,1234"],
        *["١٣٨٠٧٢٨١٢٣٤", "१३८०७२८१२३४"],
    ],
)
def test_what_is_no_phone_number_is_told(typed: str) -> None:
    assert normalise_phone(typed) is None


@pytest.mark.parametrize("unseen", ["\x7f", "\x80", "\u200b", "\u202d", "\ufff9", "\ufffe"])
def test_what_shows_nothing_in_a_contact_refuses_nobody(unseen: str) -> None:
    assert normalise_phone(f"{unseen}138{unseen}07281234{unseen}") == "+8613807281234"
    assert normalise_email(f"{unseen}lin{unseen}@example.test{unseen}") == "lin@example.test"


@pytest.mark.parametrize(
    ("typed", "written"),
    [("Lin@Example.TEST", "lin@example.test"), ("a.b+c@gov.cn", "a.b+c@gov.cn")],
)
def test_an_email_address_has_one_written_form(typed: str, written: str) -> None:
    assert normalise_email(typed) == written


@pytest.mark.parametrize("typed", ["", "lin", "lin@", "@x.cn", "a b@x.cn", "a@x..cn"])
def test_what_is_no_email_address_is_told(typed: str) -> None:
    assert normalise_email(typed) is None


def test_a_credit_code_is_checked_by_its_check_character() -> None:
    assert normalise_uscc(" 91350100m000100y43 ") == "91350100M000100Y43"
    assert normalise_uscc("91350100M000100Y44") is None
    # A village collective; and one as it is copied from a page.
    assert normalise_uscc("N2420302MF01234566") == "N2420302MF01234566"
    assert normalise_uscc("9135 0100 M000 100Y 43") == "91350100M000100Y43"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", "length"),
        ("91350100M000100Y4", "length"),
        ("91350100M000100Y433", "length"),
        ("O1350100M000100Y43", "characters"),
        ("913501A0M000100Y43", "characters"),
        ("91350100M000100Y44", "check"),
        ("91350100M000100Y43", ""),
    ],
)
def test_what_is_wrong_with_a_credit_code_is_told(typed: str, fault: str) -> None:
    assert uscc_fault(typed) == fault


def test_a_person_is_known_by_folded_name_and_phone() -> None:
    first = value("person", "林晓芸", phone="138 0728 1234", email="a@x.test")
    assert first == value("person", "林 曉芸", phone="+8613807281234")
    assert first != value("person", "林晓云", phone="13807281234")


def test_without_a_phone_the_address_counts() -> None:
    assert value("person", "林晓芸", email="A@x.test") == value(
        "person", "林晓芸", email="a@X.test"
    )


def test_an_organisation_is_known_by_its_code_whoever_writes() -> None:
    first = value("organisation", "周立群", organisation="晨光", uscc="91350100M000100Y43")
    assert first == value("organisation", "何书平", organisation="x", uscc="91350100m000100y43")


def test_without_a_code_its_folded_name_counts() -> None:
    first = value("organisation", "周立群", organisation="晨光机械（集团）")
    assert first == value("organisation", "何书平", organisation="晨光机械(集团)")


def test_a_department_is_never_an_organisation_of_the_same_name() -> None:
    name = "十堰市财政局"
    assert value("department", "何", organisation=name) != value(
        "organisation", "何", organisation=name
    )
