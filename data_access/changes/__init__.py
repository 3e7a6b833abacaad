"""What has changed: between two years of one release, or between two releases."""
