// Alerts on metrics of Event Grid and ACS. Each name is an entry of the runbook in docs/deploy.md.

@description('Unique part of the names.')
param token string

@description('Tags.')
param tags object

@description('ID of the action group.')
param actionGroupId string

@description('ID of the system topic.')
param topicId string

@description('ID of the ACS resource.')
param acsId string

var alerts = [
  {
    name: 'stops-do-not-arrive'
    description: 'Event Grid cannot deliver inbound messages, STOPs among them.'
    severity: 1
    scope: topicId
    namespace: 'Microsoft.EventGrid/systemTopics'
    metric: 'DeliveryAttemptFailCount'
    aggregation: 'Total'
    dimensions: [
      {
        name: 'EventSubscriptionName'
        operator: 'Include'
        values: ['sms-received']
      }
    ]
    threshold: 0
    windowSize: 'PT5M'
  }
  {
    name: 'events-dead-lettered'
    description: 'Event Grid gave up delivering events and stored them in event-dead-letters.'
    severity: 1
    scope: topicId
    namespace: 'Microsoft.EventGrid/systemTopics'
    metric: 'DeadLetteredCount'
    aggregation: 'Total'
    dimensions: []
    threshold: 0
    windowSize: 'PT5M'
  }
  {
    name: 'events-dropped'
    description: 'Event Grid lost events.'
    severity: 0
    scope: topicId
    namespace: 'Microsoft.EventGrid/systemTopics'
    metric: 'DroppedEventCount'
    aggregation: 'Total'
    dimensions: []
    threshold: 0
    windowSize: 'PT5M'
  }
  {
    name: 'acs-refuses-identity'
    description: 'ACS refuses the identity of the app.'
    severity: 1
    scope: acsId
    namespace: 'Microsoft.Communication/communicationServices'
    metric: 'APIRequestSMS'
    aggregation: 'Count'
    dimensions: [
      {
        name: 'StatusCode'
        operator: 'Include'
        values: ['401', '403']
      }
    ]
    threshold: 0
    windowSize: 'PT5M'
  }
  {
    name: 'acs-fails'
    description: 'ACS answers with errors of its own.'
    severity: 2
    scope: acsId
    namespace: 'Microsoft.Communication/communicationServices'
    metric: 'APIRequestSMS'
    aggregation: 'Count'
    dimensions: [
      {
        name: 'StatusCodeClass'
        operator: 'Include'
        values: ['5xx']
      }
    ]
    threshold: 5
    windowSize: 'PT15M'
  }
]

resource metricAlert 'Microsoft.Insights/metricAlerts@2018-03-01' = [for alert in alerts: {
  name: '${alert.name}-${token}'
  location: 'global'
  tags: tags
  properties: {
    description: alert.description
    severity: alert.severity
    enabled: true
    scopes: [alert.scope]
    evaluationFrequency: 'PT5M'
    windowSize: alert.windowSize
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: alert.name
          metricNamespace: alert.namespace
          metricName: alert.metric
          timeAggregation: alert.aggregation
          dimensions: alert.dimensions
          operator: 'GreaterThan'
          threshold: alert.threshold
          // A metric does not exist before its first value.
          skipMetricValidation: true
        }
      ]
    }
    actions: [
      { actionGroupId: actionGroupId }
    ]
  }
}]
