"""What can happen to accounts. Never a password, a code, an address or a phone number."""

from dataclasses import dataclass

from noilam.foundation.events import Event
from noilam.foundation.text import say


@dataclass(frozen=True, kw_only=True)
class AccountOpened(Event):
    title = say("Mở tài khoản")


@dataclass(frozen=True, kw_only=True)
class AccountClosed(Event):
    title = say("Đóng tài khoản")


@dataclass(frozen=True, kw_only=True)
class AccountReopened(Event):
    title = say("Mở lại tài khoản")


@dataclass(frozen=True, kw_only=True)
class PermissionsChanged(Event):
    title = say("Đổi quyền trên toàn hệ thống")


@dataclass(frozen=True, kw_only=True)
class ContactCorrected(Event):
    """By whoever keeps the list of people; says which of the three changed, not to what."""

    title = say("Sửa tên, liên hệ của tài khoản")


@dataclass(frozen=True, kw_only=True)
class OwnContactChanged(Event):
    """By the holder; says which of the two changed, not to what."""

    title = say("Tự sửa liên hệ của mình")


@dataclass(frozen=True, kw_only=True)
class LanguageChosen(Event):
    title = say("Chọn ngôn ngữ")


@dataclass(frozen=True, kw_only=True)
class CardIssued(Event):
    title = say("Cấp thẻ đăng nhập")


@dataclass(frozen=True, kw_only=True)
class CardUsed(Event):
    title = say("Dùng thẻ đăng nhập")


@dataclass(frozen=True, kw_only=True)
class PasswordChosen(Event):
    title = say("Đặt mật khẩu")


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(Event):
    title = say("Kết thúc phiên đăng nhập")
