"""render.sh: what it asks of a machine, and that it does so once.

Installing for real takes minutes and a network. Here the interpreter is a stand-in that notes what
pip was asked for, on a path that holds only the programs a bare machine has.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = ("render.sh", "pyproject.toml", "hatch_build.py", "requirements.txt", "requirements-dev.txt")
BARE = "bash cat chmod cksum cp dirname env grep mkdir mv paste readlink rm sort".split()

PYTHON = """#!/usr/bin/env bash
# A stand-in for Python: it makes environments out of itself and notes what pip is asked for.
case "$1 $2" in
    "-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python" &&
        printf '#!/usr/bin/env bash\\nprintf "<%%s>" "$PWD" "$@"\\n' >"$3/bin/squiggle" &&
        cp "$3/bin/squiggle" "$3/bin/pytest" && chmod +x "$3"/bin/* ;;
    "-m pip") echo "$@" >>"$NOTES"; exit "${PIP_STATUS:-0}" ;;
    "--version "*) echo "Python 3.99" ;;
    *) exec "$REAL_PYTHON" "$@" ;;
esac
"""
RUNS_NOT = "#!/usr/bin/env bash\nexit 127\n"
TELLS = '#!/usr/bin/env bash\necho "${0##*/} $*" >>"$NOTES"\n'


@dataclass
class Machine:
    """A checkout in a folder with spaces, and a path with nothing on it but what is put there."""

    folder: Path

    def __post_init__(self) -> None:
        self.checkout = self.folder / "my films" / "squiggle"
        self.checkout.mkdir(parents=True)
        for name in FILES:
            shutil.copy(ROOT / name, self.checkout)
        self.path = self.folder / "bin"
        self.path.mkdir()
        for name in BARE:
            (self.path / name).symlink_to(shutil.which(name) or "")
        for name in ("cc", "pkg-config"):
            self.put(name, "#!/usr/bin/env bash\n")
        self.put("python3", PYTHON)
        self.put("id", "#!/usr/bin/env bash\necho 0\n")
        self.notes = self.folder / "notes"
        self.stamp = self.checkout / ".venv" / "squiggle-stamp"

    def put(self, name: str, script: str) -> None:
        program = self.path / name
        program.write_text(script)
        program.chmod(0o755)

    def noted(self) -> list[str]:
        """What pip and the package managers were asked for since the last look."""
        lines = self.notes.read_text().splitlines() if self.notes.exists() else []
        self.notes.unlink(missing_ok=True)
        return lines

    def __call__(self, *arguments: str, script: Path | None = None, **settings: str):
        environment = {
            "PATH": str(self.path),
            "HOME": str(self.folder),
            "NOTES": str(self.notes),
            "REAL_PYTHON": sys.executable,
        }
        return subprocess.run(
            [script or self.checkout / "render.sh", *arguments],
            cwd=self.folder,
            env=environment | settings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    return done.stderr.splitlines()[-1]


def test_the_scripts_are_valid_and_may_be_run():
    for script in (ROOT / "render.sh", ROOT / ".ci" / "run"):
        assert subprocess.run(["bash", "-n", script]).returncode == 0
        assert os.access(script, os.X_OK), script


def test_the_scripts_use_nothing_newer_than_bash_3():
    newer = r"declare -[Ag]|mapfile|readarray|\$\{\w+(\^|,)|&>>|\|&|\bcoproc\b|readlink -f|realpath"
    assert re.findall(newer, (ROOT / "render.sh").read_text()) == []


def test_the_first_call_installs_the_lock_and_the_project(machine):
    done = machine("--only", "The Question", "-q", "l")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"<{machine.folder}><render><--only><The Question><-q><l>"
    lock, project = machine.noted()
    assert f"--require-hashes -r {machine.checkout}/requirements.txt" in lock
    assert f"--no-build-isolation --no-deps --editable {machine.checkout}" in project
    assert all(line.startswith("render.sh: ") for line in done.stderr.splitlines())


def test_the_second_call_installs_nothing_and_is_quick(machine):
    machine()
    machine.noted()
    began = time.monotonic()
    done = machine()
    assert time.monotonic() - began < 2
    assert (done.returncode, done.stderr, machine.noted()) == (0, "", [])


def test_it_is_found_through_links(machine):
    (machine.folder / "a link").symlink_to("my films/squiggle/render.sh")
    (machine.folder / "another").symlink_to(machine.folder / "a link")
    done = machine(script=machine.folder / "another")
    assert done.returncode == 0, done.stderr
    assert machine.stamp.exists()


def test_tests_add_the_development_lock_to_the_same_environment(machine):
    machine()
    machine.noted()
    done = machine("test", "-k", "two words")
    assert done.stdout == f"<{machine.checkout}><-k><two words>"
    assert "making" not in done.stderr
    assert "requirements-dev.txt" in machine.noted()[0]
    assert (machine().stderr, machine("test").stderr, machine.noted()) == ("", "", [])


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml", "hatch_build.py"])
def test_a_changed_file_is_installed_from_again(machine, name):
    machine()
    machine.noted()
    with (machine.checkout / name).open("a") as file:
        file.write("# changed\n")
    machine()
    assert len(machine.noted()) == 2
    machine()
    assert machine.noted() == []


def test_a_moved_checkout_makes_its_environment_anew(machine):
    machine()
    machine.noted()
    machine.checkout = machine.checkout.rename(machine.folder / "moved")
    assert "making .venv" in machine().stderr
    assert len(machine.noted()) == 2


@pytest.mark.parametrize("breakage", ["no stamp", "no python", "python that fails"])
def test_a_broken_environment_is_made_anew(machine, breakage):
    machine()
    left = machine.checkout / ".venv" / "left over"
    left.touch()
    python = machine.checkout / ".venv" / "bin" / "python"
    if breakage == "no stamp":
        machine.stamp.unlink()
    else:
        python.unlink()
        if breakage == "python that fails":
            shutil.copy(machine.path / "cc", python)
            python.write_text(RUNS_NOT)
    done = machine()
    assert done.returncode == 0, done.stderr
    assert not left.exists()


def test_a_failed_install_is_told_in_one_line_and_tried_again(machine):
    done = machine(PIP_STATUS="1")
    assert done.returncode == 1
    assert last_line(done) == "render.sh: could not install requirements.txt"
    assert not machine.stamp.exists()
    assert machine().returncode == 0


def test_a_failed_addition_leaves_no_stamp_of_the_whole(machine):
    machine()
    assert machine("test", PIP_STATUS="1").returncode == 1
    assert not machine.stamp.exists()


def test_an_interpreter_that_does_not_run_is_passed_over(machine):
    machine.put("python3.14", RUNS_NOT)
    machine.put("python3.12", "#!/usr/bin/env bash\nexit 1\n")
    assert machine().returncode == 0


def test_without_a_new_enough_python_it_says_so(machine):
    machine.put("python3", "#!/usr/bin/env bash\nexit 1\n")
    done = machine()
    assert done.returncode == 1
    assert "Python 3.11 or newer" in last_line(done)
    named = machine(PYTHON="python3")
    assert last_line(named) == "render.sh: PYTHON=python3 is no Python 3.11 or newer that runs"


def take(machine: Machine, *names: str) -> None:
    """Let the machine lack libraries until $NOTES.got tells that they have been installed."""
    lacks = "|".join(names)
    machine.put(
        "pkg-config",
        f'#!/usr/bin/env bash\n[ -e "$NOTES.got" ] || case $2 in {lacks}) exit 1 ;; esac\n',
    )


MANAGERS = {
    "apt-get": "apt-get install -y --no-install-recommends libcairo2-dev libpango1.0-dev",
    "dnf": "dnf install -y cairo-devel pango-devel",
    "pacman": "pacman -S --needed --noconfirm cairo pango",
    "brew": "brew install cairo pango",
}


@pytest.mark.parametrize("manager", MANAGERS)
def test_missing_system_packages_are_installed_and_nothing_else(machine, manager):
    take(machine, "cairo", "pangocairo")
    machine.put(manager, TELLS + ': >"$NOTES.got"\n')
    done = machine()
    assert done.returncode == 0, done.stderr
    update = ["apt-get update -qq"] if manager == "apt-get" else []
    assert [line for line in machine.noted() if line.startswith(manager)] == [
        *update,
        MANAGERS[manager],
    ]


@pytest.mark.parametrize("manager", ["apt-get", "dnf", "pacman"])
def test_who_may_not_install_is_told_the_one_line_to_run(machine, manager):
    take(machine, "cairo", "pangocairo")
    machine.put(manager, TELLS)
    machine.put("id", "#!/usr/bin/env bash\necho 1000\n")
    machine.put("sudo", RUNS_NOT)
    done = machine()
    assert done.returncode == 1
    assert done.stderr == f"render.sh: run this first: sudo {MANAGERS[manager]}\n"
    assert machine.noted() == []
    assert not (machine.checkout / ".venv").exists()


def test_what_a_package_did_not_bring_is_named(machine):
    take(machine, "cairo")
    machine.put("dnf", TELLS)
    done = machine()
    assert done.returncode == 1
    assert last_line(done).endswith("still lacks, after installing cairo-devel: cairo")


def test_without_a_package_manager_it_says_what_is_missing(machine):
    take(machine, "pangocairo")
    machine.put("cc", RUNS_NOT)
    done = machine()
    assert done.returncode == 1
    assert last_line(done).endswith("compiler pango")
