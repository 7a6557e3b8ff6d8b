"""Who may use the API from elsewhere: keys with scopes, and how much each may ask."""
