from tests.app.tiny import digit_folder, endless, loader, recipe, session, split

__all__ = ["digit_folder", "endless", "loader", "recipe", "session", "split"]
