"""The page on deployment says what the files do."""

import re
from pathlib import Path

from tests.unit.app.test_inventory import TIMERS

ROOT = Path(__file__).parents[3]


def test_page_on_deployment_names_every_option() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("infra/*/*.json"))
    options = set(re.findall(r"\$\{(PALOMA_\w+)=", text))
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")

    assert len(options) > 5
    assert [name for name in sorted(options) if f"| `{name}` |" not in page] == []


def test_page_on_deployment_names_tests_that_exist() -> None:
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    modules = (ROOT / "tests/unit/opt_outs").rglob("test_*.py")
    tests = "".join(path.read_text(encoding="utf-8") for path in modules)

    named = re.findall(r"`(test_\w+)`", page)
    assert named
    assert [name for name in named if f"def {name}(" not in tests] == []


def test_page_on_deployment_counts_the_timers_and_their_runs() -> None:
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    sources = [path.read_text(encoding="utf-8") for path in ROOT.glob("*/functions.py")]
    schedules = [one for text in sources for one in re.findall(r'schedule="([^"]+)"', text)]
    words = ("six", "seven", "eight", "nine", "ten")
    hourly = {"*": 60, "*/5": 12}
    runs = sum(hourly.get(one.split()[1], 1) * 24 * 30 for one in schedules)

    assert len(schedules) == len(TIMERS)
    (word, said) = re.findall(r"(\w+) timers, about ([\d,]+) runs", page)[0]
    assert words.index(word) + 6 == len(schedules)
    assert abs(int(said.replace(",", "")) - runs) < 1_000


def test_page_on_deployment_counts_the_log_alerts_by_their_frequency() -> None:
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    source = (ROOT / "infra/base/log-alerts.bicep").read_text(encoding="utf-8")
    severities = re.findall(r"^    severity: (\d)$", source, re.MULTILINE)
    words = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

    assert "alert.severity == 1 ? 'PT5M' : 'PT15M'" in source
    (often, seldom) = re.findall(r"(\w+) log alerts every 5 minutes .*?, (\w+) every 15", page)[0]
    assert words.index(often) == severities.count("1")
    assert words.index(seldom) == len(severities) - severities.count("1")


def test_page_on_deployment_warns_of_deleting_the_group_of_an_existing_acs_resource() -> None:
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    _, _, tearing_down = page.partition("### Tearing down")
    own_group, _, shared_group = tearing_down.partition("PALOMA_ACS_RESOURCE_ID")

    assert "do not use `azd down`" in shared_group
    assert "az group delete" in shared_group
    assert "made the ACS resource: `azd down`" in own_group
