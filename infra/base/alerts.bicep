// Who is told what: mails about metrics, log lines, availability and money. docs/deploy.md has the runbook.

@description('Unique part of the names.')
param token string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Address that gets all alerts.')
param email string

@description('Amount of the monthly budget of the resource group.')
param monthlyBudget int

@description('First day of the month in which the budget begins. Empty: this month.')
param budgetStart string

@description('This month; leave it.')
param thisMonth string = utcNow('yyyy-MM-01')

@description('ID of Application Insights.')
param componentId string

@description('ID of the system topic.')
param topicId string

@description('ID of the ACS resource.')
param acsId string

@description('Host name of the app.')
param hostName string

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${token}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'paloma'
    enabled: true
    emailReceivers: [
      {
        name: 'operator'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

module metrics 'metric-alerts.bicep' = {
  name: 'paloma-metric-alerts'
  params: {
    token: token
    tags: tags
    actionGroupId: people.id
    topicId: topicId
    acsId: acsId
  }
}

module logs 'log-alerts.bicep' = {
  name: 'paloma-log-alerts'
  params: {
    token: token
    location: location
    tags: tags
    actionGroupId: people.id
    componentId: componentId
  }
}

resource healthTest 'Microsoft.Insights/webtests@2022-06-15' = {
  name: 'health-${token}'
  location: location
  // The tag joins the test with its Application Insights resource.
  tags: union(tags, { 'hidden-link:${componentId}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: 'health-${token}'
    Name: 'health'
    Enabled: true
    Kind: 'standard'
    Frequency: 300
    Timeout: 30
    RetryEnabled: true
    Locations: [
      { Id: 'us-va-ash-azr' }
      { Id: 'emea-nl-ams-azr' }
      { Id: 'apac-sg-sin-azr' }
    ]
    Request: {
      RequestUrl: 'https://${hostName}/api/health'
      HttpVerb: 'GET'
    }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 7
    }
  }
}

resource availability 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'app-away-${token}'
  location: 'global'
  tags: tags
  properties: {
    description: 'The app does not answer /api/health from two places or more.'
    severity: 1
    enabled: true
    scopes: [healthTest.id, componentId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: healthTest.id
      componentId: componentId
      failedLocationCount: 2
    }
    actions: [
      { actionGroupId: people.id }
    ]
  }
}

// Hours late, so it is no brake.
resource budget 'Microsoft.Consumption/budgets@2023-11-01' = {
  name: 'paloma-${token}'
  properties: {
    category: 'Cost'
    amount: monthlyBudget
    timeGrain: 'Monthly'
    timePeriod: {
      startDate: empty(budgetStart) ? thisMonth : budgetStart
    }
    notifications: {
      actual80: {
        enabled: true
        operator: 'GreaterThanOrEqualTo'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: [email]
      }
      forecast100: {
        enabled: true
        operator: 'GreaterThanOrEqualTo'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: [email]
      }
    }
  }
}
