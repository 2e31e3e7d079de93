"""The second factor: its secrets encrypted at rest, who must have one, words in two languages."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings

from junheng.web.base.words import bi
from junheng.web.people.models import User
from junheng.web.people.policy import Policy
from junheng.web.registry.encrypted import decrypt, encrypt


class SecondFactor(DefaultMFAAdapter):
    """Tells allauth how secrets are kept and who may not be without a second factor."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": bi("验证码不正确。", "The code is not correct."),
        "cannot_delete_authenticator": bi(
            "您的角色必须使用两步验证，不能停用。", "Your role must use a second factor; it cannot be turned off."
        ),
        "cannot_generate_recovery_codes": bi(
            "请先启用两步验证，再生成备用码。", "Turn the second factor on before making recovery codes."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored: encrypted with the installation's field key."""
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret in clear."""
        return decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Tell whether the person may be without it."""
        return not required(Policy(authenticator.user))


def required(policy: Policy) -> bool:
    """Tell whether one of the person's roles must use a second factor (JUNHENG_MFA_ROLES)."""
    return not policy.roles.isdisjoint(settings.MFA_ROLES)


def has(user: User) -> bool:
    """Tell whether the person has an authenticator."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def missing(request: Any) -> bool:
    """Tell whether the person must set up a second factor before going on; asks the database only where required."""
    return bool(settings.MFA_ROLES) and required(request.policy) and not has(request.user)
