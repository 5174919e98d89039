// The app's access to the ACS resource, be it new or not.

@description('Name of the ACS resource.')
param name string

@description('Principal of the app\'s identity.')
param principalId string

// Communication and Email Service Owner
var roleId = '09976791-48a7-449e-bb21-39d1a415f350'

resource acs 'Microsoft.Communication/communicationServices@2025-09-01' existing = {
  name: name
}

resource role 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(acs.id, principalId, roleId)
  scope: acs
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleId)
  }
}

output id string = acs.id
output endpoint string = 'https://${acs.properties.hostName}'
