"""The figures as a file."""

import csv
import io
from datetime import timedelta

import pytest

from analytics import functions
from analytics.export import COLUMNS
from tests.support.web import call, get
from tests.support.world import START, TOLL_FREE, World
from tests.unit.analytics.test_summary import REFUSED, SENT, report, store, summary

GOLDEN = """\
start,end,sender,campaign,category,accepted,scheduled,queued,sending,sent,delivered,failed,\
suppressed,expired,cancelled,unconfirmed,unknown,failures,deliveryRate,deliveryRateBase,\
segmentCount,estimatedCost,unpricedSegmentCount,received,replies,replyRate,optOuts,\
optOutsPerThousandDelivered,toSentCount,toSentP50Seconds,toSentP95Seconds,toDeliveredCount,\
toDeliveredP50Seconds,toDeliveredP95Seconds,toReplyCount,toReplyP50Seconds,toReplyP95Seconds,\
simulated,unreadableCount
2026-11-21T00:00:00-05:00,2026-11-22T00:00:00-05:00,,,,\
0,0,0,0,0,0,0,0,0,0,0,0,,,0,0,0.0000,0,0,0,,0,,0,,,0,,,0,,,0,0
2026-11-22T00:00:00-05:00,2026-11-23T00:00:00-05:00,'+18335550100,,transactional,\
2,0,0,0,0,1,1,0,0,0,0,0,4001:1,0.5,2,1,0.0100,0,0,0,0.0,0,0.0,1,1.96,1.96,1,7.84,7.84,0,,,0,0
2026-11-22T00:00:00-05:00,2026-11-23T00:00:00-05:00,77001,'=may,transactional,\
1,0,0,0,1,0,0,0,0,0,0,0,,,0,1,0.0100,0,0,0,,0,,1,1.96,1.96,0,,,0,,,0,0
"""
NEW_YORK = {"from": "2026-11-21", "to": "2026-11-22", "tz": "America/New_York"}


async def file(**params: str) -> str:
    request = get(params=params, headers={"Accept": "text/csv"})
    answer = await call(functions.analytics_summary, request)
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return answer.get_body().decode("utf-8-sig")


async def test_file_has_a_row_for_each_combination_and_for_each_empty_period(
    served: World,
) -> None:
    batch = await store(served, START, SENT, REFUSED)
    await report(served, batch, 0)
    await store(served, START, SENT, sender="77001", campaign="=may")
    assert (await file(**NEW_YORK)).replace("\r\n", "\n") == GOLDEN


@pytest.mark.parametrize("name", ["accepted", "delivered", "failed", "segmentCount"])
async def test_columns_of_the_file_add_up_to_the_total(served: World, name: str) -> None:
    for hours in range(0, 60, 7):
        batch = await store(served, START - timedelta(hours=hours), SENT, SENT, REFUSED)
        await report(served, batch, 1)
    rows = list(csv.DictReader(io.StringIO(await file(interval="hour"), newline="")))
    assert len(rows) == 24 * 7
    assert {row["sender"] for row in rows} == {"", f"'{TOLL_FREE}"}
    total = (await summary(interval="hour"))["total"]
    assert sum(int(row[name]) for row in rows) == total[name] > 0


def test_file_has_all_figures_of_the_answer() -> None:
    from analytics.contract import Figures, Times

    def names(model: type[Figures] | type[Times]) -> list[str]:
        return [str(one.alias) for one in model.model_fields.values()]

    times = {"toSent", "toDelivered", "toReply"}
    parts = {time + part[0].upper() + part[1:] for time in times for part in names(Times)}
    assert set(COLUMNS[5:]) == (set(names(Figures)) - times) | parts
