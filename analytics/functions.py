"""The triggers of analytics."""

import azure.functions as func

from shared.http import guarded, model_answer
from shared.services import get_services

bp = func.Blueprint()


@bp.function_name("analytics_summary")
@bp.route(route="analytics/summary", methods=["GET"])
@guarded
async def analytics_summary(req: func.HttpRequest) -> func.HttpResponse:
    """Answer the figures of a range of days."""
    from analytics.answers import summary_answer
    from analytics.reading import read_query
    from analytics.summary import sum_up
    from shared.price_list import built_in_prices

    services = get_services()
    query = read_query(req, services)
    prices = services.settings.prices or built_in_prices()
    return model_answer(summary_answer(query, await sum_up(query, services), prices))
