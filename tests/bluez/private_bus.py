"""A D-Bus daemon of our own, so that tests need neither root nor Bluetooth."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

_CONFIG = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={directory}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
    {denied}
  </policy>
</busconfig>
"""


class PrivateBus:
    """Started on construction; `address` is what clients connect to. With `denied` its
    policy lets nobody speak to org.bluez."""

    def __init__(self, directory: Path, *, denied: bool = False) -> None:
        binary = shutil.which("dbus-daemon")
        if binary is None:
            raise RuntimeError(
                "dbus-daemon is missing: the Bluetooth tests need it. "
                "On Debian: apt-get install dbus"
            )
        directory.mkdir(parents=True, exist_ok=True)
        config = directory / "bus.conf"
        rule = '<deny send_destination="org.bluez"/>' if denied else ""
        text = _CONFIG.format(directory=directory, denied=rule)
        config.write_text(text, encoding="utf-8")
        command = [binary, f"--config-file={config}", "--nofork", "--nopidfile"]
        with (directory / "bus.log").open("w") as log:
            self._process = subprocess.Popen(
                [*command, "--print-address=1"],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().strip()
        if not self.address:
            self.stop()
            raise RuntimeError(f"dbus-daemon did not start with {config}")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(5)
        if self._process.stdout is not None:
            self._process.stdout.close()
