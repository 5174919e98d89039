// Logs and metrics: a workspace, and Application Insights in it.

@description('Unique part of the names.')
param token string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Principal of the app\'s identity, which sends the telemetry.')
param principalId string

@description('Gigabytes a day after which nothing is stored until the next day.')
param dailyCapGb int = 1

// Monitoring Metrics Publisher
var roleId = '3913510d-42f4-4e42-8a64-420c390055eb'

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: 'log-${token}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 30
    workspaceCapping: { dailyQuotaGb: dailyCapGb }
  }
}

resource component 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${token}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

resource role 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(component.id, principalId, roleId)
  scope: component
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleId)
  }
}

output componentId string = component.id
output connectionString string = component.properties.ConnectionString
output workspaceId string = workspace.id
