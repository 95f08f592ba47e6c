"""How sure it is who sent a submission (实名方式)."""

from enum import StrEnum


class Assurance(StrEnum):
    """自行申报, 联系方式已核实, 身份已核实: each is surer than those before it."""

    DECLARED = "declared"
    CONTACT_VERIFIED = "contact_verified"
    IDENTITY_VERIFIED = "identity_verified"

    def reaches(self, asked: str) -> bool:
        """Return whether this is at least as sure as what is asked for; other words ask nothing."""
        levels = list(Assurance)
        return asked not in levels[levels.index(self) + 1 :]


class ContactWay(StrEnum):
    """How somebody was reached: by a code sent by e-mail, or the office phoned back."""

    EMAIL_CODE = "email_code"
    PHONE_BACK = "phone_back"
