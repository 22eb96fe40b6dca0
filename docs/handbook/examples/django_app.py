"""The article in a Django site: settings, views and addresses in one file.

Run it with `waitress-serve django_app:wsgi` or `uvicorn django_app:asgi`.
"""

from importlib.resources import files

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.views.static import serve

from cellulite_content import languages, load

CONTENT = str(files("cellulite_content") / "data")  # where the figures lie
PAGE = """\
<!DOCTYPE html>
<html lang="{{ article.lang }}" dir="{{ article.dir }}">
<head><meta charset="utf-8"><title>{{ title }}</title></head>
<body>
<p>{{ article.title }} ({{ article.date }})</p>
{% if article.state == "draft" %}
<p lang="en" dir="ltr">A draft: no native speaker has reviewed this translation.</p>
{% endif %}
{{ body }}
</body>
</html>
"""


def page(request: HttpRequest) -> HttpResponse:
    """The article, in the language that Django's LocaleMiddleware has chosen."""
    article = load(request.LANGUAGE_CODE)
    body = article.html(f"/content/{article.article}")
    # A title shows no markup: `str` leaves it out.
    context = {"article": article, "title": str(article.title), "body": body}
    response = render(request, "page.html", context)
    response.headers["Content-Language"] = article.lang
    return response


async def data(request: HttpRequest) -> JsonResponse:
    """The same as JSON."""
    article = load(request.LANGUAGE_CODE)
    return JsonResponse(article.to_dict(), headers={"Content-Language": article.lang})


urlpatterns = [
    path("", page),
    path("article.json", data),
    path("content/<path:path>", serve, {"document_root": CONTENT}),
]
settings.configure(
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF=__name__,
    LANGUAGES=[(language.lower(), language.name) for language in languages()],
    MIDDLEWARE=["django.middleware.locale.LocaleMiddleware"],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [("django.template.loaders.locmem.Loader", {"page.html": PAGE})],
            },
        }
    ],
)
wsgi = get_wsgi_application()
asgi = get_asgi_application()
