"""The notice on personal data that a sender has read: only one that was shown."""

from sqlalchemy import Connection, select

from catalogue.model import Policy, Site
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.errors import FieldFault, Invalid
from comments_service.services.service import Service
from comments_service.store.database.tables import submissions
from interface.privacy_notice import PrivacyNotice

# Among so many before it, whoever loaded the page before the words were changed is found.
_OF_LATE = 1000
_C = submissions.c


def notice_of(site: Site, policy: Policy) -> PrivacyNotice:
    """Return the notice as it is shown now."""
    return PrivacyNotice(policy, site.organiser, site.retention_days, site.archive)


def require_shown(
    service: Service, connection: Connection, policy: Policy, taken: StoredSubmission
) -> None:
    """Raise ``Invalid`` where the version that was read is neither today's nor one of late."""
    version = taken.notice_version
    if version is None:
        return
    if version == notice_of(service.published.catalogue().site, policy).version:
        return
    before = _C.policy == policy.id, _C.entry < taken.entry
    late = select(_C.notice_version).where(*before).order_by(_C.entry.desc()).limit(_OF_LATE)
    if version not in connection.scalars(late).all():
        words = "个人信息处理告知书已更新，请刷新页面，重新阅读后再提交"
        raise Invalid(FieldFault("notice_version", words))
