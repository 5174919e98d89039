// Inbound messages and delivery reports go to one webhook each, with a key that opens only its function.

@description('ID of the Function App.')
param appId string

@description('Name of the system topic.')
param topicName string

@description('ID of the storage account with the container for dead letters.')
param storageId string

@description('Which key of the two webhook functions Event Grid uses.')
param webhookKeyName string

@description('Tenant of the Entra application whose tokens Event Grid sends with deliveries; empty: none.')
param webhookEntraTenantId string

@description('ID or URI of that application, as in WEBHOOK_ENTRA_AUDIENCE; empty: none.')
param webhookEntraAudience string

var webApi = '2025-03-01'
var hostName = reference(appId, webApi).defaultHostName

// A batch is accepted or refused as a whole within 30 seconds, so a STOP has few neighbours.
var webhooks = [
  {
    name: 'sms-received'
    function: 'inbound_webhook'
    path: 'api/webhooks/inbound'
    eventType: 'Microsoft.Communication.SMSReceived'
    eventsPerBatch: 50
    kilobytesPerBatch: 256
  }
  {
    name: 'sms-delivery-reports'
    function: 'delivery_report'
    path: 'api/webhooks/delivery-reports'
    eventType: 'Microsoft.Communication.SMSDeliveryReportReceived'
    eventsPerBatch: 1000
    kilobytesPerBatch: 1024
  }
]

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: topicName
}

resource subscription 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = [for webhook in webhooks: {
  parent: topic
  name: webhook.name
  properties: {
    destination: {
      endpointType: 'WebHook'
      properties: {
        endpointUrl: 'https://${hostName}/${webhook.path}?code=${listKeys('${appId}/functions/${webhook.function}', webApi)[webhookKeyName]}'
        azureActiveDirectoryTenantId: empty(webhookEntraTenantId) ? null : webhookEntraTenantId
        azureActiveDirectoryApplicationIdOrUri: empty(webhookEntraAudience) ? null : webhookEntraAudience
        maxEventsPerBatch: webhook.eventsPerBatch
        preferredBatchSizeInKilobytes: webhook.kilobytesPerBatch
      }
    }
    filter: {
      includedEventTypes: [webhook.eventType]
    }
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    retryPolicy: {
      maxDeliveryAttempts: 30
      eventTimeToLiveInMinutes: 1440
    }
    deadLetterWithResourceIdentity: {
      identity: { type: 'SystemAssigned' }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: {
          resourceId: storageId
          blobContainerName: 'event-dead-letters'
        }
      }
    }
  }
}]
