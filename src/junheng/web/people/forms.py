"""Forms of signing in: allauth's, with our words, and of accounts and grants."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from junheng.web.base.words import bi, say
from junheng.web.people import lockout
from junheng.web.people.models import SCHOOL_ROLES, County, Role, Section, User
from junheng.web.people.places import counties_with_schools, schools_of

PASSWORD_RULES = bi(
    "至少 12 位，字符不限；不用常见密码、日期、电话号码或与用户名相近的密码。可以用一句话。",
    "At least 12 characters of any kind; no common password, date or telephone number, nothing like your user name."
    " A sentence will do.",
)
USERNAME = bi("用户名", "User name")
DISPLAY_NAME = bi("姓名", "Name")
CODE = bi("验证码", "Code")


class _Worded(forms.Form):
    """Gives allauth's fields our labels and helps, and takes its placeholders away."""

    words: dict[str, tuple[Any, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, help_text) in self.words.items():
            self.fields[name].label = label
            self.fields[name].help_text = help_text
            self.fields[name].widget.attrs.pop("placeholder", None)


class SignInForm(_Worded, LoginForm):
    """User name and password."""

    words = {"login": (USERNAME, ""), "password": (bi("密码", "Password"), "")}


class PasswordForm(_Worded, ChangePasswordForm):
    """The current password and, twice, the new one, which must be another."""

    words = {
        "oldpassword": (bi("当前密码", "Current password"), ""),
        "password1": (bi("新密码", "New password"), PASSWORD_RULES),
        "password2": (bi("再输一次新密码", "New password again"), ""),
    }

    def clean(self) -> dict[str, Any]:
        """Refuse the old password as the new one, and two new ones that differ."""
        cleaned: dict[str, Any] = forms.Form.clean(self) or self.cleaned_data
        new = cleaned.get("password1")
        if new and cleaned.get("password2") and new != cleaned["password2"]:
            self.add_error("password2", say("两次输入的新密码不一致。", "The two new passwords differ."))
        if new and new == cleaned.get("oldpassword"):
            self.add_error("password1", say("新密码不能与当前密码相同。", "The new password must be another one."))
        return cleaned


class ConfirmForm(_Worded, ReauthenticateForm):
    """The password once more."""

    words = {"password": (bi("密码", "Password"), "")}


class _Code(_Worded):
    """A code of the authenticator or a recovery code."""

    words = {
        "code": (
            CODE,
            bi("认证器上的 6 位数字，或一个备用码。", "The 6 digits of your authenticator, or a recovery code."),
        )
    }

    def clean_code(self) -> str:
        """Refuse a locked name before its code is looked at."""
        if lockout.locked(self.user.username):  # type: ignore[attr-defined]
            raise get_adapter().validation_error("too_many_login_attempts")
        return super().clean_code()  # type: ignore[misc, no-any-return]


class CodeForm(_Code, AuthenticateForm):
    """The code at signing in."""


class ConfirmCodeForm(_Code, ReauthenticateByCodeForm):
    """A code once more."""


class ActivateForm(_Worded, ActivateTOTPForm):
    """The first code of a new authenticator."""

    words = {"code": (CODE, bi("认证器上现在显示的 6 位数字。", "The 6 digits your authenticator shows now."))}


class AccountForm(forms.Form):
    """A new account."""

    username = forms.CharField(
        label=USERNAME,
        max_length=60,
        help_text=bi("登录用，可用汉字、字母、数字和 . _ -", "For signing in: letters, figures and . _ -"),
        validators=User._meta.get_field("username").validators,
    )
    display_name = forms.CharField(label=DISPLAY_NAME, max_length=60)


class PlaceForm(forms.Form):
    """First step of a grant: the role and, where it has one, the county."""

    role = forms.ChoiceField(label=bi("角色", "Role"), choices=Role.choices)
    county = forms.ModelChoiceField(
        label=bi("县", "County"),
        queryset=County.objects.all(),
        required=False,
        empty_label=bi("（全系统或辖区角色不填）", "(none, for roles of the installation or an area)"),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a county where the role is held in one, and drop it where it is not."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        in_county = cleaned.get("role") in {Role.LEADER, Role.OFFICER, *SCHOOL_ROLES}
        if in_county and not cleaned.get("county") and "county" not in self.errors:
            self.add_error("county", say("这个角色要选县。", "This role is held in a county: choose one."))
        if not in_county:
            cleaned["county"] = None
        return cleaned


class GrantForm(forms.Form):
    """Second step: what the role still needs (a section, a school of the registry, an area) and its last day."""

    section = forms.ChoiceField(label=bi("股室", "Section"), choices=Section.choices)
    school_code = forms.ChoiceField(label=bi("学校", "School"))
    area = forms.RegexField(
        label=bi("辖区代码", "Area code"),
        regex=r"^\d{2}(\d{2})?$",
        help_text=bi("省填前 2 位，市填前 4 位行政区划代码。", "The first 2 digits for a province, 4 for a city."),
    )
    until = forms.DateField(
        label=bi("有效至", "Valid until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=bi("最后一天；不填为长期。", "Its last day; blank for no end."),
    )

    def __init__(self, role: str, county: County | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if role != Role.OFFICER:
            del self.fields["section"]
        if role != Role.VIEWER:
            del self.fields["area"]
        if role in SCHOOL_ROLES and county is not None:
            schools = [(code, f"{name} {code}") for code, name in schools_of(county).items()]
            self.fields["school_code"].choices = schools  # type: ignore[attr-defined]
        else:
            del self.fields["school_code"]

    def clean_until(self) -> Any:
        """Refuse a day that is over."""
        until = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise ValidationError(say("这一天已经过去。", "This day is over."))
        return until


class RosterForm(forms.Form):
    """A file of school clerks and the county they belong to."""

    county = forms.ModelChoiceField(label=bi("县", "County"), queryset=County.objects.none())
    file = forms.FileField(
        label=bi("名单文件", "File"),
        help_text=bi(
            "xlsx 或 csv，第一行为：用户名、姓名、角色（填报员或校长）、学校代码。最多 200 行、1 MB。",
            "xlsx or csv; first row: username, name, role (clerk or principal), school_code. At most 200 rows, 1 MB.",
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["county"].queryset = counties_with_schools()  # type: ignore[attr-defined]
        self.fields["county"].empty_label = None  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """Refuse a file that is larger than a list of clerks can be."""
        file = self.cleaned_data["file"]
        if file.size > 1 << 20:
            raise ValidationError(say("文件超过 1 MB。", "The file is larger than 1 MB."))
        return file
