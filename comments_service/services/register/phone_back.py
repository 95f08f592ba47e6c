"""The office phones back, and notes that it reached who sent a submission."""

from comments_service.domain.accounts.assurance import Assurance, ContactWay
from comments_service.domain.accounts.officer import Officer
from comments_service.domain.errors import FieldFault, Invalid, UnknownComment
from comments_service.domain.ledger.entries import Occurrence
from comments_service.domain.ledger.public_entries import ContactVerified
from comments_service.services.appending import enter
from comments_service.services.service import Service
from comments_service.store.accounts import contact_code_rows
from comments_service.store.comments import submissions

_REACHED = Assurance.CONTACT_VERIFIED


def note_phone_back(service: Service, officer: Officer, policy_id: str, submission_id: str) -> None:
    """Enter that the sender was reached by telephone, once; what is surer stays.

    ``UnknownComment``, ``Invalid`` where there is no telephone that may be used.
    """
    with service.database.write() as connection:
        found = submissions.by_id(connection, service.keyring, submission_id)
        if found is None or found.policy != policy_id:
            raise UnknownComment
        if Assurance(found.assurance).reaches(_REACHED):
            return
        if not found.in_use.phone:
            raise Invalid(FieldFault("phone", "这件来件没有可以回拨的电话"))
        at = service.clock.read(connection).sure()
        body = ContactVerified(way=ContactWay.PHONE_BACK, assurance=_REACHED)
        enter(connection, at, Occurrence(policy_id, submission_id, officer.id, body))
        contact_code_rows.put_assurance(connection, submission_id, _REACHED)
