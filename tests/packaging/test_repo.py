"""What is committed: nothing that ties the project to one machine, and locks that are complete."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.txt", "requirements-dev.txt")

# Joined from halves, so that this file does not hold what it looks for.
HOSTS = [
    "".join(halves)
    for halves in [
        ("pypi", ".org"),
        ("python", "hosted.org"),
        ("npm", "js.org"),
        ("npm", "js.com"),
        ("deb.", "debian.org"),
        ("archive.", "ubuntu.com"),
        ("crates", ".io"),
        ("proxy.", "golang.org"),
    ]
]
MACHINE = re.compile("|".join("/" + name + "/" for name in ("root", "home/[a-z]", "Users", "work")))
OUTSIDE = ".." + "/shared"

EXPECTED = {
    ".ci",
    ".gitattributes",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "benchmarks",
    "docs",
    "hatch_build.py",
    "pyproject.toml",
    "render.sh",
    "requirements-dev.txt",
    "requirements.txt",
    "scenes",
    "squiggle",
    "tests",
}


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    command = ["git", "-C", str(ROOT), "ls-files", "-z"]
    try:
        names = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout, so nobody knows what is committed")
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).exists()]


@pytest.fixture(scope="module")
def texts(tracked: list[Path]) -> dict[Path, str]:
    found = {}
    for path in tracked:
        try:
            found[path.relative_to(ROOT)] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a font or a picture
    return found


def requirements(lock: str) -> dict[str, tuple[Requirement, list[str]]]:
    """The locked requirements of a file by name, each with its hashes."""
    lines = (ROOT / lock).read_text().replace("\\\n", " ").splitlines()
    found = {}
    for line in lines:
        if line.strip() and not line.startswith("#"):
            text, *hashes = re.split(r"\s--hash=", line)
            requirement = Requirement(text.strip())
            found[requirement.name.lower()] = requirement, [digest.strip() for digest in hashes]
    return found


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.mark.parametrize("host", HOSTS)
def test_no_file_names_a_package_registry(texts, host):
    assert [str(path) for path, text in texts.items() if host in text] == []


def test_no_file_names_a_place_on_one_machine(texts):
    assert [str(path) for path, text in texts.items() if MACHINE.search(text)] == []


def test_no_file_reads_outside_the_checkout(texts):
    assert [str(path) for path, text in texts.items() if OUTSIDE in text] == []


def test_the_top_level_holds_only_what_people_expect(tracked):
    assert {path.relative_to(ROOT).parts[0] for path in tracked} - EXPECTED == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_version_is_exact_and_has_hashes(lock):
    for requirement, hashes in requirements(lock).values():
        assert re.fullmatch(r"==[\w.]+", str(requirement.specifier)), requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in hashes), requirement


def test_the_development_lock_holds_the_other_one():
    runtime, development = (requirements(lock) for lock in LOCKS)
    assert runtime.items() <= development.items()


def test_the_locks_meet_what_the_project_asks_for():
    about = project()
    runtime, development = (requirements(lock) for lock in LOCKS)
    extra = about["project"]["optional-dependencies"]["dev"]
    build = about["dependency-groups"]["build"] + about["build-system"]["requires"]
    for asked, lock in [
        *((text, runtime) for text in about["project"]["dependencies"] + build),
        *((text, development) for text in extra),
    ]:
        wanted = Requirement(asked)
        locked, _ = lock[wanted.name.lower()]
        (version,) = (specifier.version for specifier in locked.specifier)
        assert wanted.specifier.contains(version), f"{asked}, but {version} is locked"
