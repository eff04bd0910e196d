"""Builds the API: routes, schema, and one way to say no (RFC 9457)."""

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from app.api.routes import router
from app.problems import for_programs
from domain.errors import QuestboardError

PREFIX = "/api/v1"


def build() -> FastAPI:
    """The application to mount at `PREFIX`."""
    api = FastAPI(title="Questboard", version="1", docs_url=None, redoc_url=None, servers=[{"url": PREFIX}])
    api.include_router(router)
    for kind in (QuestboardError, HTTPException, RequestValidationError, Exception):
        api.add_exception_handler(kind, for_programs)
    return api
