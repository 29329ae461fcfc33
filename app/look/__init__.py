"""How the window looks: tokens, theme, style sheet, icons, colours, and how figures are written."""
