"""A batch on a Dask cluster of two worker processes on this machine: python -m tests.matching.on_a_cluster FOLDER OUT."""

import sys
from pathlib import Path

from distributed import LocalCluster

from fagkompas.matching.batch import plan, run


def main() -> None:
    """Ends the cluster with itself."""
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        list(run(plan(folder, out, most=20), workers=1, dask=cluster.scheduler_address))


if __name__ == "__main__":
    main()
