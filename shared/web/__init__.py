"""What every HTTP function needs: requests, responses, errors, contract parts."""
