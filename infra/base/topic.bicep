// The system topic of the ACS resource: the source of inbound messages and delivery reports.

@description('Name of the topic. An existing one gets an identity and keeps its subscriptions.')
param name string

@description('Its tags.')
param tags object

@description('ID of the ACS resource.')
param acsId string

@description('Workspace that gets the delivery failures.')
param workspaceId string

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: name
  location: 'global'
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: {
    source: acsId
    topicType: 'Microsoft.Communication.CommunicationServices'
  }
}

resource failures 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'paloma-delivery-failures'
  scope: topic
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'DeliveryFailures'
        enabled: true
      }
    ]
  }
}

output id string = topic.id
output principalId string = topic.identity.principalId
