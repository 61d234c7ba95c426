"""A message as plain text and as HTML that mail programs show."""

from html import escape

from salesdash.alerts.message import Line, Message, Section
from salesdash.charts.style import LIGHT

_FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'PingFang TC','Microsoft JhengHei',sans-serif"


def plain(message: Message) -> str:
    """For who reads text only."""
    parts = [message.subject, "=" * min(len(message.subject), 60), ""]
    for section in message.sections:
        parts += [section.heading, "-" * min(len(section.heading), 60)]
        for line in section.lines:
            parts.append(f"* {f'[{line.mark}] ' if line.mark else ''}{line.text}")
            parts += [f"  {line.url}"] if line.url else []
        parts += [section.more] if section.more else []
        parts.append("")
    return "\n".join([*parts, "-- ", message.footer, ""])


def html(message: Message) -> str:
    """One column, no pictures, nothing loaded from elsewhere; words carry what colours say."""
    body = "".join(map(_section, message.sections))
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{escape(message.subject)}</title></head>'
        f'<body style="margin:0;padding:20px;background:{LIGHT.background};color:{LIGHT.text};{_FONT}">'
        f'<div style="max-width:640px;margin:0 auto"><h1 style="font-size:20px;margin:0 0 12px">'
        f"{escape(message.subject)}</h1>{body}"
        f'<p style="font-size:12px;color:{LIGHT.muted};border-top:1px solid {LIGHT.grid};padding-top:10px;'
        f'margin-top:24px">{escape(message.footer)}</p></div></body></html>'
    )


def _section(section: Section) -> str:
    lines = "".join(map(_line, section.lines))
    more = f'<p style="margin:4px 0;color:{LIGHT.muted}">{escape(section.more)}</p>' if section.more else ""
    return (
        f'<h2 style="font-size:15px;margin:20px 0 6px">{escape(section.heading)}</h2>'
        f'<ul style="margin:0;padding-left:20px">{lines}</ul>{more}'
    )


def _line(line: Line) -> str:
    colour = LIGHT.muted if line.calm else LIGHT.warm
    mark = f'<strong style="color:{colour}">{escape(line.mark)}</strong> ' if line.mark else ""
    said = escape(line.text)
    if line.url:
        said = f'<a href="{escape(line.url)}" style="color:{LIGHT.accent};text-decoration:none">{said}</a>'
    return f'<li style="margin:6px 0">{mark}{said}</li>'
