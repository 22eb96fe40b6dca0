"""Workers that lie: what they send back is refused, and nothing of it is published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content.pipeline.workers.clusters.environment import versions
from support.cluster.machines import Net, tree

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


BATCH_LIES = {
    "a file of another article": """from ...files.archives.archive import pack, read_archive
        files = read_archive(result.archive, result.digest)
        files[f"html/{min(batch.others)}.html"] = b"evil"
        archive = pack(files)
        result = replace(result, archive=archive, digest=archive.digest)""",
    "a page that nobody has": """from ...files.archives.archive import pack, read_archive
        files = read_archive(result.archive, result.digest)
        files["html/evil.html"] = b"evil"
        archive = pack(files)
        result = replace(result, archive=archive, digest=archive.digest)""",
    "an error": """result = replace(result, error="evil")""",
    "a search index": """from ...files.archives.archive import pack, read_archive
        files = read_archive(result.archive, result.digest)
        files["html/searchindex.js"] = b"evil"
        archive = pack(files)
        result = replace(result, archive=archive, digest=archive.digest)""",
}


def _liar(other_code: Callable, change: str) -> str:
    """The folder of a program that claims to have our code, and changes what it sends back."""
    place = "    server.release()\n"
    other_code("pipeline/workers/clusters/dask_task.py", place, f"{place}    {change}\n")
    claim = versions()["the digest of its code"]
    return other_code(
        "pipeline/workers/clusters/environment.py",
        "_CODE_DIGEST: code_digest()",
        f"_CODE_DIGEST: {claim!r}",
    )


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_refused(
    net: Net, run: Callable, small: Path, other_code: Callable, tmp_path: Path, lie: str
) -> None:
    """A worker that claims to have our code and has other: a line for each locale."""
    change, words = LIES[lie]
    net.scheduler()
    net.worker("liar", PYTHONPATH=_liar(other_code, change))
    build = ("build", "de", "--formats", "html", "--output", tmp_path / "site")
    done = run(*build, "--clean", "--cluster", net.address, project=small)
    assert done.returncode == 1
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert len(errors) == 2
    assert all(f"the editions that came back are refused: {words}" in line for line in errors)
    assert not (tmp_path / "site").exists()
    assert not list(tmp_path.rglob("*evil*"))


@pytest.mark.parametrize("lie", BATCH_LIES)
def test_after_a_lie_about_a_batch_the_locale_is_built_as_a_whole(
    net: Net, run: Callable, many: Path, other_code: Callable, tmp_path: Path, lie: str
) -> None:
    """Nothing of the batches is published, and the site is that of a local build."""
    change = f"""batch = pickle.loads(job).batch
    if batch and not batch.is_first:
        print("lied about a batch", flush=True)
        {BATCH_LIES[lie]}"""
    build = ("build", "--formats", "html", "--clean", "--output")
    done = run(*build, tmp_path / "local", project=many)
    assert done.returncode == 0, done.stderr
    net.scheduler()
    liar = net.worker("liar", "--nthreads", "4", PYTHONPATH=_liar(other_code, change))
    done = run(*build, tmp_path / "site", "--cluster", net.address, project=many)
    assert (done.returncode, "evil" in done.stderr) == (0, False), done.stderr
    assert "lied about a batch" in liar.said
    assert tree(tmp_path / "site") == tree(tmp_path / "local")
