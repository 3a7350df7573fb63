"""Job titles are being loaded and the power goes: what was counted as taken is there, and the same command goes on after it."""

import time
from pathlib import Path

from tests.journeys.stand_alone import StandAlone
from tests.occupations.making import write_esco

ROWS = 8_000


def test_a_loading_that_is_killed_goes_on_after_its_last_batch(tmp_path: Path) -> None:
    server = StandAlone(folder=tmp_path / "var")
    server.folder.mkdir()
    titles = ((f"n{n}", "5161", f"prøvetitel {n}", (f"prøvenavn {n}",)) for n in range(ROWS))
    folder = write_esco(tmp_path / "esco", titles)
    command = ("manage.py", "load_occupations", "esco", str(folder))
    server.run("manage.py", "migrate", "--verbosity", "0")
    try:
        server.begin(*command)
        deadline = time.monotonic() + 120
        while not server.count("SELECT COUNT(*) FROM occupations_occupation"):
            assert time.monotonic() < deadline, "nothing was loaded"
            time.sleep(0.05)
    finally:
        server.kill()
    reached = server.count("SELECT row_reached FROM occupations_import WHERE file_name = 'occupations_da.csv'")
    assert 0 < reached < ROWS
    assert server.count("SELECT COUNT(*) FROM occupations_occupation") == reached
    assert server.count("SELECT COUNT(*) FROM occupations_label") == 2 * reached

    told = server.run(*command)

    assert f"{reached:,}".replace(",", ".") in told
    assert server.count("SELECT COUNT(*) FROM occupations_occupation") == ROWS
    assert server.count("SELECT COUNT(*) FROM occupations_label") == 2 * ROWS
    assert server.count("SELECT COUNT(*) FROM occupations_import WHERE state = 'done'") == 2
