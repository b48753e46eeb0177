"""How allauth behaves here: local accounts, made by an administrator."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class LocalAccounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """No sign-up page: a national administrator creates accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
