// The Function App on Flex Consumption.

@description('Unique part of the names.')
param token string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('ID of the app\'s identity.')
param identityId string

@description('Client ID of the app\'s identity.')
param identityClientId string

@description('Name of the storage account.')
param storageName string

@description('Endpoint of the ACS resource.')
param acsEndpoint string

@description('ID of the ACS resource.')
param acsId string

@description('Connection string of Application Insights. It names the place; the identity is the credential.')
param insightsConnectionString string

@description('Instances that are always running for HTTP, and for dispatching.')
param alwaysReady int

@description('Largest number of instances of each function group.')
param maximumInstanceCount int

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageName
}

// SMS_* settings are in app-settings.json. No value here is a secret.
var ownSettings = loadJsonContent('app-settings.json')
var settings = {
  AzureWebJobsStorage__accountName: storageName
  AzureWebJobsStorage__blobServiceUri: storage.properties.primaryEndpoints.blob
  AzureWebJobsStorage__queueServiceUri: storage.properties.primaryEndpoints.queue
  AzureWebJobsStorage__tableServiceUri: storage.properties.primaryEndpoints.table
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  AZURE_CLIENT_ID: identityClientId
  ACS_ENDPOINT: acsEndpoint
  ACS_RESOURCE_ID: acsId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '17825792'
}
var ownSettingTexts = toObject(items(ownSettings), one => one.key, one => string(one.value))

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: 'plan-${token}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: 'func-${token}'
  location: location
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    siteConfig: {
      minTlsVersion: '1.2'
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}app-package'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'python'
        version: '3.13'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReady == 0 ? [] : [
          {
            name: 'http'
            instanceCount: alwaysReady
          }
          {
            name: 'function:dispatch_sms'
            instanceCount: alwaysReady
          }
        ]
        // Requests that arrive together are stored together; with one at a time none ever are.
        triggers: {
          http: { perInstanceConcurrency: 100 }
        }
      }
      siteUpdateStrategy: { type: 'RollingUpdate' }
    }
  }
}

resource appSettings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'appsettings'
  properties: union(settings, ownSettingTexts)
}

resource ftp 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

resource scm 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

output id string = app.id
output name string = app.name
output hostName string = app.properties.defaultHostName
