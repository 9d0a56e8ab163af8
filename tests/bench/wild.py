#!/usr/bin/env python3
"""Builds documentation that nobody here wrote, and tells what becomes of it.

usage: wild.py [FOLDER]

Fetches packages that hold Markdown from their registries, with the ordinary clients, into
FOLDER (a new temporary one by default), makes a project of each and builds all formats:
as it is, then without metadata, links to files and pictures, then without the files that
still have errors. Nothing may crash or take more than a minute of a processor. What is
refused is counted by its message. Set TRIFOLD to choose the program.
"""

import collections
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

# (registry, package, version, folder in the package, what it is)
PACKAGES = [
    ("npm", "npm", "11.21.2", "docs", "manual of a program"),
    ("npm", "next", "16.4.6", "dist/docs", "manual of a framework, MDX-like"),
    ("npm", "fastify", "5.12.8", "docs", "guides and reference"),
    ("npm", "pino", "10.4.0", "docs", "guides"),
    ("npm", "undici", "7.30.2", "docs", "reference of an interface"),
    ("npm", "markdownlint", "0.40.0", "doc", "rules of a checker"),
    ("npm", "eslint-plugin-jest", "29.17.0", "docs", "rules of a checker"),
    ("pypi", "markdown", "3.11.3", "docs", "manual, MkDocs"),
    ("pypi", "pymdown-extensions", "13.1.2", "docs", "manual, MkDocs"),
    ("pypi", "structlog", "26.1.0", "docs", "manual, MyST"),
    ("pypi", "hatch", "1.18.2", "docs", "manual, MkDocs"),
    ("pypi", "jupyter-book", "2.1.7", "", "manual, MyST"),
    ("crates", "cargo", "0.100.0", "doc/book/src", "a book, mdBook"),
    ("crates", "cargo", "0.100.0", "doc/contrib/src", "a book for contributors, mdBook"),
]

TRIFOLD = os.environ.get("TRIFOLD", "target/release/trifold")
# of a processor, and of a clock where others have it
SECONDS, PATIENCE = 60, 900


def fetch(registry, name, version, into):
    """The folder in which the package lies, unpacked."""
    place = into / f"{registry}-{name}-{version}"
    if place.exists():
        return place
    archives = into / "archives"
    archives.mkdir(exist_ok=True)
    if registry == "crates":
        return fetch_crate(name, version, into, place)
    before = set(archives.iterdir())
    if registry == "npm":
        command = ["npm", "pack", "--silent", f"{name}@{version}"]
    else:
        # pip asks the source of a package for its metadata, with what builds it beside it
        command = ["pip", "download", "-q", "--no-deps", "--no-binary", name, f"{name}=={version}"]
    subprocess.run(command, cwd=archives, capture_output=True, timeout=600, check=False)
    new = [path for path in archives.iterdir() if path not in before]
    if not new:
        return None
    with tarfile.open(new[0]) as archive:
        archive.extractall(place, filter="data")
    return place


def fetch_crate(name, version, into, place):
    """A crate by `cargo vendor`."""
    work = into / "crate"
    (work / "src").mkdir(parents=True, exist_ok=True)
    (work / "src" / "lib.rs").touch()
    (work / "Cargo.toml").write_text(
        f'[package]\nname = "wild"\nversion = "0.0.0"\nedition = "2021"\n'
        f'[dependencies]\n{name} = "={version}"\n'
    )
    subprocess.run(["cargo", "vendor", "-q", "vendor"], cwd=work, capture_output=True, check=False)
    if not (work / "vendor" / name).exists():
        return None
    shutil.move(work / "vendor" / name, place)
    return place


def project(texts, root, language, into):
    """Makes a project of Markdown files, with the pictures they may need."""
    shutil.rmtree(into, ignore_errors=True)
    manuscript = into / "manuscript"
    manuscript.mkdir(parents=True)
    for path in root.rglob("*"):
        wanted = path in texts or path.suffix.lower() in (".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp")
        if path.is_file() and wanted:
            place = manuscript / path.relative_to(root)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place)
    names = [path.relative_to(root).as_posix() for path in texts]
    (into / "trifold.toml").write_text(
        f'title = "Wild"\nlanguage = "{language}"\ndate = 2026-11-28\nchapters = {json.dumps(names)}\n'
    )


def build(folder):
    """(status, messages, seconds) of a build; the status of a crash is negative or 101."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [TRIFOLD, "build", str(folder), "-o", str(folder / "output"), "--message-format", "json"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return -1, [], PATIENCE
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    lines = (done.stdout + done.stderr).decode("utf-8", "replace").splitlines()
    found = [json.loads(line) for line in lines if line.startswith('{"code"')]
    for message in found:
        first = (message["labels"] or [{}])[0]
        message["path"], message["line"] = first.get("file"), first.get("line")
    if done.returncode not in (0, 1):
        print(f"status {done.returncode}: {folder}: {lines[-3:]}")
    return done.returncode if taken <= SECONDS else -1, found, taken


def relinked(text):
    """A text without metadata, its links to files and its pictures."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    text = re.sub(r"(?<!!)\]\((?!https?:|mailto:)[^)\s]*", "](https://example.org/", text)
    text = re.sub(r"^(\[[^\]^]+\]:\s+)(?!https?:)\S+", r"\1https://example.org/", text, flags=re.M)
    return re.sub(r"!\[([^\]]*)\]\([^)]*\)(\{[^}]*\})?", r"\1", text)


def look(name, root, work):
    """The files of a package, and three builds: as it is, without metadata, links and
    pictures, and of what then has no errors."""
    texts = sorted(path for path in root.rglob("*") if path.suffix in (".md", ".mdx", ".markdown"))
    hidden = lambda path: any(part.startswith(".") for part in path.relative_to(root).parts)
    texts = [path for path in texts if path.is_file() and not hidden(path)]
    folder = work / "projects" / name
    project(texts, root, "en", folder)
    builds = [build(folder)]
    for _ in range(2):
        project(texts, root, "en", folder)
        for path in (folder / "manuscript").rglob("*"):
            if path.suffix in (".md", ".mdx", ".markdown"):
                text = path.read_text(encoding="utf-8", errors="replace")
                path.write_text(relinked(text), encoding="utf-8")
        outcome = build(folder)
        builds.append(outcome)
        wrong = {m["path"].removeprefix("manuscript/") for m in outcome[1]
                 if m["severity"] == "error" and m["path"]}  # fmt: skip
        count, texts = len(texts), [p for p in texts if p.relative_to(root).as_posix() not in wrong]
        if not texts or len(texts) == count:
            break
    return len(texts), builds


def kind(message):
    """A message without its names, but with those of HTML elements."""
    return re.sub(r"`(?!<\w+>)[^`]*`", "`…`", re.sub(r"`<(\w+)[^`]*`", r"`<\1>`", message["message"]))


def table(messages):
    """Prints the messages by code: how many, in how many books and files, and examples."""
    found = collections.defaultdict(list)
    for book, message in messages:
        found[message["severity"], message["code"]].append((book, message))
    for (severity, code), all_of in sorted(found.items(), key=lambda item: -len(item[1])):
        books = {book for book, _ in all_of}
        files = {(book, message.get("path")) for book, message in all_of}
        print(f"\n{severity}[{code}]: {len(all_of)} in {len(files)} files of {len(books)} books")
        texts = collections.Counter(kind(message) for _, message in all_of)
        for text, count in texts.most_common(12):
            example = next(message for _, message in all_of if kind(message) == text)
            place = f"{example.get('path')}:{example.get('line')}"
            print(f"  {count:5} {example['message'][:110]} ({place})")


def main():
    """The program."""
    into = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    into.mkdir(parents=True, exist_ok=True)
    told, crashed, files = [[], [], []], [], 0
    for registry, package, version, inside, kind in PACKAGES:
        place = fetch(registry, package, version, into)
        roots = [root for root in (place / inside, *place.glob(f"*/{inside}")) if root.is_dir()] if place else []
        if not roots:
            print(f"{registry} {package} {version}: not to be had")
            continue
        name = f"{package}-{inside.replace('/', '-')}"
        count = sum(path.suffix in (".md", ".mdx", ".markdown") for path in roots[0].rglob("*"))
        good, builds = look(name, roots[0], into)
        files += count
        for stage, (status, messages, _) in zip(told, builds):
            stage += [(name, message) for message in messages]
            crashed += [name] if status not in (0, 1) else []
        ways = ", ".join(f"{'built' if b[0] == 0 else 'refused'} in {b[2]:.1f} s with {len(b[1])} messages" for b in builds)
        print(f"{name} ({kind}): {count} files, {good} of them good: {ways}", flush=True)
    titles = ("as they are", "without metadata, links to files and pictures", "what is left of them")
    for title, messages in zip(titles, told):
        print(f"\n\n## {files} files, {title}")
        table(messages)
    print(f"\n{len(crashed)} crashes or builds of more than {SECONDS} s: {crashed}")
    return 1 if crashed else 0


if __name__ == "__main__":
    sys.exit(main())
