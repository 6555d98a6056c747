"""The Telegram front end of the assistant; the only package that knows aiogram."""
