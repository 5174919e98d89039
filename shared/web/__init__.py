"""What every HTTP function needs: requests, responses, errors, and parts of the contract."""
