// The identity of the app: it exists, with its roles, before the app starts.

@description('Name of the identity.')
param name string

@description('Its region.')
param location string

@description('Its tags.')
param tags object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

output id string = identity.id
output clientId string = identity.properties.clientId
output principalId string = identity.properties.principalId
