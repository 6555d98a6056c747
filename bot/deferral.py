"""aiogram's models are built when they are first used, not all 500 of them at its import.

Each of pydantic's validators holds a copy of all that it refers to. aiogram builds one for every
type and method of the Bot API, of which the assistant uses a dozen: 100 MB, and most of the time
that a start took. Where aiogram was imported before this package it is as it always is.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

AIOGRAM = "aiogram"


def defer_models() -> None:
    """See to it that the coming import of aiogram builds no models."""
    if AIOGRAM not in sys.modules:
        sys.meta_path.insert(0, _Finder())


def build_models() -> None:
    """Build what nearly every visitor needs, so that the first need not wait for it."""
    from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage
    from aiogram.types import Update

    for model in (Update, SendMessage, EditMessageText, AnswerCallbackQuery):
        model.model_rebuild()


class _Finder(MetaPathFinder):
    """Steps in for the import of aiogram itself, once."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != AIOGRAM:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            spec.loader = _Deferring(spec.loader)
        return spec


class _Deferring(Loader):
    """Loads a module as its own loader does, with the building of models put off."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        with _deferred() as names:
            self._loader.exec_module(module)
        # Their annotations name each other; aiogram gives these names where it builds them.
        base = sys.modules["aiogram.methods.base"]
        kinds = (sys.modules["aiogram.types"].TelegramObject, base.TelegramMethod, base.Response)
        for kind in kinds:
            _know(kind, names)


@contextmanager
def _deferred() -> Iterator[dict[str, Any]]:
    """Meanwhile no model is built; gives the names with which they will be."""
    from pydantic import BaseModel, ConfigDict

    names: dict[str, Any] = {}

    def put_off(
        _cls: type[BaseModel], /, *, _types_namespace: Mapping[str, Any] | None = None, **_: Any
    ) -> None:
        names.update(_types_namespace or {})

    rebuild, config = BaseModel.__dict__["model_rebuild"], BaseModel.model_config
    kind: Any = BaseModel
    kind.model_rebuild = classmethod(put_off)
    kind.model_config = ConfigDict(**config, defer_build=True)
    try:
        yield names
    finally:
        kind.model_rebuild, kind.model_config = rebuild, config


def _know(kind: Any, names: Mapping[str, Any]) -> None:
    """Let models of this kind be built with these names, at their first use."""
    rebuild = kind.model_rebuild.__func__

    def model_rebuild(cls: Any, /, **options: Any) -> bool | None:
        if options.get("_types_namespace") is None:
            options["_types_namespace"] = names
        done: bool | None = rebuild(cls, **options)
        return done

    kind.model_rebuild = classmethod(model_rebuild)
