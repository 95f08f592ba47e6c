from interface.page_foot import site_facts
from publisher.sources import SiteFile


def test_a_footer_names_only_what_is_given() -> None:
    assert site_facts(SiteFile()) == ()


def test_a_footer_has_the_items_of_the_guideline_in_their_order() -> None:
    site = SiteFile(
        organiser="市经信委",
        site_code="4203000001",
        icp="鄂ICP备1号",
        police="鄂公网安备42030002000001号",
    )
    assert [(fact.label, fact.value) for fact in site_facts(site)] == [
        ("主办单位", "市经信委"),
        ("网站标识码", "4203000001"),
        ("", "鄂ICP备1号"),
        ("", "鄂公网安备42030002000001号"),
    ]


def test_the_registers_are_linked() -> None:
    site = SiteFile(icp="鄂ICP备1号", police="鄂公网安备42030002000001号")
    assert all(fact.href.startswith("https://") for fact in site_facts(site))
