"""Where the chapters lie in a wheel: `scenes/` becomes `squiggle/scenes`.

Nothing of the kind happens to an editable install. There, a copy under `squiggle/` would hide the
package in the checkout, and the chapters are read from the checkout's own `scenes/` anyway.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ScenesInside(BuildHookInterface):
    """Ships the chapters inside the package, so that no package `scenes` stands beside it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the chapters, unless `version` (hatchling's word for the kind) is editable."""
        if version == "standard":
            build_data["force_include"]["scenes"] = "squiggle/scenes"
