"""The article from FastAPI, as a page and as JSON.

Run it with `uvicorn fastapi_app:app`.
"""

from importlib.resources import files
from typing import Annotated

from fastapi import FastAPI, Header
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment

from cellulite_content import Article, load

CONTENT = str(files("cellulite_content") / "data")  # where the figures lie
PAGE = Environment(autoescape=True).from_string("""\
<!DOCTYPE html>
<html lang="{{ article.lang }}" dir="{{ article.dir }}">
<head><meta charset="utf-8"><title>{{ title }}</title></head>
<body>
{% if article.state == "draft" -%}
<p lang="en" dir="ltr">A draft: no native speaker has reviewed this translation.</p>
{% endif -%}
{{ body }}
</body>
</html>
""")

app = FastAPI()
app.mount("/content", StaticFiles(directory=CONTENT))


def headers(article: Article) -> dict[str, str]:
    """The headers that browsers and caches need."""
    return {"Content-Language": article.lang, "Vary": "Accept-Language"}


@app.get("/", response_class=HTMLResponse)
async def page(accept_language: Annotated[str, Header()] = "") -> HTMLResponse:
    """The article, in the language that the browser asks for."""
    article = load(accept_language)
    body = article.html(f"/content/{article.article}")
    html = PAGE.render(article=article, title=str(article.title), body=body)
    return HTMLResponse(html, headers=headers(article))


@app.get("/article.json")
async def data(accept_language: Annotated[str, Header()] = "") -> JSONResponse:
    """The same as data."""
    article = load(accept_language)
    return JSONResponse(article.to_dict(), headers=headers(article))
