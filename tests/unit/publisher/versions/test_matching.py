"""A clause is recognised by its words, never by its number."""

import pytest

from tests.worlds.drafts import DATA, asked, carried, matched

PLEDGE = "第一条 市人民政府设立工业发展专项资金，每年安排五千万元，用于企业技术改造。"
REWARD = "第二条 对首次进入规模以上工业企业名录的企业，给予一次性奖励二十万元。"
LAND = "第三条 优先保障重点工业项目用地，简化审批程序，缩短办理时限。"
LAW = f"{PLEDGE}\n{REWARD}\n{LAND}"


def renumbered(article: str, number: str) -> str:
    return f"第{number}条{article[article.index('条') + 1 :]}"


def test_an_identical_text_is_carried_clause_by_clause() -> None:
    found = matched(LAW, LAW)
    assert carried(found) == {eid: eid for eid in found.pairs}
    assert asked(found) == set()


def test_a_renumbered_article_is_the_same_and_its_number_passes_to_another() -> None:
    new = "\n".join(
        [
            "第一条 为促进工业经济平稳健康运行，结合本市实际，制定本意见。",
            renumbered(PLEDGE, "二"),
            renumbered(REWARD, "三"),
            renumbered(LAND, "四"),
        ]
    )
    found = matched(LAW, new)
    assert carried(found)["art_1"] == "art_2"
    assert carried(found)["art_3__para_1"] == "art_4__para_1"
    assert "art_1" not in found.back


def test_the_same_number_with_another_text_is_not_carried() -> None:
    found = matched(LAW, LAW.replace(REWARD, "第二条 建立首席服务官制度，实行包保责任。"))
    assert "art_2" not in found.pairs
    assert "art_2" not in found.back


def test_punctuation_and_width_are_no_evidence_against() -> None:
    found = matched(LAW, LAW.replace("，", ",").replace("第二条 ", "第二条　　"))
    assert {pair.similarity for pair in found.pairs.values()} == {1.0}


def test_traditional_characters_are_another_text() -> None:
    pair = matched(LAW, LAW.replace("发", "發").replace("业", "業")).pairs["art_1"]
    assert pair.similarity < 1


def test_an_edited_article_is_carried_with_its_likeness() -> None:
    found = matched(LAW, LAW.replace("五千万元", "八千万元"))
    assert found.pairs["art_1"].sure
    assert 0.6 < found.pairs["art_1"].similarity < 1


def test_what_is_alike_by_less_than_six_tenths_is_asked_once_for_the_whole_article() -> None:
    edited = "第一条 市人民政府设立工业发展基金，每年安排资金，用于支持企业开展技术改造和研发。"
    found = matched(LAW, LAW.replace(PLEDGE, edited))
    assert asked(found) == {("art_1", "art_1")}
    assert "art_1__para_1" not in carried(found)


def test_two_near_equals_are_asked_not_guessed() -> None:
    old = "第一条 申报企业应当提交营业执照、审计报告和项目备案文件。\n" + REWARD
    new = "\n".join(
        [
            "第一条 申报单位应当提交营业执照、审计报告和项目备案文件。",
            "第二条 申报机构应当提交营业执照、审计报告和项目备案文件。",
            renumbered(REWARD, "三"),
        ]
    )
    found = matched(old, new)
    assert "art_1" not in carried(found)
    assert carried(found)["art_2"] == "art_3"
    assert len(asked(found)) == 1 + len(found.split)


def test_repeated_items_stay_with_their_own_article() -> None:
    items = "有下列情形之一的，不予支持：\n（一）弄虚作假的；\n（二）未按时申报的。"
    old = f"第一条 对技术改造项目，{items}\n第二条 对新建厂房项目，{items}"
    new = f"第一条 对新建厂房项目，{items}\n第二条 对技术改造项目，{items}"
    found = matched(old, new)
    assert carried(found)["art_1"] == "art_2"
    assert carried(found)["art_1__para_1__point_2"] == "art_2__para_1__point_2"
    assert carried(found)["art_2__para_1__point_1"] == "art_1__para_1__point_1"


def test_duplicates_are_told_apart_by_their_neighbours() -> None:
    support = "支持企业扩大生产，鼓励企业开展技术改造。"
    old = f"一、总则\n同上。\n{support}\n同上。\n"
    new = f"一、总则\n{support}\n同上。\n"
    assert carried(matched(old, new))["part_1__para_3"] == "part_1__para_2"


def test_a_paragraph_that_moved_to_another_article_is_carried() -> None:
    moved = "申请人对审核结果有异议的，可以自收到通知之日起十日内申请复核。"
    found = matched(f"{LAW}\n{moved}", LAW.replace(REWARD, f"{REWARD}\n{moved}"))
    assert carried(found)["art_3__para_2"] == "art_2__para_2"


def test_an_article_that_went_into_another_in_other_words_is_a_possible_merge() -> None:
    sentence = REWARD.removeprefix("第二条 ").replace("二十万元", "五十万元")
    found = matched(LAW, "\n".join([PLEDGE + sentence, renumbered(LAND, "二")]))
    assert ("art_2", "art_1") in asked(found)
    assert not found.merged["art_2"].sure


def test_an_article_that_was_parted_in_other_words_is_a_possible_split() -> None:
    first = PLEDGE
    second = REWARD.removeprefix("第二条 ").replace("二十万元", "五十万元")
    old = "\n".join([first + second, renumbered(LAND, "二")])
    found = matched(old, LAW)
    assert not found.split["art_2"].sure
    assert ("art_1", "art_2") in asked(found)


def test_what_was_joined_or_parted_word_for_word_is_not_asked() -> None:
    sentence = REWARD.removeprefix("第二条 ")
    joined = "\n".join([PLEDGE + sentence, renumbered(LAND, "二")])
    merging, parting = matched(LAW, joined), matched(joined, LAW)
    assert merging.merged["art_2"].sure
    assert parting.split["art_2"].sure
    assert carried(merging)["art_1"] == carried(parting)["art_1"] == "art_1"
    assert asked(merging) == asked(parting) == set()


def test_what_changed_nothing_holds_nothing_more_than_before() -> None:
    said = "（一）机关出具的监管意见。\n（二）机关发布的规定、机关出具的监管意见和报告。\n"
    kept = "（一）机关发布的规定、机关出具的监管意见和报告。\n"
    found = matched(f"一、依据\n{said}", f"一、依据\n{kept}")
    assert found.merged == {}
    assert asked(found) == set()


def test_headings_that_are_exchanged_take_their_names_along() -> None:
    old = "一、资金\n（一）设立基金。\n二、用地\n（一）保障指标。\n"
    new = "一、用地\n（一）设立基金。\n二、资金\n（一）保障指标。\n"
    found = carried(matched(old, new))
    assert (found["part_1"], found["part_2"]) == ("part_2", "part_1")


@pytest.mark.parametrize("mark", ["", "——"], ids=["paragraphs", "dashes"])
def test_a_clause_whose_items_became_paragraphs_is_the_same(mark: str) -> None:
    said = ("身份证；", "近三个月的水电费缴纳凭证；", "所在社区出具的居住证明。")
    items = "\n".join(f"（{n}）{words}" for n, words in zip("一二三", said, strict=True))
    lead = "第二条 申请人应当提交下列材料："
    rest = "\n".join(mark + words for words in said)
    found = matched(f"{PLEDGE}\n{lead}\n{items}\n", f"{PLEDGE}\n{lead}\n{rest}\n")
    old = [f"art_2__para_1__point_{number}" for number in (1, 2, 3)]
    assert carried(found)["art_2"] == "art_2"
    assert carried(found)["art_2__para_1"] == "art_2__para_1"
    assert set(old) <= set(carried(found))
    assert asked(found) == set()


def test_an_article_is_known_by_the_paragraph_that_leads_to_its_list() -> None:
    lead = "第二条 申请人应当提交下列材料："
    old = f"{PLEDGE}\n{lead}\n（一）身份证；\n（二）户口簿。\n"
    new = f"{PLEDGE}\n{lead}\n（一）审计报告；\n（二）可行性研究报告；\n（三）环评批复。\n"
    assert carried(matched(old, new))["art_2"] == "art_2"


def test_a_line_that_stands_once_in_each_is_no_other_clause() -> None:
    title = "创业带动就业补贴申请"
    old = f"1、{title}\n（1）招用三人的，每人两千元。\n（2）每增加一人，加一千元。\n"
    new = f"一、市人力资源部门负责本办法的解释工作。\n{old}"
    assert carried(matched(old, new))["point_1"] == "part_1__point_1"


def test_an_edited_clause_between_two_known_ones_is_not_asked() -> None:
    words = "项目经理：　　　联系人：　　　联系电话："
    old = f"一、联系方式\n1.甲方{words}\n2.乙方{words}\n3.丙方{words}\n"
    found = matched(old, old.replace("乙方项目", "乙方（受让人）项目"))
    assert carried(found)["part_1__point_2"] == "part_1__point_2"
    assert asked(found) == set()


@pytest.mark.parametrize(
    ("fate", "kept"), [("art_1", {"art_1"}), ("deleted", set())], ids=["same", "deleted"]
)
def test_the_drafter_decides(fate: str, kept: set[str]) -> None:
    edited = "第一条 市人民政府设立工业发展基金，每年安排资金，用于支持企业开展技术改造和研发。"
    found = matched(LAW, LAW.replace(PLEDGE, edited), v1_art_1=fate)
    assert asked(found) == set()
    assert {eid for eid in carried(found) if eid == "art_1"} == kept


def test_a_confirmed_merge_leaves_the_successor_with_its_own_name() -> None:
    sentence = REWARD.removeprefix("第二条 ")
    new = "\n".join([PLEDGE + sentence, renumbered(LAND, "二")])
    found = matched(LAW, new, v1_art_2="merged:art_1", v1_art_1="art_1")
    assert found.merged["art_2"].sure
    assert carried(found)["art_1"] == "art_1"


def test_policy_texts_are_matched_part_by_part() -> None:
    old = "一、资金\n（一）设立专项资金，每年五千万元。\n二、用地\n（一）优先保障工业用地指标。\n"
    new = "一、用地\n（一）优先保障工业用地指标。\n二、资金\n（一）设立专项资金，每年六千万元。\n"
    found = matched(old, new)
    assert carried(found)["part_2__sec_1"] == "part_1__sec_1"
    assert found.pairs["part_1__sec_1"].new.eid == "part_2__sec_1"


def test_a_real_revision() -> None:
    old, new = ((DATA / name).read_text("utf-8") for name in ("v1.md", "v2.md"))
    found = matched(old, new)
    articles = {old: new for old, new in carried(found).items() if "__" not in old}
    assert articles == {"art_1": "art_1", "art_2": "art_2", "art_3": "art_3", "art_4": "art_4",
                        "art_5": "art_7"}  # fmt: skip
    assert {"art_5", "art_6"} & set(found.back) == set()


def test_a_clause_is_known_by_its_words_whatever_was_marked_in_it() -> None:
    old = "一、支持技术改造。\n二、加强财政保障。\n"
    new = (
        "一、加强[财政](https://www.example.gov.cn/a/very/long/address/of/a/page)保障。\n"
        "二、**支持**`技术`改造[^1]。\n\n[^1]: 说明\n"
    )
    assert carried(matched(old, new)) == {"part_1": "part_2", "part_2": "part_1"}
