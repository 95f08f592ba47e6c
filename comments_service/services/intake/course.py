"""The course of a submission as its sender sees it: registered, being studied, answered."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from catalogue.states import answers
from catalogue.window import china_day
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.errors import Unavailable, UnknownPolicy
from comments_service.domain.states.comment_state import CommentProgress
from comments_service.services.intake.lookup import SubmissionStatus
from comments_service.services.service import Service
from comments_service.store.ledger import standing_closings


class CourseStep(StrEnum):
    """已登记, 整理中, 已反馈."""

    REGISTERED = "registered"
    STUDIED = "studied"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Course:
    """How far a submission has come, and the days of its steps in Beijing.

    ``open_until`` is when its window closes, None where it is not open. ``answered_on`` is None
    until the outcome is published; ``due`` is the day by which that is expected.
    """

    at: CourseStep
    registered_on: date
    studied_from: date
    due: date
    answered_on: date | None = None
    open_until: datetime | None = None

    def has_come_to(self, step: str) -> bool:
        """Return whether a step is reached."""
        return [*CourseStep].index(CourseStep(step)) <= [*CourseStep].index(self.at)


def course_of(service: Service, submission: StoredSubmission) -> Course | None:
    """Return a submission's course; None where the site does not tell, or all is withdrawn."""
    state = SubmissionStatus(submission).state
    try:
        policy = service.published.policy(submission.policy)
        due_days = service.published.catalogue().site.outcome_due_days
    except (Unavailable, UnknownPolicy):
        return None
    with service.database.read() as connection:
        now = service.clock.now(connection)
        policy = standing_closings.standing(connection, [policy.id]).applied(policy)
    window = next((each for each in policy.windows if each.id == submission.window), None)
    if window is None or state == CommentProgress.WITHDRAWN:
        return None
    outcome = policy.outcome if answers(policy, window) else None
    if outcome or state == CommentProgress.ANSWERED:
        at = CourseStep.ANSWERED
    else:
        at = CourseStep.REGISTERED if window.is_open(now) else CourseStep.STUDIED
    return Course(
        at,
        registered_on=china_day(submission.received_at),
        studied_from=window.last_day + timedelta(days=1),
        due=window.last_day + timedelta(days=due_days),
        answered_on=outcome.published_on if outcome else None,
        open_until=window.closes_at if window.is_open(now) else None,
    )
