// A new ACS resource. Its numbers are bought by hand.

@description('Name of the resource.')
param name string

@description('Where its data is kept.')
param dataLocation string

@description('Its tags.')
param tags object

resource acs 'Microsoft.Communication/communicationServices@2025-09-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    dataLocation: dataLocation
    disableLocalAuth: true
  }
}
