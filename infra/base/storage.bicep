// The storage account: what the app and the Functions host keep, and dead letters of Event Grid.

@description('Name of the account.')
param name string

@description('Its region.')
param location string

@description('Its tags.')
param tags object

@description('Its copies, such as Standard_ZRS.')
param sku string

@description('Principal of the app\'s identity.')
param principalId string

// Made up front, so that no first request has to make them.
var containers = ['app-package', 'event-dead-letters']
var queueNames = [
  'sms-dispatch'
  'sms-dispatch-poison'
  'sms-waiting'
  'opt-out-imports'
  'opt-out-imports-poison'
  'opt-out-reconciliations'
  'opt-out-reconciliations-poison'
  'erasures'
  'erasures-poison'
  'events'
  'events-poison'
]
var tableNames = [
  'AutoReplies'
  'Caps'
  'Conversations'
  'DeadLetters'
  'Erasures'
  'IdempotencyKeys'
  'Journal'
  'OptOutImports'
  'OptOutReconciliations'
  'OptOutReviews'
  'OptOuts'
  'ParkedEvents'
  'Senders'
  'Statistics'
  'Audit'
  'Subscriptions'
  'VerificationCounts'
  'Verifications'
]
var roleIds = [
  // Storage Blob Data Owner: keys of the host, locks of timers, the package
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  // Storage Queue Data Contributor
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  // Storage Table Data Contributor
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
]

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [for one in containers: {
  parent: blobs
  name: one
}]

resource queues 'Microsoft.Storage/storageAccounts/queueServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource queue 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-06-01' = [for one in queueNames: {
  parent: queues
  name: one
}]

resource tables 'Microsoft.Storage/storageAccounts/tableServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource table 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = [for one in tableNames: {
  parent: tables
  name: one
}]

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'delete-event-dead-letters'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['event-dead-letters/']
            }
            actions: {
              baseBlob: {
                delete: { daysAfterModificationGreaterThan: 30 }
              }
            }
          }
        }
      ]
    }
  }
  dependsOn: [blobs]
}

// Tables have no soft delete: without the lock, azd down would delete the opt-out registry.
resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
  name: 'keep-opt-out-registry'
  scope: account
  properties: {
    level: 'CanNotDelete'
    notes: 'Holds the opt-out registry. Export it before you delete this lock (docs/deploy.md).'
  }
}

resource role 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for roleId in roleIds: {
  name: guid(account.id, principalId, roleId)
  scope: account
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleId)
  }
}]

output id string = account.id
output name string = account.name
