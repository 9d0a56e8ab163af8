"""Defects in pages, for Nu, html-validate, axe and Chromium."""

import re
import shutil

import check_html
from compare import compare
from words import Reading, caseless

_IMAGE = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="


def defects(outputs, source, folder):
    """(name, what must be reported, what was reported)."""
    good = outputs.pages[0].read_text(encoding="utf-8")

    def write(name, text):
        path = folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def add(name, text, to=good):
        return write(name, re.sub(r"</body\s*>", lambda end: text + end[0], to, count=1))

    markup = add("markup.html", f'<p id="planted"></p><p id="planted"></p><img src="{_IMAGE}">')
    style = write("style.html", re.sub(
        r"</head\s*>", lambda end: "<style>p { colour: red }</style>" + end[0], good, count=1))
    told = check_html.nu([markup, style])
    yield "a page with an id twice, for Nu", "Duplicate ID", told[markup]
    yield "a page with an unknown CSS property, for Nu", "colour", told[style]
    told = check_html.html_validate([markup])[markup]
    yield "a page with an id twice, for html-validate", "no-dup-id", told
    yield "a page with a picture without a text, for html-validate", "wcag/h37", told

    without_language = re.sub(r"(<html\b[^>]*?)\s+lang=(\"[^\"]*\"|\S+)", r"\1", good, count=1)
    access = add("access.html", f"""<img src="{_IMAGE}">
        <style>.planted {{ color: #000; background: #fff }}
        @media (prefers-color-scheme: dark) {{ .planted {{ color: #444; background: #333 }} }}
        .small a {{ display: inline-block; width: 9px; height: 9px; overflow: hidden }}
        </style><p class="planted">faint in the dark</p>
        <div class="small"><a href="#a">a</a><a href="#b">b</a><a href="#c">c</a></div>
        """, without_language)
    behaviour = add("behaviour.html", """<div style="width: 700px">wide</div>
        <img src="https://planted.invalid/x.png" alt="">
        <script>throw new Error("planted")</script>""")
    hidden = write("hidden.html", re.sub(
        r"<body\b", '<body style="display: none"', good, count=1))
    lost = folder / "site"
    shutil.copytree(outputs.sites[0], lost)
    index = (lost / "index.html").read_text(encoding="utf-8")
    (lost / "index.html").write_text(
        re.sub(r"</body\s*>", lambda end: '<img src="planted.png" alt="">' + end[0], index),
        encoding="utf-8",
    )
    told = check_html.browser([
        *check_html.page_jobs(access),
        *({**job, "axe": False} for path in (behaviour, hidden)
          for job in check_html.page_jobs(path)),
        *({**job, "axe": False} for job in check_html.site_jobs(lost)
          if job["path"] == "index.html"),
    ])  # fmt: skip
    problems = told["access.html"]["problems"]
    yield "a page without a language, for axe", "html-has-lang", problems
    yield "a page with a picture without a text, for axe", "image-alt", problems
    yield "a page with small neighbouring targets, for axe", "target-size", problems
    only_dark = "axe (dark, 1280 px | dark, 390 px): color-contrast"
    yield "a page with faint text in the dark alone, for axe", only_dark, problems
    problems = told["behaviour.html"]["problems"]
    yield "a page too wide for a phone", "wide in a window of 390 px", problems
    yield "a page too wide for 320 px", "wide in a window of 320 px", problems
    yield "a page that asks the network", "asks for https://planted.invalid", problems
    yield "a page whose script fails", "script error: planted", problems
    yield "a site that lacks a file", "404", told["site/index.html"]["problems"]
    visible = Reading()
    visible.add(told["hidden.html"]["text"], "hidden.html", caseless)
    problems = compare(source, visible, caseless)
    yield "a page that shows nothing without scripts", "sentence 1 is not", problems
