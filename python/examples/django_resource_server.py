"""An API that verifies the tokens of an identity provider, whose keys it fetches, with Django.

ISSUER=https://id.example AUDIENCE=api uvicorn django_resource_server:application
curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8000/me

The views and settings of a project are in files of their own; here they are in one.
"""

import os

from django.conf import settings

ISSUER, AUDIENCE = os.environ["ISSUER"], os.environ["AUDIENCE"]

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    SECRET_KEY=os.urandom(32).hex(),
    REST_FRAMEWORK={"UNAUTHENTICATED_USER": None},
)

from django.core.asgi import get_asgi_application
from django.urls import path

# snippet: django
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from jotkit import RemoteKeys, Verifier
from jotkit.django import BearerAuthentication


class Authentication(BearerAuthentication):
    verifier = Verifier(RemoteKeys(ISSUER), issuer=ISSUER, audience=AUDIENCE)


class WriteAuthentication(Authentication):
    scopes = ("write",)


class Me(APIView):
    authentication_classes = (Authentication,)  # or DEFAULT_AUTHENTICATION_CLASSES in the settings
    permission_classes = (IsAuthenticated,)

    def get(self, request: Request) -> Response:
        return Response({"user": request.auth["sub"]})


class Notes(Me):
    authentication_classes = (WriteAuthentication,)
    post = Me.get


# snippet end

urlpatterns = [path("me", Me.as_view()), path("notes", Notes.as_view())]
application = get_asgi_application()
