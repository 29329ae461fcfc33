"""How the window looks: tokens, theme, style sheet, icons, colours."""
