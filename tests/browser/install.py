"""Find a Chromium that runs, or install one: Debian's through apt-get where that is allowed, else Playwright's own.

`python -m tests.browser.install` does it by hand.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

VARIABLE = "DIGEST_ATLAS_CHROMIUM"
COMMANDS = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
MACOS = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


class NoBrowserError(RuntimeError):
    """No browser for the browser tests; the message says what was tried and what to do."""


def find() -> Path:
    """The Chromium to use.

    Raises NoBrowserError when none on this machine runs.
    """
    for candidate in candidates():
        if runs(candidate):
            return candidate
    raise NoBrowserError(
        "No Chromium was found for the browser tests. Install one (Debian: apt-get install chromium fonts-liberation; "
        f"anywhere: python -m playwright install chromium), or name one: {VARIABLE}=/path/to/chromium."
    )


def candidates() -> Iterator[Path]:
    """Where a Chromium may be, the named one first; a named one is the only one."""
    if named := os.environ.get(VARIABLE):
        yield Path(named)
        return
    for command in COMMANDS:
        if path := shutil.which(command):
            yield Path(path)
    yield MACOS
    yield from playwrights_own()


def playwrights_own() -> Iterator[Path]:
    """The Chromium of `playwright install`, wherever this version of Playwright keeps it."""
    folder = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    home = Path.home()
    caches = [Path(folder)] if folder else [home / ".cache/ms-playwright", home / "Library/Caches/ms-playwright"]
    for cache in caches:
        for name in ("chrome", "chrome-headless-shell", "headless_shell", "Chromium", "Google Chrome for Testing"):
            yield from sorted(cache.glob(f"chromium*/**/{name}"), reverse=True)


def runs(browser: Path) -> bool:
    """Whether it starts and says its version (Ubuntu's `chromium-browser` may be an empty promise of a snap)."""
    if not (browser.is_file() and os.access(browser, os.X_OK)):
        return False
    try:
        answer = subprocess.run([browser, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def fonts_missing() -> bool:
    """Whether this machine has no font at all: pages would be drawn as empty boxes."""
    lister = shutil.which("fc-list")
    if lister is None:
        return True
    return not subprocess.run([lister], capture_output=True, check=False).stdout.strip()


def apt_get() -> list[str] | None:
    """The command that may install Debian's packages without asking for a password; None where there is none."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", "apt-get"]
    return None


def apt_install(packages: Sequence[str]) -> bool:
    """Install Debian's packages if that is allowed here; whether it worked."""
    command = apt_get()
    if command is None:
        return False
    print(f"Installing {', '.join(packages)} with apt-get …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # An update that fails (no network) is no reason to stop: the lists that are there may be good enough.
    subprocess.run([*command, "update", "-qq"], env=environment, check=False)
    install = [*command, "install", "-y", "-qq", "--no-install-recommends", *packages]
    return subprocess.run(install, env=environment, stdout=subprocess.DEVNULL, check=False).returncode == 0


def ensure() -> Path:
    """A Chromium that runs, installed if need be, with at least one font to draw letters with.

    Raises NoBrowserError when there is none and none can be installed.
    """
    try:
        browser = find()
    except NoBrowserError:
        if os.environ.get(VARIABLE):
            raise
        if not apt_install(["chromium", "fontconfig", "fonts-liberation"]):
            print("Installing Playwright's Chromium …", flush=True)
            extra = ["--with-deps"] if apt_get() else []
            subprocess.run([sys.executable, "-m", "playwright", "install", *extra, "chromium"], check=False)
        return find()
    if fonts_missing():
        apt_install(["fontconfig", "fonts-liberation"])
    return browser


if __name__ == "__main__":
    try:
        print(ensure())
    except NoBrowserError as error:
        sys.exit(str(error))
