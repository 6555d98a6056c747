"""The Telegram front end of the assistant; the only package that knows aiogram."""

from bot.deferral import defer_models

defer_models()
