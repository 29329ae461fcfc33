from tests.app.tiny import endless, loader, recipe, session, split

__all__ = ["endless", "loader", "recipe", "session", "split"]
