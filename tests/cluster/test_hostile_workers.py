"""Workers that lie: what they send back is refused, and nothing of it is published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content.pipeline.workers.clusters.environment import versions
from support.cluster.machines import Net

pytestmark = pytest.mark.slow

LIES = {
    "a file beside the folder": (
        """import io, tarfile
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        member = tarfile.TarInfo("html/../../../../evil")
        member.size = 4
        tar.addfile(member, io.BytesIO(b"evil"))
    archive = Archive(buffer.getvalue())
    result = replace(result, archive=archive, digest=archive.digest)""",
        "'html/../../../../evil' is not a valid file name",
    ),
    "other bytes": (
        """data = result.archive.data.replace(b"</p>", b"</P>")
    result = replace(result, archive=Archive(data))""",
        "its bytes do not match its digest",
    ),
    "another format": (
        """from ...files.archives.archive import pack
    archive = pack({"epub/evil.epub": b"evil"})
    result = replace(result, archive=archive, digest=archive.digest)""",
        "'epub/evil.epub' is in none of the requested formats",
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_refused(
    net: Net, run: Callable, small: Path, other_code: Callable, tmp_path: Path, lie: str
) -> None:
    """A worker that claims to have our code and has other: a line for each locale."""
    change, words = LIES[lie]
    place = "    server.release()\n"
    other_code("pipeline/workers/clusters/dask_task.py", place, f"{place}    {change}\n")
    claim = versions()["the digest of its code"]
    folder = other_code(
        "pipeline/workers/clusters/environment.py",
        "_CODE_DIGEST: code_digest()",
        f"_CODE_DIGEST: {claim!r}",
    )
    net.scheduler()
    net.worker("liar", PYTHONPATH=folder)
    build = ("build", "de", "--formats", "html", "--output", tmp_path / "site")
    done = run(*build, "--clean", "--cluster", net.address, project=small)
    assert done.returncode == 1
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert len(errors) == 2
    assert all(f"the editions that came back are refused: {words}" in line for line in errors)
    assert not (tmp_path / "site").exists()
    assert not list(tmp_path.rglob("*evil*"))
