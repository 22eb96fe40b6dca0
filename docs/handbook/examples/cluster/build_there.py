"""Starts a cluster with one of Dask's cluster managers, builds there, and ends the cluster.

    python build_there.py MANAGER WORKERS [OPTIONS [ARGUMENTS OF BUILD ...]]

MANAGER is the manager's class as `module:name`, and OPTIONS are its keyword arguments as JSON.
"""

import importlib
import json
import os
import subprocess
import sys


def main(manager: str, workers: str, options: str = "{}", *arguments: str) -> int:
    """Build on a new cluster; returns the exit code of `build`."""
    module, _, name = manager.partition(":")
    with getattr(importlib.import_module(module), name)(**json.loads(options)) as cluster:
        cluster.scale(int(workers))
        with cluster.get_client() as client:
            client.wait_for_workers(1)  # `build` uses those that come later too
        command = [sys.executable, "-m", "cellulite_content", "build", *arguments]
        command += ["--cluster", cluster.scheduler_address]
        return subprocess.call(command, env=os.environ | certificates(cluster))


def certificates(cluster: object) -> dict[str, str]:
    """The variables that give `build` the certificates of a cluster; none for an open one.

    Those that a manager makes for one cluster are texts in memory. dask-gateway has one that is
    its own authority.
    """
    security = getattr(cluster, "security", None)
    certificate = getattr(security, "tls_client_cert", None) or getattr(security, "tls_cert", None)
    if not certificate:
        return {}
    values = {
        "CA_FILE": getattr(security, "tls_ca_file", certificate),
        "CLIENT__CERT": certificate,
        "CLIENT__KEY": getattr(security, "tls_client_key", None) or security.tls_key,
    }
    return {f"DASK_DISTRIBUTED__COMM__TLS__{name}": value for name, value in values.items()}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
