"""The real name of whoever sent a comment: shown on request, for a reason that is kept."""

from dataclasses import dataclass

from comments_service.domain.canonical import new_salt, salted_digest
from comments_service.domain.errors import FieldFault, Invalid, UnknownComment
from comments_service.domain.ledger.decision_entries import NameRevealed
from comments_service.domain.ledger.entries import Occurrence
from comments_service.domain.text_rules import is_blank, one_line, text_faults
from comments_service.services.appending import enter
from comments_service.services.service import Service
from comments_service.store.comments import comment_states, histories, submissions

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class RevealedPerson:
    """Who sent a comment: the name, the ways to reach them that there are, who cares for them."""

    name: str
    contacts: tuple[str, ...]
    guardian: str = ""


def reveal(service: Service, officer_id: str, comment_id: str, reason: str) -> RevealedPerson:
    """Return who sent a comment, once it is kept who asked and why; ``Invalid``: no reason."""
    with service.database.write() as connection:
        why = one_line(reason).strip()
        if is_blank(why):
            raise Invalid(FieldFault("why", "请写明查看的理由"))
        Invalid.refuse(text_faults("why", why, _LONGEST))
        state = comment_states.named(connection, [comment_id]).get(comment_id)
        if state is None or state.sealed:
            raise UnknownComment
        found = submissions.by_id(connection, service.keyring, state.submission)
        if found is None:
            raise UnknownComment
        if found.erased_at or found.restricted_at:
            raise Invalid(FieldFault("why", "身份信息已删除或限制处理，不能查看"))
        salt = new_salt()
        body = NameRevealed(comment=comment_id, digest=salted_digest(salt, why))
        at = service.clock.read(connection).sure()
        entry = enter(connection, at, Occurrence(state.policy, comment_id, officer_id, body))
        histories.note_view(connection, entry.id, comment_id, why, salt)
        person = found.personal
        contacts = (person.organisation, person.uscc, person.phone, person.email, person.place)
        reached = tuple(each for each in contacts if each)
        return RevealedPerson(person.name, reached, person.guardian)
