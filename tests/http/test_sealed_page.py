"""What the inspector is told of comments that their senders change while they are sealed."""

from flask import Flask

from comments_service.domain.accounts.roles import Role
from comments_service.services.intake.own_submission import revise, withdraw
from comments_service.services.intake.receipt_holder import ShownReceipt
from comments_service.services.intake.submit import submit
from comments_service.services.register.deciding import seal
from comments_service.services.service import Service
from comments_service.web.api.schemas import parse_submission
from tests.conftest import World
from tests.worlds.officers import Desk, add_officer, signed_in

TOLD = "转纪检的意见近7天由反馈人修改或撤回"
LATER = "2018-07-22T11:00:00+08:00"


def test_the_inspector_reads_who_agreed_for_a_child(
    world: World, app: Flask, service: Service
) -> None:
    taken = submit(service, parse_submission(world.citizen(guardian="周慧兰")))
    handler = add_officer(service, "heli", Role.HANDLER).id
    seal(service, handler, [taken.comments[0].id], "检举")
    page = signed_in(app, "lujian", Role.INSPECTOR).get("sealed").text
    assert ("监护人姓名" in page, "周慧兰" in page) == (True, True)


def test_the_inspector_is_told_for_a_week_and_reads_what_was_said_before(
    world: World, app: Flask, service: Service
) -> None:
    comments = [{"stance": "oppose", "body": f"某局长收钱，{n}。"} for n in ("其一", "其二")]
    taken = submit(service, parse_submission(world.citizen(comments=comments)))
    first, second = (each.id for each in taken.comments)
    seal(service, add_officer(service, "heli", Role.HANDLER).id, [first, second], "检举")
    inspector = signed_in(app, "lujian", Role.INSPECTOR)
    assert TOLD not in inspector.get().text
    assert "改动前的内容" not in inspector.get("sealed").text
    shown = ShownReceipt(taken.receipt_no, taken.query_code)
    revise(service, shown, first, {"stance": "oppose", "body": "其实没有。"})
    revise(service, shown, first, {"stance": "oppose", "body": "我记错了。"})
    withdraw(service, shown, second)
    page = inspector.get("sealed").text
    for words in ("我记错了。", "其实没有。", "其一", "其二", "修改意见", "撤回意见", "已撤回"):
        assert words in page, words
    assert f'<b class="yl-duty-count">2条</b>\n<span class="yl-duty-words">{TOLD}' in (
        inspector.get().text
    )
    assert "within 7 days" in inspector.get("?lang=en").text
    assert TOLD not in signed_in(app, "zhoumin", Role.HANDLER).get().text
    assert TOLD not in Desk(world.app(YANLU_NOW=LATER), "lujian").get().text
