"""A local stand-in for Azure Communication Services SMS. See README.md; it needs only aiohttp."""

from local.acs_simulator.server import Simulator, start_simulator
from local.acs_simulator.settings import Sender, SenderKind, SimulatorSettings

__all__ = ["Sender", "SenderKind", "Simulator", "SimulatorSettings", "start_simulator"]
