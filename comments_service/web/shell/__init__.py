"""What all pages and answers share: access, requests, errors, headers, language."""
