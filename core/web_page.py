"""Pages of HTML that need nothing else: no other file, no script. They follow the system's light or
dark, and print."""

from __future__ import annotations

import html

from core.files.plain_text import for_terminal

_STYLE = """
:root { color-scheme: light dark; --ground: #faf9f7; --raised: #ffffff; --ink: #1b1a18;
  --soft: #615e58; --line: #dedbd5; --good: #2a7530; --bad: #b3261e; --warn: #855c00;
  --accent: #0b6e5b; }
@media (prefers-color-scheme: dark) { :root { --ground: #181816; --raised: #22211f;
  --ink: #ecebe6; --soft: #a5a29a; --line: #343330; --good: #7cc47f; --bad: #f28b82;
  --warn: #e3b341; --accent: #5cc9ae; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 48px 24px; max-width: 1080px; background: var(--ground);
  color: var(--ink); font: 16px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { margin: 0; font-size: 32px; line-height: 1.2; overflow-wrap: anywhere; }
p { margin: 4px 0; }
.lead { margin: 8px 0 32px; font-size: 20px; color: var(--soft); }
.soft { color: var(--soft); }
details { margin-top: 8px; } summary { cursor: pointer; color: var(--accent); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin-top: 8px; font-size: 14px; white-space: nowrap; }
th, td { padding: 4px 16px 4px 0; text-align: left; border-bottom: 1px solid var(--line); }
th { font-weight: 400; color: var(--soft); } td.n, th.n { text-align: right; }
footer { margin-top: 32px; color: var(--soft); font-size: 14px; }
@media print { body { padding: 0; max-width: none; } }
"""


def page(title: str, heading: str, lead: str, parts: list[str], style: str = "") -> str:
    """The whole page. title, heading, lead: plain text. parts: HTML. style: more CSS."""
    head = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>\n<style>{_STYLE}{style}</style>\n</head>",
        f'<body>\n<h1>{escape(heading)}</h1>\n<p class="lead">{escape(lead)}</p>',
    ]
    return "\n".join([*head, *parts, "</body>\n</html>\n"])


def details(title: str, inner: str) -> str:
    """What is folded until somebody asks. title: plain text. inner: HTML."""
    return f"<details><summary>{escape(title)}</summary>{inner}</details>"


def escape(text: str) -> str:
    """`text` in HTML, with “�” for what would turn or hide it."""
    return html.escape(for_terminal(text))
