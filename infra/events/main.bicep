// The event subscriptions. The app must answer when they are made.

targetScope = 'subscription'

@description('ID of the Function App, from the layer base.')
param appId string

@description('ID of the system topic, from the layer base.')
param topicId string

@description('ID of the storage account that gets events which cannot be delivered.')
param storageId string

@description('Which key of the two webhook functions Event Grid uses.')
param webhookKeyName string = 'default'

@description('Tenant of the Entra application whose tokens Event Grid sends with deliveries; empty: none.')
param webhookEntraTenantId string = ''

@description('ID or URI of that application, as in WEBHOOK_ENTRA_AUDIENCE; empty: none.')
param webhookEntraAudience string = ''

module subscriptions 'subscriptions.bicep' = {
  name: 'paloma-subscriptions'
  scope: resourceGroup(split(topicId, '/')[4])
  params: {
    appId: appId
    topicName: last(split(topicId, '/'))
    storageId: storageId
    webhookKeyName: webhookKeyName
    webhookEntraTenantId: webhookEntraTenantId
    webhookEntraAudience: webhookEntraAudience
  }
}
