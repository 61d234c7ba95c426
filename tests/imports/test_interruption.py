"""An import that is killed, and imports at the same time, in processes of their own."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from salesdash.config import PROJECT_ROOT
from tests.imports.helpers import bring, codes, figures, query, write

HEADER = "order_no,line_no,ordered_on,customer,product,rep,quantity,unit_price"

PROGRAM = """
import json, sys
from pathlib import Path
from salesdash import imports
from salesdash.access.identity import OPERATOR

def tell(stage, share):
    print(json.dumps([stage, share]), flush=True)
    if stage == "checking" and sys.argv[3] == "stop" and share > 0.5:
        sys.stdin.readline()

options = imports.Options(on_existing=sys.argv[4])
result = imports.run(sys.argv[1], OPERATOR, Path(sys.argv[2]), "orders", options, progress=tell)
print(json.dumps(["result", result.inserted + result.updated]), flush=True)
"""


def start(url: str, path: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, url, str(path), *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROJECT_ROOT,
        env={**os.environ, "PYTHONPATH": str(PROJECT_ROOT)},
    )


def many(path: Path, name: str, rows: int = 30_000) -> Path:
    return write(
        path,
        HEADER,
        *(
            f"{name}{n // 3},{n % 3},2024-03-{n % 28 + 1:02},C{n % 700},P{n % 50},r{n % 9},{n % 5 + 1},7"
            for n in range(rows)
        ),
    )


def kill_half_way(url: str, path: Path, on_existing: str) -> None:
    process = start(url, path, "stop", on_existing)
    assert process.stdout is not None
    for line in process.stdout:
        stage, share = json.loads(line)
        if stage == "checking" and share > 0.5:
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.returncode == -signal.SIGKILL


def test_a_killed_import_leaves_the_data_as_before(database: str, tmp_path: Path) -> None:
    bring(database, write(tmp_path / "a.csv", HEADER, "A1,1,2024-03-01,C1,P1,r1,1,10", "X0,,2024-03-01,C0,P0,r0,1,7"))
    before = figures(database)
    path = many(tmp_path / "b.csv", "X")
    kill_half_way(database, path, "replace")
    assert query(database, "SELECT count(*) FROM order_lines")[0][0] > 2  # it was killed half-way indeed
    assert figures(database) == before
    repeated = bring(database, path, on_existing="replace")
    assert repeated.inserted + repeated.updated + repeated.duplicates == 30_000
    # nothing is left of the one that was killed
    assert query(database, "SELECT count(*) FROM import_batches WHERE status <> 'published'") == [(0,)]
    assert query(
        database, "SELECT count(*) FROM order_lines WHERE batch_id NOT IN (SELECT id FROM import_batches)"
    ) == [(0,)]
    assert figures(database)[0] == 30_001
    assert len(codes(database, "customers")) == 700


def test_killed_members_do_not_stay(database: str, tmp_path: Path) -> None:
    kill_half_way(database, many(tmp_path / "b.csv", "X"), "skip")
    bring(database, write(tmp_path / "a.csv", HEADER, "A1,1,2024-03-01,C1,P1,r1,1,10"))
    assert set(codes(database, "customers")) == {"C1"}
    assert set(codes(database, "people")) == {"r1"}
    assert figures(database)[0] == 1


def test_imports_at_the_same_time_take_turns(database: str, tmp_path: Path) -> None:
    processes = [start(database, many(tmp_path / f"{name}.csv", name), "go", "skip") for name in ("X", "Y")]
    processes.append(start(database, tmp_path / "X.csv", "go", "skip"))
    loaded = []
    for process in processes:
        out, _ = process.communicate()
        assert process.returncode == 0
        loaded.append(json.loads(out.splitlines()[-1])[1])
    assert sorted(loaded) == [0, 30_000, 30_000]
    assert figures(database)[0] == 60_000
    assert len(codes(database, "customers")) == 700
