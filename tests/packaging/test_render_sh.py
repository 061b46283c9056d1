"""render.sh: what it asks of a machine, and that it does so once.

Installing for real takes minutes and a network. Here the interpreter is a stand-in that notes what
pip was asked for, on a path that holds only the programs a bare machine has.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.txt", "requirements-dev.txt")
FILES = ("render.sh", "pyproject.toml", "hatch_build.py", *LOCKS)
BARE = ("bash", "cat", "cksum", "cp", "dirname", "env", "grep", "mkdir", "mv", "paste")
BARE += ("readlink", "rm", "sort")

# Scripts start as an interpreter found on the path, like everything else here.
BASH = "#!/usr/bin/env bash\n"
PYTHON = """
# A stand-in for Python: it makes environments out of itself and notes what pip is asked for.
lacks() { [[ " $(cat "$LACKS") " = *" $1 "* ]]; }
case $* in
    "-m venv "*)
        mkdir -p "$3/bin" && echo "$0" >"$3/made-from"
        cp "$0" "$3/bin/python" && cp "$0" "$3/bin/squiggle" ;;
    "-m pip "*) echo "$*" >>"$NOTES" && exit "${PIP_STATUS:-0}" ;;
    "-m pytest"*) shift 2 && printf "<%s>" "$PWD" "$@" ;;
    render*) printf "<%s>" "$PWD" "$@" ;;
    "--version") echo "Python 3.99" ;;
    *sys._base_executable* | *"print(sys.version)")
        cat "${0%/*}/../made-from" 2>/dev/null || echo "$0" ;;
    *'"%d.%d"'*) echo 3.99 ;;
    *Python.h*) ! lacks headers ;;
    *"import ensurepip, venv") ! lacks venv ;;
    *"import squiggle") ;;
    *) echo "no stand-in for: $*" >&2 && exit 64 ;;
esac
"""
CC = 'cat >/dev/null; [[ " $(cat "$LACKS") " != *" compiler "* ]]'
PKG_CONFIG = '[[ " $(cat "$LACKS") " != *" $2 "* ]]'
NOTES_ITSELF = 'echo "${0##*/} $*" >>"$NOTES"'
BRINGS_ALL = NOTES_ITSELF + ' && : >"$LACKS"'


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
        self.put("python3", PYTHON)
        self.put("cc", CC)
        self.put("pkg-config", PKG_CONFIG)
        self.put("id", "echo 0")
        self.put("uname", "echo Linux")
        self.notes = self.folder / "notes"
        self.lack()
        self.venv = self.checkout / ".venv"
        self.stamp = self.venv / "squiggle-stamp"

    def put(self, name: str, script: str) -> None:
        """Put a program on the path."""
        program = self.path / name
        program.write_text(BASH + script)
        program.chmod(0o755)

    def lack(self, *things: str) -> None:
        """Let the machine lack things, until a package manager brings them."""
        (self.folder / "lacks").write_text(" ".join(things))

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
            "LACKS": str(self.folder / "lacks"),
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


@pytest.fixture
def ready(machine: Machine) -> Machine:
    """A machine on which a first call has set everything up."""
    done = machine()
    assert done.returncode == 0, done.stderr
    assert len(machine.noted()) == 2
    return machine


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    return done.stderr.splitlines()[-1]


def test_the_scripts_are_valid_and_may_be_run():
    for script in (ROOT / "render.sh", ROOT / ".ci" / "run"):
        assert subprocess.run(["bash", "-n", script]).returncode == 0
        assert os.access(script, os.X_OK), script


def test_the_scripts_use_nothing_newer_than_bash_3():
    newer = r"declare -[Ag]|mapfile|readarray|\$\{\w+(\^|,)|&>>|\|&|\bcoproc\b|readlink -f|realpath"
    for script in (ROOT / "render.sh", ROOT / ".ci" / "run"):
        assert re.findall(newer, script.read_text()) == []


def test_a_real_python_answers_what_the_stand_in_is_asked():
    questions = re.findall(r"'(import [^']+)'", (ROOT / "render.sh").read_text())
    assert len(questions) == 6
    answers = {
        question: subprocess.run([sys.executable, "-c", question], capture_output=True, text=True)
        for question in questions
    }
    assert {question for question, done in answers.items() if done.returncode} == set()
    (base,) = (done.stdout for question, done in answers.items() if "executable" in question)
    assert os.path.samefile(base.strip(), sys.executable)


def test_the_first_call_installs_the_lock_and_the_project(machine):
    done = machine("--only", "The Question", "-q", "l")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"<{machine.folder}><render><--only><The Question><-q><l>"
    lock, project = machine.noted()
    assert f"--require-hashes -r {machine.checkout}/requirements.txt" in lock
    assert f"--no-build-isolation --no-deps --editable {machine.checkout}" in project
    assert all(line.startswith("render.sh: ") for line in done.stderr.splitlines())


def test_the_second_call_sets_nothing_up(ready):
    done = ready("--only", "Recap")
    assert done.stdout == f"<{ready.folder}><render><--only><Recap>"
    assert (done.returncode, done.stderr, ready.noted()) == (0, "", [])


def test_it_is_found_through_links(ready):
    (ready.folder / "a link").symlink_to("my films/squiggle/render.sh")
    (ready.folder / "another").symlink_to(ready.folder / "a link")
    done = ready(script=ready.folder / "another")
    assert (done.returncode, done.stderr, ready.noted()) == (0, "", [])


def test_tests_add_the_development_lock_to_the_same_environment(ready):
    done = ready("test", "-k", "two words")
    assert done.stdout == f"<{ready.checkout}><-k><two words>"
    assert "making" not in done.stderr
    assert "requirements-dev.txt" in ready.noted()[0]
    assert (ready().stderr, ready("test").stderr, ready.noted()) == ("", "", [])


def test_a_first_call_may_be_for_the_tests(machine):
    done = machine("test")
    assert done.stdout == f"<{machine.checkout}><-n><2><--dist><loadfile><--no-loadscope-reorder>"
    assert "requirements-dev.txt" in machine.noted()[0]
    assert (machine().stderr, machine.noted()) == ("", [])


@pytest.mark.parametrize("fails", ["ruff check .", "ruff format --check .", "mypy ", "nothing"])
def test_a_check_runs_everything_and_fails_if_anything_does(ready, fails):
    ready("test")
    ready.noted()
    for name in ("ruff", "mypy"):
        ready.put(name, NOTES_ITSELF + ' && [ "${0##*/} $*" != "$FAILS" ]')
        (ready.path / name).rename(ready.venv / "bin" / name)
    done = ready("check", FAILS=fails)
    assert ready.noted() == ["ruff check .", "ruff format --check .", "mypy "]
    assert done.returncode == (fails != "nothing")


@pytest.mark.parametrize("fails", ["check", "test", "nothing"])
def test_the_ci_script_runs_both_and_fails_if_either_does(tmp_path, fails):
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci")
    render = tmp_path / "render.sh"
    render.write_text(BASH + 'echo "$*" && [ "$1" != "$FAILS" ]')
    render.chmod(0o755)
    environment = os.environ | {"FAILS": fails}
    command = [tmp_path / ".ci" / "run"]
    done = subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True)
    assert done.stdout == "check\ntest\n"
    assert done.returncode == (fails != "nothing")


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml", "hatch_build.py"])
def test_a_changed_file_is_installed_from_again(ready, name):
    with (ready.checkout / name).open("a") as file:
        file.write("# changed\n")
    ready()
    assert len(ready.noted()) == 2
    ready()
    assert ready.noted() == []


def test_a_moved_checkout_makes_its_environment_anew(ready):
    ready.checkout = ready.checkout.rename(ready.folder / "moved")
    assert "making .venv" in ready().stderr
    assert len(ready.noted()) == 2


@pytest.mark.parametrize("breakage", ["no stamp", "no python", "python that fails"])
def test_a_broken_environment_is_made_anew(ready, breakage):
    left = ready.venv / "left over"
    left.touch()
    if breakage == "no stamp":
        ready.stamp.unlink()
    elif breakage == "no python":
        (ready.venv / "bin" / "python").unlink()
    else:
        (ready.venv / "bin" / "python").write_text(BASH + "exit 127")
    done = ready()
    assert done.returncode == 0, done.stderr
    assert not left.exists()


def test_an_active_environment_is_not_made_out_of_itself(ready):
    shutil.copy(ready.venv / "bin" / "python", ready.venv / "bin" / "python3")
    ready.stamp.unlink()
    done = ready(PATH=f"{ready.venv}/bin:{ready.path}")
    assert done.returncode == 0, done.stderr
    assert (ready.venv / "made-from").read_text() == f"{ready.path}/python3\n"


def test_another_python_makes_the_environment_anew(ready):
    ready.put("python3.12", PYTHON)
    assert "making .venv" in ready(PYTHON="python3.12").stderr
    assert (ready.venv / "made-from").read_text() == f"{ready.path}/python3.12\n"
    assert ready(PYTHON="python3.12").stderr == ""


def test_a_failed_install_is_told_in_one_line_and_tried_again(machine):
    done = machine(PIP_STATUS="1")
    assert done.returncode == 1
    assert last_line(done) == "render.sh: could not install requirements.txt"
    assert not machine.stamp.exists()
    assert machine().returncode == 0


def test_a_failed_addition_leaves_no_stamp_of_the_whole(ready):
    assert ready("test", PIP_STATUS="1").returncode == 1
    assert not ready.stamp.exists()


def test_an_interpreter_that_does_not_run_is_passed_over(machine):
    machine.put("python3.14", "exit 127")
    machine.put("python3.12", "exit 1")
    assert machine().returncode == 0
    assert (machine.venv / "made-from").read_text() == f"{machine.path}/python3\n"


def test_without_a_new_enough_python_it_says_so(machine):
    machine.put("python3", "exit 1")
    done = machine()
    assert done.returncode == 1
    assert "Python 3.11 or newer" in last_line(done)
    named = machine(PYTHON="python3")
    assert last_line(named) == "render.sh: PYTHON=python3 is no Python 3.11 or newer that runs"


MANAGERS = {
    "apt-get": "apt-get install -y --no-install-recommends libcairo2-dev libpango1.0-dev",
    "dnf": "dnf install -y cairo-devel pango-devel",
    "pacman": "pacman -S --needed --noconfirm cairo pango",
    "brew": "brew install cairo pango",
}


@pytest.mark.parametrize("manager", MANAGERS)
def test_missing_system_packages_are_installed_and_nothing_else(machine, manager):
    machine.lack("cairo", "pangocairo")
    machine.put(manager, BRINGS_ALL)
    done = machine()
    assert done.returncode == 0, done.stderr
    update = ["apt-get update -qq"] if manager == "apt-get" else []
    assert machine.noted()[:-2] == [*update, MANAGERS[manager]]


def test_a_bare_machine_gets_a_compiler_and_pythons_own_parts(machine):
    machine.lack("compiler", "headers", "venv")
    machine.put("dnf", BRINGS_ALL)
    assert machine().returncode == 0
    assert machine.noted()[0] == "dnf install -y gcc python3.99 python3.99-devel"


def test_a_mac_does_without_pango_for_there_is_a_wheel(machine):
    machine.lack("cairo", "pangocairo")
    machine.put("uname", "echo Darwin")
    machine.put("brew", BRINGS_ALL)
    assert machine().returncode == 0
    assert machine.noted()[0] == "brew install cairo"


@pytest.mark.parametrize("manager", ["apt-get", "dnf", "pacman"])
def test_who_may_not_install_is_told_the_one_line_to_run(machine, manager):
    machine.lack("cairo", "pangocairo")
    machine.put(manager, BRINGS_ALL)
    machine.put("id", "echo 1000")
    machine.put("sudo", "exit 1")
    done = machine()
    assert done.returncode == 1
    assert done.stderr == f"render.sh: run this first: sudo {MANAGERS[manager]}\n"
    assert machine.noted() == []
    assert not machine.venv.exists()


def test_what_a_package_did_not_bring_is_named(machine):
    machine.lack("cairo")
    machine.put("dnf", NOTES_ITSELF)
    done = machine()
    assert done.returncode == 1
    assert last_line(done).endswith("still lacks, after installing cairo-devel: cairo")


def test_without_a_package_manager_it_says_what_is_missing(machine):
    machine.lack("compiler", "pangocairo")
    done = machine()
    assert done.returncode == 1
    assert last_line(done).endswith("compiler pango")
