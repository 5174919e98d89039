"""The app: registers each room's functions, and nothing else."""

import azure.functions as func

import analytics.functions
import audit.functions
import conversations.functions
import conversations.work_functions
import delivery_report.functions
import housekeeping.functions
import inbound_webhook.functions
import operations.functions
import opt_outs.functions
import opt_outs.import_functions
import opt_outs.review_functions
import pages.functions
import people.functions
import reconciliation.functions
import send_sms.functions
import send_sms.look_up_functions
import senders.functions
import subscriptions.functions
import verifications.functions

app = func.FunctionApp(http_auth_level=func.AuthLevel.FUNCTION)
app.register_functions(send_sms.functions.bp)
app.register_functions(send_sms.look_up_functions.bp)
app.register_functions(inbound_webhook.functions.bp)
app.register_functions(delivery_report.functions.bp)
app.register_functions(conversations.functions.bp)
app.register_functions(conversations.work_functions.bp)
app.register_functions(opt_outs.functions.bp)
app.register_functions(opt_outs.import_functions.bp)
app.register_functions(reconciliation.functions.bp)
app.register_functions(opt_outs.review_functions.bp)
app.register_functions(people.functions.bp)
app.register_functions(verifications.functions.bp)
app.register_functions(audit.functions.bp)
app.register_functions(senders.functions.bp)
app.register_functions(analytics.functions.bp)
app.register_functions(subscriptions.functions.bp)
app.register_functions(operations.functions.bp)
app.register_functions(pages.functions.bp)
app.register_functions(housekeeping.functions.bp)
