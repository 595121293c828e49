"""What pages share: error pages, locale, security headers, filters."""
