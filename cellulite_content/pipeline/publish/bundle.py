"""Installs the bundle, which the loader reads, from the parts of all locales."""

from __future__ import annotations

import glob
import os
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from hmac import compare_digest
from pathlib import Path, PurePosixPath

from cellulite_content import __version__

from ..editions.bundle.manifest import BundleEntry, manifest, write_manifest
from ..files.atomic import write_file
from ..files.file_tree import FileFaultError, read_file
from ..files.folder import read_folder, replace_folder
from ..files.machine_key import MAC_SIZE, authentication_code
from ..model.fingerprint import digest
from ..model.locale import Locale
from ..model.project import Project, file_name
from ..model.unit import Source


def install_bundle(project: Project, staging: Path, codes: Sequence[str], source: Source) -> None:
    """Install the bundle from the parts of the locales `codes`, moved from their staging folders.

    The installed parts of other locales are kept if their revision is the same, and if this machine
    has installed the present bundle: a commit can bring one that has not passed the gate.
    """
    staged = staging / "bundle"
    included = [project.locale(code) for code in codes]
    for locale in included:
        part = staging / locale.code / "bundle"
        shutil.copytree(part, staged, copy_function=os.replace, dirs_exist_ok=True)
    revisions = {path.parent.name: _revision(path) for path in staged.glob("*/structure.txt")}
    is_ours = _has_stamp(project)
    for locale in project.locales:
        if is_ours and locale not in included and _carry_over(project, locale, revisions, staged):
            included.append(locale)
    write_manifest(project, staged, included, _entries(source, revisions), __version__)
    replace_folder(project.bundle, staged)
    if project.bundle.is_relative_to(project.root):  # a wheel's is used once
        write_file(_stamp(project), _stamp_code(project))


def staged_bundle(
    project: Project, staging: Path, locale: Locale, source: Source
) -> Callable[[str], bytes] | None:
    """Reads the files that the bundle will have of one locale and the original, by their names;
    None where the original's are not in the staging folder.

    The manifest lists these two languages, without other names of them.
    """
    original = project.source_locale
    folders = [staging / each.code / "bundle" for each in (locale, original)]
    names = [path.parent.name for path in folders[1].glob("*/structure.txt")]
    if not names:
        return None
    included = (original,) if locale is original else (original, locale)
    entries = _entries(source, names)
    listed = manifest(
        project,
        included,
        entries,
        (__version__, ""),
        lambda name: any((folder / name).is_file() for folder in folders),
    )

    def read(name: str) -> bytes:
        if name == "bundle.txt":
            return listed
        own, originals = (folder / name for folder in folders)
        return (own if own.is_file() else originals).read_bytes()

    return read


def _entries(source: Source, folders: Collection[str]) -> list[BundleEntry]:
    """The articles with these folders, sorted by their names, each followed by its chapters."""
    domains = {file_name(domain): domain for domain in source.articles}
    documents = {domains[folder]: folder for folder in folders}
    names = _program_names(documents)
    articles = (each for each in source.documents if each.domain == each.article)
    return [
        BundleEntry(names[domain], domain, documents[domain], domain != article.domain)
        for article in sorted(articles, key=lambda each: names.get(each.domain, ""))
        for domain in (article.domain, *article.chapters)
        if domain in documents
    ]


def _program_names(documents: Collection[str]) -> dict[str, str]:
    """The names by which programs load documents.

    A document's name there is its short name, the last part of its whole name, or the whole name
    where several documents have the same short name.
    """
    short_names = {document: PurePosixPath(document).name for document in documents}
    counts = Counter(short_names.values())
    return {
        document: short_name if counts[short_name] == 1 else document
        for document, short_name in short_names.items()
    }


def _stamp(project: Project) -> Path:
    """The path of the stamp of the installed bundle."""
    return project.build / "records" / f"bundle-{digest(project.relative(project.bundle))}"


def _stamp_code(project: Project) -> bytes:
    """The authentication code of the present bundle."""
    files = sorted(read_folder(project.bundle).items())
    return authentication_code("bundle", digest(files).encode())


def _has_stamp(project: Project) -> bool:
    """Whether this machine has installed the present bundle."""
    try:
        code = read_file(project.build, _stamp(project), MAC_SIZE)
    except FileFaultError:
        return False
    return compare_digest(code, _stamp_code(project))


def _carry_over(
    project: Project, locale: Locale, revisions: Mapping[str, str], staged: Path
) -> bool:
    """Copy a locale's installed part if its units have the same revisions, and its pictures the
    same drawing. Returns whether."""
    paths = {slug: project.bundle / slug / f"{locale.tag}.txt" for slug in revisions}
    files = {slug: path for slug, path in paths.items() if path.is_file()}
    if not files or any(_revision(path) != revisions[slug] for slug, path in files.items()):
        return False
    pictures = [
        (picture, staged / slug / picture.name)
        for slug, path in files.items()
        for picture in sorted(path.parent.glob(f"*.{glob.escape(locale.tag)}.svg"))
        if not (staged / slug / picture.name).exists()
    ]
    if any(_is_older(picture, target, locale) for picture, target in pictures):
        return False
    for slug, path in files.items():
        shutil.copyfile(path, staged / slug / path.name)
    for picture, target in pictures:
        shutil.copyfile(picture, target)
    return True


def _is_older(picture: Path, target: Path, locale: Locale) -> bool:
    """Whether an installed picture in a language was made from another drawing than the staged."""
    name = f"{picture.name.removesuffix(f'.{locale.tag}.svg')}.svg"
    installed, staged = picture.with_name(name), target.with_name(name)
    return not staged.is_file() or installed.read_bytes() != staged.read_bytes()


def _revision(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return file.readline().split("\t")[2]
