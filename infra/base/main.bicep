// Everything but the event subscriptions, which need the deployed app (infra/events).

targetScope = 'subscription'

@description('Name of the azd environment; the resource group and the tags have it.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('Region of everything but ACS; one that has Flex Consumption.')
@allowed([
  'australiaeast'
  'australiasoutheast'
  'brazilsouth'
  'canadacentral'
  'centralindia'
  'centralus'
  'eastasia'
  'eastus'
  'eastus2'
  'francecentral'
  'germanywestcentral'
  'italynorth'
  'japaneast'
  'koreacentral'
  'northcentralus'
  'northeurope'
  'norwayeast'
  'southafricanorth'
  'southcentralus'
  'southeastasia'
  'southindia'
  'spaincentral'
  'swedencentral'
  'uaenorth'
  'uksouth'
  'ukwest'
  'westcentralus'
  'westeurope'
  'westus'
  'westus2'
  'westus3'
])
@metadata({
  azd: {
    type: 'location'
  }
})
param location string

@description('ID of an ACS resource that has numbers already, in the same subscription. Empty: a new one.')
param acsResourceId string = ''

@description('Where a new ACS resource keeps its data. It cannot be changed later.')
param acsDataLocation string = 'United States'

@description('Name of the system topic that an existing ACS resource has already, in its resource group. Empty: a new one.')
param existingSystemTopicName string = ''

@description('Copies of the stored data: zones (ZRS), one data centre (LRS), or another region too (GZRS).')
@allowed(['Standard_ZRS', 'Standard_LRS', 'Standard_GZRS'])
param storageSku string = 'Standard_ZRS'

@description('Who gets alerts and the budget. Empty: no alerts and no budget.')
param alertEmail string = ''

// azd substitutes texts, so numbers are texts here.
@description('Amount of the monthly budget, in the currency of the subscription: a whole number.')
param monthlyBudget string = '50'

@description('Month in which the budget begins, such as 2026-11-01. Empty: this month.')
param budgetStart string = ''

@description('Instances that are always running for HTTP, and for dispatching: a whole number. 1 is for one-time codes.')
param alwaysReady string = '0'

@description('Largest number of instances of each function group: a whole number from 1 to 1000.')
param maximumInstanceCount string = '40'

var token = uniqueString(subscription().id, environmentName, location)
var tags = { 'azd-env-name': environmentName }
var acsGroupName = empty(acsResourceId) ? group.name : split(acsResourceId, '/')[4]
var acsName = empty(acsResourceId) ? 'acs-${token}' : last(split(acsResourceId, '/'))

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'identity.bicep' = {
  name: 'paloma-identity'
  scope: group
  params: {
    name: 'id-${token}'
    location: location
    tags: tags
  }
}

module storage 'storage.bicep' = {
  name: 'paloma-storage'
  scope: group
  params: {
    name: 'st${token}'
    location: location
    tags: tags
    sku: storageSku
    principalId: identity.outputs.principalId
  }
}

module telemetry 'telemetry.bicep' = {
  name: 'paloma-telemetry'
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    principalId: identity.outputs.principalId
  }
}

module newAcs 'communication.bicep' = if (empty(acsResourceId)) {
  name: 'paloma-new-acs'
  scope: group
  params: {
    name: acsName
    dataLocation: acsDataLocation
    tags: tags
  }
}

module acs 'communication-access.bicep' = {
  name: 'paloma-acs'
  scope: resourceGroup(acsGroupName)
  params: {
    name: acsName
    principalId: identity.outputs.principalId
  }
  dependsOn: [group, newAcs]
}

module topic 'topic.bicep' = {
  name: 'paloma-topic'
  scope: resourceGroup(empty(existingSystemTopicName) ? group.name : acsGroupName)
  params: {
    name: empty(existingSystemTopicName) ? 'egst-${token}' : existingSystemTopicName
    tags: tags
    acsId: acs.outputs.id
    workspaceId: telemetry.outputs.workspaceId
  }
  dependsOn: [group]
}

module deadLetterAccess 'dead-letter-access.bicep' = {
  name: 'paloma-dead-letter-access'
  scope: group
  params: {
    storageName: storage.outputs.name
    principalId: topic.outputs.principalId
  }
}

// The outputs of the other modules are there only when their roles are, so the app starts with them.
module app 'app.bicep' = {
  name: 'paloma-app'
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageName: storage.outputs.name
    acsEndpoint: acs.outputs.endpoint
    acsId: acs.outputs.id
    insightsConnectionString: telemetry.outputs.connectionString
    alwaysReady: int(alwaysReady)
    maximumInstanceCount: int(maximumInstanceCount)
  }
}

module alerts 'alerts.bicep' = if (!empty(alertEmail)) {
  name: 'paloma-alerts'
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    email: alertEmail
    monthlyBudget: int(monthlyBudget)
    budgetStart: budgetStart
    componentId: telemetry.outputs.componentId
    topicId: topic.outputs.id
    acsId: acs.outputs.id
    hostName: app.outputs.hostName
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output PALOMA_URL string = 'https://${app.outputs.hostName}'
output PALOMA_APP_ID string = app.outputs.id
output PALOMA_APP_NAME string = app.outputs.name
output PALOMA_STORAGE_ID string = storage.outputs.id
output PALOMA_STORAGE_NAME string = storage.outputs.name
output PALOMA_TOPIC_ID string = topic.outputs.id
output PALOMA_ACS_ID string = acs.outputs.id
