// Alerts on the app's log lines (docs/operations.md). Each name is an entry of the runbook in docs/deploy.md.

@description('Unique part of the names.')
param token string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('ID of the action group.')
param actionGroupId string

@description('ID of Application Insights.')
param componentId string

var lines = '''
traces
| where message startswith '{"event": "'
| extend line = parse_json(message), event = extract('^{"event": "([a-z_]+)"', 1, message)
'''

// An alert is raised when its query finds a row.
var alerts = [
  {
    name: 'work-given-up'
    description: 'Work failed five times and was given up.'
    severity: 1
    windowSize: 'PT15M'
    query: '| where event in ("message_poisoned", "import_failed", "reconciliation_failed", "erasure_failed")'
  }
  {
    name: 'app-cannot-work'
    description: 'A setting cannot be used, storage refuses the app, or a change by API could not be kept.'
    severity: 1
    windowSize: 'PT15M'
    query: '| where event in ("configuration_error", "storage_refused", "audit_failed")'
  }
  {
    name: 'acs-refuses-sender'
    description: 'ACS refuses a sender, or the identity got no token. Its messages wait.'
    severity: 1
    windowSize: 'PT15M'
    query: '| where event == "carrier_refused"'
  }
  {
    name: 'events-refused'
    description: 'Deliveries of Event Grid were refused or could not be used: STOPs may be among them.'
    severity: 1
    windowSize: 'PT15M'
    query: '| where event in ("webhook_refused", "foreign_events_refused", "events_parked")'
  }
  {
    name: 'dispatch-stands-still'
    description: 'Messages are due for 15 minutes, their sender hands nothing over, and nothing is known that keeps them.'
    severity: 1
    windowSize: 'PT15M'
    query: '| where event == "figures_counted" and (toint(line.stalled) > 0 or toint(line.overdue) > 0)'
  }
  {
    name: 'figures-missing'
    description: 'The figures were not logged for half an hour: the timers of the app do not run.'
    severity: 1
    windowSize: 'PT30M'
    query: '| summarize lines = countif(event == "figures_counted") | where lines == 0'
  }
  {
    name: 'messages-unknown'
    description: 'It is unknown whether messages of yesterday or today were handed to the carrier.'
    severity: 2
    windowSize: 'PT15M'
    query: '| where event == "figures_counted" and toint(line.unknown) > 0'
  }
  {
    name: 'unexpected-errors'
    description: 'The code met an error that it does not expect, or a stored row that it cannot read.'
    severity: 2
    windowSize: 'PT15M'
    query: '| where event in ("unexpected_error", "row_unreadable")'
  }
  {
    name: 'storage-unavailable'
    description: 'Functions fail because storage does not answer.'
    severity: 2
    windowSize: 'PT15M'
    query: '| where event in ("storage_unavailable", "deadline_exceeded") | summarize minutes = dcount(bin(timestamp, 1m)) | where minutes >= 5'
  }
  {
    name: 'verification-braked'
    description: 'Codes to a prefix are refused, because too few of those that were sent are entered.'
    severity: 2
    windowSize: 'PT15M'
    query: '| where event == "verification_prefix_braked"'
  }
  {
    name: 'cap-reached'
    description: 'A cap of SMS_CAPS is reached: sends are rejected.'
    severity: 2
    windowSize: 'PT15M'
    query: '| where event == "cap_reached"'
  }
  {
    name: 'acs-throttles'
    description: 'ACS answers with 429: a limit is lower than the settings say.'
    severity: 3
    windowSize: 'PT15M'
    query: '| where event == "carrier_throttled"'
  }
  {
    name: 'subscriber-away'
    description: 'Events for a subscriber became dead letters: it was away for 24 hours, or ended its subscription (410).'
    severity: 3
    windowSize: 'PT15M'
    query: '| where event in ("delivery_dead_lettered", "subscription_ended")'
  }
  {
    name: 'many-messages-fail'
    description: 'More than 50 messages, and more than a tenth of what was accepted, failed in an hour.'
    severity: 2
    windowSize: 'PT1H'
    query: '| summarize failed = sumif(toint(line["count"]) * itemCount, event == "reports_failed" or (event == "messages_ended" and tostring(line.status) == "failed")), accepted = sumif(toint(line.recipientCount) * itemCount, event == "send_accepted") | where failed > 50 and failed * 10 > accepted'
  }
]

resource logAlert 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for alert in alerts: {
  name: '${alert.name}-${token}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Paloma: ${alert.name}'
    description: alert.description
    severity: alert.severity
    enabled: true
    scopes: [componentId]
    // Each evaluation costs, so only what may lose a STOP is looked at every five minutes.
    evaluationFrequency: alert.severity == 1 ? 'PT5M' : 'PT15M'
    windowSize: alert.windowSize
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: '${lines}${alert.query}'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: [actionGroupId]
    }
  }
}]
