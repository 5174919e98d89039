"""How sending does: figures by sender, campaign, category and time."""
