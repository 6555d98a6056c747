"""What the assistant does: plain functions, put in their order by bot/routes.py."""
