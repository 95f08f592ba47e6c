"""Messages to those who comment: what each is about."""

from enum import StrEnum


class MessageKind(StrEnum):
    """A code that shows that an address is theirs; 已登记; 已反馈."""

    CODE = "code"
    RECEIPT = "receipt"
    OUTCOME = "outcome"
