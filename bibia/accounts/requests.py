"""What a request is once it was let into the private space."""

from django.http import HttpRequest

from bibia.accounts.models import Account
from bibia.accounts.viewer import Viewer


class PrivateRequest(HttpRequest):
    user: Account  # an anonymous user on routes open to everybody
    viewer: Viewer
