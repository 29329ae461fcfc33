"""What the app knows, apart from how it is shown. No views, no dialogs."""
