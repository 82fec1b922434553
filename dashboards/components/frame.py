"""What surrounds every page: skip link, header, pickers, the banner on sample data, footer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components import figures
from dashboards.components.aria import aria, data
from dashboards.components.as_of import as_of_form, as_of_notice
from dashboards.components.sections import phone_switch
from dashboards.screen import Page, Screen
from dashboards.words import document_language
from metrics.rules.classes import CLASSES, SAMPLE
from metrics.warehouse import Build
from metrics.written_periods import written_period

MAIN_ID = "main"


def frame(page: Page, build: Build | None, menu: Mapping[str, str], asked: str | None = None) -> list[Component]:
    """The whole document body around a page.

    Args:
        page: what stands in it.
        build: the build that it was drawn from.
        menu: the key of the words for each address.
        asked: the period that the address named, which the page may not have.
    """
    screen = page.screen
    return [
        html.A(screen.words("skip"), href=f"#{MAIN_ID}", className="skip-link"),
        _header(screen, menu),
        *_newer(screen, build),
        *as_of_notice(screen),
        *_sample_banner(screen, build),
        *_pickers(page),
        *_no_such_period(page, asked),
        html.Main(page.content, id=MAIN_ID, className="page", tabIndex=-1),
        _footer(screen, build),
    ]


def _header(screen: Screen, menu: Mapping[str, str]) -> Component:
    brand = dcc.Link(
        [
            html.Span(className="brand-mark"),
            html.Span(screen.words("brand"), className="brand-name"),
        ],
        href=screen.address.to("/"),
        className="brand",
    )
    # Reporting is called by the cycle of the programme.
    called = {"/round": screen.reporting}
    entries = [_menu_entry(screen, path, called.get(path) or screen.words(key)) for path, key in menu.items()]
    nav = html.Nav(html.Ul(entries), className="menu", **aria(label=screen.words("menu.label")))
    switches = html.Div([_theme_switch(screen), *_language_switch(screen)], className="switches")
    return html.Header(html.Div([brand, nav, switches], className="header-inner"), className="site-header")


def _language_switch(screen: Screen) -> list[Component]:
    """The door to the same view in the other language, where the office has another."""
    return [
        html.A(
            screen.words("other_language"),
            href=screen.address.here(language=other),
            lang=document_language(other),
            hrefLang=document_language(other),
            className="language",
        )
        for other in screen.languages
        if other != screen.language
    ]


def _theme_switch(screen: Screen) -> Component:
    # Both words are there; the style sheet shows the one that a press leads to.
    words = screen.words
    texts = [html.Span(words(f"theme.{name}"), className=f"to-{name}") for name in ("dark", "light")]
    return html.Button(texts, type="button", className="language theme-switch", title=words("theme.label"))


def _newer(screen: Screen, build: Build | None) -> list[Component]:
    """The notice that `duibiao.js` shows once another build is in force; reading goes on undisturbed."""
    if build is None:
        return []
    link = html.A(screen.words("newer.link"), href=screen.address.here())
    text = html.P([screen.words("newer.text"), link])
    return [
        html.Div(
            text,
            id="newer-build",
            key=build.build_id,
            className="banner newer",
            hidden=True,
            role="status",
            **data(build=build.build_id),
        )
    ]


def _menu_entry(screen: Screen, path: str, label: str) -> Component:
    # The grid's scripts come with the data pages alone: their door loads a document of its own.
    kind = html.A if path == "/data" else dcc.Link
    link = kind(label, href=screen.address.to(path))
    here = screen.address.path.rstrip("/")
    if here == path.rstrip("/") or (path == "/data" and here.startswith("/data/")):
        return html.Li(html.Span(link, className="is-here", **aria(current="page")))
    return html.Li(link)


def _sample_banner(screen: Screen, build: Build | None) -> list[Component]:
    if build is None or not build.has_sample:
        return []
    words = screen.words
    badge, title = figures.provenance_badge(screen, "sample"), html.Strong(words("banner.title"))
    content = html.P([badge, title, words("banner.text")])
    return [html.Aside(content, className="banner", **aria(label=words("banner.title")))]


def _pickers(page: Page) -> list[Component]:
    screen, programme = page.screen, page.programme
    if not page.programmes:
        return []
    choices = [
        (
            screen.name(entry.short_name),
            screen.address.to(page.picker_path, programme_id=entry.programme_id, period_id=None),
            programme is not None and entry.programme_id == programme.programme_id,
        )
        for entry in page.programmes
    ]
    rows = [_picker(screen.words("picker.programme"), choices, "pills")]
    if programme and programme.rounds:
        rounds = [
            (
                screen.period(entry.period_id),
                screen.address.to(screen.address.path, period_id=entry.period_id),
                entry.period_id == screen.address.period_id,
            )
            for entry in programme.rounds
        ]
        rows.append(_picker(screen.words("picker.period"), rounds, "segments"))
    rows.append(as_of_form(screen))
    switch = phone_switch(_chosen(page))
    return [html.Div(html.Div([switch, *rows], className="pickers-inner"), className="pickers")]


def _no_such_period(page: Page, asked: str | None) -> list[Component]:
    """Says that another round is shown than the one that was asked for, which there is not."""
    screen, shown = page.screen, page.screen.address.period_id
    if page.programme is None or not asked or not shown or asked in {r.period_id for r in page.programme.rounds}:
        return []
    period = written_period(asked, screen.year_begins)
    named = period.name(screen.language) if period else screen.words("round.unreadable", asked=asked)
    said = screen.words("round.no_such_period", asked=named, shown=screen.period(shown))
    return [html.P(said, className="banner notice", role="status")]


def _chosen(page: Page) -> str:
    """What the pickers stand at, in one line."""
    screen, programme = page.screen, page.programme
    parts = [screen.name(programme.short_name) if programme else screen.words("picker.programme")]
    if programme and programme.rounds and screen.address.period_id:
        parts.append(screen.period(screen.address.period_id))
    if screen.address.as_of:
        parts.append(f"{screen.words('as_of.label')} {screen.address.as_of.isoformat()}")
    return " · ".join(parts)


def _picker(label: str, choices: Sequence[tuple[str, str, bool]], kind: str) -> Component:
    entries = [
        html.Li(
            html.Span(text, className="is-chosen", **aria(current="true")) if is_chosen else dcc.Link(text, href=href)
        )
        for text, href, is_chosen in choices
    ]
    return html.Nav(
        [html.Span(label, className="picker-label"), html.Ul(entries, className=kind)],
        className="picker",
        **aria(label=label),
    )


def _footer(screen: Screen, build: Build | None) -> Component:
    words = screen.words
    badges = [
        html.Li([figures.provenance_badge(screen, name), words(f"provenance.{name}.meaning")])
        for name in reversed(CLASSES)
        # Where there are no samples, there is nothing to explain.
        if name != SAMPLE or (build is not None and build.has_sample)
    ]
    lines: list[Component] = [
        html.H2(words("footer.provenance"), className="footer-title"),
        html.Ul(badges, className="provenances"),
    ]
    if build is not None:
        lines.append(html.P(_build_line(screen, build), className="note"))
        lines.append(html.P(dcc.Link(words("office.title"), href=screen.address.to("/office")), className="note"))
    return html.Footer(html.Div(lines, className="footer-inner"), className="site-footer")


def _build_line(screen: Screen, build: Build) -> list[Component | str]:
    moment = formats.moment(build.built_at, screen.language)
    words = screen.words("footer.build", moment=moment, clock=formats.clock_name(screen.words))
    return [words, html.Code(build.build_id)]
