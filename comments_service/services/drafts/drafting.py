"""What is done with drafts: received, filled in, handed in, withdrawn, released, removed.

Every step is an entry in the ledger before it takes effect in the inbox: nothing official is
without a trace, and where the disk refuses the effect, the step can be taken again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.ids import policy_id_fault
from catalogue.window import CHINA, china_day, rfc3339
from comments_service.domain.accounts.officer import Officer
from comments_service.domain.accounts.roles import Right
from comments_service.domain.drafts.draft_file import SentFile
from comments_service.domain.drafts.draft_record import (
    DraftRecord,
    DraftStage,
    DraftStep,
    HandedIn,
    Released,
)
from comments_service.domain.errors import ChangedMeanwhile, FieldFault, Invalid, NotYours
from comments_service.domain.intake.scan import kept_name
from comments_service.domain.ledger.draft_entries import DraftMoved
from comments_service.domain.ledger.entries import Occurrence
from comments_service.exports.atomic_write import flush_to_disk
from comments_service.services.appending import enter
from comments_service.services.drafts.child_builder import builder_turn
from comments_service.services.drafts.draft_folders import (
    Inbox,
    PolicyDraft,
    digests_of,
    read_file,
    write_json,
)
from comments_service.services.drafts.draft_making import make_draft
from comments_service.services.service import Service

_IDS = {
    "reserved": "这个编号留作他用，请换一个",
    "not_an_id": "编号只能用小写字母、数字和短横，如shiyan-industry-2018，不超过64个字符",
}
_KNOWN = "已经有这个编号的文件。如果是它的下一稿，请选那份文件"
_OWN = "交出的人不能自己发布，请由另一位有“发布”角色的人发布"
_OTHERS = "这份草稿是别人收进来的，由本人修改、交出和删除"
_OVERTAKEN = "这份文件现有的内容在此期间改过，请起草人点“存下，再检查一遍”，看过再交出"
# In which stages a step can be taken.
_FROM = {
    DraftStep.HANDED_IN: {DraftStage.WRITTEN},
    DraftStep.WITHDRAWN: {DraftStage.HANDED_IN, DraftStage.REFUSED},
    DraftStep.RELEASED: {DraftStage.HANDED_IN},
    DraftStep.REMOVED: {DraftStage.WRITTEN, DraftStage.PUBLISHED, DraftStage.REFUSED},
}


@dataclass(frozen=True, slots=True)
class Drafting:
    """The drafts as one officer may work on them; who may see them is asked before."""

    service: Service
    inbox: Inbox
    officer: Officer

    def policies(self) -> list[str]:
        """Return the policies of which the officer may bring the next version."""
        found = (path.parent.name for path in self.inbox.policies.glob("*/policy.yml"))
        return sorted(name for name in found if self.officer.concerns(name))

    def drafts(self) -> list[PolicyDraft]:
        """Return the drafts of policies that concern the officer, the newest first."""
        return [e for e in self.inbox.drafts() if self.officer.concerns(e.record.policy)]

    def receive(self, sent: SentFile, policy: str, *, new: bool) -> str:
        """Take a file in as a draft and return the draft's name.

        ``Invalid`` says what is wrong with file or id, ``TooMany`` that others are at work.
        """
        now = self.service.now()
        record = DraftRecord(
            policy=self._new_id(policy) if new else self._known_id(policy),
            file=f"source{sent.ending()}",
            name=kept_name(sent.name),
            by=self.officer.login,
            at=rfc3339(now),
            # Nothing is published without a day; its drafter may set another.
            answers={"published_on": china_day(now).isoformat()},
        )
        with builder_turn(), self.inbox.workspace() as work:
            self.inbox.require_room()
            made = make_draft(self.inbox.policies, work, record, sent.content)
            with self.inbox.locked():
                name = work.name.removeprefix(".")
                self._enter(name, made, DraftStep.RECEIVED)
                return self.inbox.put(work, name)

    def fill_in(
        self,
        draft: PolicyDraft,
        answers: Mapping[str, Any],
        policy: str,
        sent: SentFile | None = None,
    ) -> None:
        """Read the file again, or one ``sent`` in its place, with answers.

        A new policy may get another id. ``Invalid`` says which answer will not do;
        ``ChangedMeanwhile`` where the draft went on.
        """
        before = draft.record
        if before.by != self.officer.login:
            raise NotYours(_OTHERS)
        policy = before.policy if before.base else self._new_id(policy)
        now = {"policy": policy, "answers": dict(answers), "at": rfc3339(self.service.now())}
        if sent:
            now |= {"file": f"source{sent.ending()}", "name": kept_name(sent.name)}
        record = before.model_copy(update=now)
        try:
            content = sent.content if sent else read_file(draft.folder / record.file)
        except FileNotFoundError:
            raise ChangedMeanwhile from None
        with builder_turn(), self.inbox.workspace() as work:
            made = make_draft(self.inbox.policies, work, record, content)
            with self.inbox.locked():
                found = self.inbox.find(draft.id)
                if not found or found.record != before or found.stage is not DraftStage.WRITTEN:
                    raise ChangedMeanwhile
                if sent:
                    self._enter(draft.id, made, DraftStep.RECEIVED)
                self.inbox.put(work, draft.id)

    def take_step(self, name: str, step: DraftStep, seen: str = "") -> None:
        """Hand a draft in, withdraw, release or remove it; ``seen``: the digest of what was shown.

        ``ChangedMeanwhile`` where the draft is no more what it was; ``NotYours`` where another
        person must do this; ``Invalid`` where something must be put right before.
        """
        with self.inbox.locked():
            draft = self.inbox.find(name)
            if draft is None or draft.stage not in _FROM[step]:
                raise ChangedMeanwhile
            self._require_person(draft, step)
            if step in {DraftStep.HANDED_IN, DraftStep.RELEASED}:
                _require_same(draft, seen)
                if digests_of(self.inbox.policies / draft.record.policy) != draft.record.base:
                    raise Invalid(FieldFault("", _OVERTAKEN))
            self._enter(name, draft, step)
            self._take_effect(draft, step)

    def _require_person(self, draft: PolicyDraft, step: DraftStep) -> None:
        me = self.officer.login
        if step is DraftStep.RELEASED:
            if me in {draft.record.by, draft.handed_in and draft.handed_in.by}:
                raise NotYours(_OWN)
        elif me != draft.record.by and not (
            step is DraftStep.WITHDRAWN and self.officer.may(Right.PUBLISH)
        ):
            raise NotYours(_OTHERS)

    def _enter(self, name: str, draft: PolicyDraft, step: DraftStep) -> None:
        body = DraftMoved(step=step, digest=draft.digest)
        with self.service.database.write() as connection:
            at = self.service.clock.read(connection).sure()
            enter(connection, at, Occurrence(draft.record.policy, name, self.officer.id, body))

    def _take_effect(self, draft: PolicyDraft, step: DraftStep) -> None:
        if step is DraftStep.REMOVED:
            self.inbox.remove(draft)
        elif step is DraftStep.WITHDRAWN:
            # The release first: without it nothing is taken.
            for name in ("released.json", "handed_in.json", "taken.json"):
                (draft.folder / name).unlink(missing_ok=True)
            flush_to_disk(draft.folder)
        else:
            form = HandedIn if step is DraftStep.HANDED_IN else Released
            at, by = rfc3339(self.service.now()), self.officer.login
            mark = form(policy=draft.record.policy, by=by, at=at, files=draft.files)
            write_json(draft.folder / f"{step}.json", mark)

    def _known_id(self, policy: str) -> str:
        if policy not in self.policies():
            raise Invalid(FieldFault("policy", "请选择是哪一份文件的下一稿"))
        return policy

    def _new_id(self, policy: str) -> str:
        """Return the id of a new policy; one by the time where none is given."""
        policy = policy or f"policy-{self.service.now().astimezone(CHINA):%Y%m%d-%H%M%S}"
        fault = policy_id_fault(policy)
        said = _IDS[fault] if fault else ""
        there = (self.inbox.policies / name for name in (policy, f"{policy}.md"))
        if not said and any(each.exists() for each in there):
            said = _KNOWN
        if not said and not self.officer.concerns(policy):
            said = "您只负责指定的文件，不能新开这个编号"
        if said:
            raise Invalid(FieldFault("id", said))
        return policy


def what_stops(draft: PolicyDraft) -> int | None:
    """Return how many findings stop a draft; None where it could not be read or checked."""
    if draft.findings is None or draft.reading is None:
        return None
    return sum(each.stops for each in draft.problems) + len(draft.reading.questions)


def _require_same(draft: PolicyDraft, seen: str) -> None:
    if draft.digest != seen or (draft.handed_in and draft.handed_in.files != draft.files):
        raise ChangedMeanwhile
    if what_stops(draft) != 0:
        raise Invalid(FieldFault("", "还有必须改的地方，改好后才能交出"))
