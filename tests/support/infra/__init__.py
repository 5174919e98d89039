"""What holds azure.yaml and the Bicep files of infra/ against Azure and the app, without Azure."""
