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

module subscriptions 'subscriptions.bicep' = {
  name: 'paloma-subscriptions'
  scope: resourceGroup(split(topicId, '/')[4])
  params: {
    appId: appId
    topicName: last(split(topicId, '/'))
    storageId: storageId
    webhookKeyName: webhookKeyName
  }
}
