"""Where things are in a clone."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Inside an activated ``.venv`` the calling Python is the one that installing removes.
BASE_PYTHON: str = getattr(sys, "_base_executable", sys.executable)
VENV = ROOT / ".venv"
VENV_BIN = VENV / ("Scripts" if sys.platform == "win32" else "bin")
VENV_PYTHON = VENV_BIN / ("python.exe" if sys.platform == "win32" else "python")
LOCAL = ROOT / ".local"
NODE = LOCAL / "node"
AZURITE_PIN = ROOT / "local" / "azurite"
AZURITE = LOCAL / "azurite"
AZURITE_SCRIPT = AZURITE / "node_modules" / "azurite" / "dist" / "src" / "azurite.js"
AZURITE_DATA = LOCAL / "azurite-data"
