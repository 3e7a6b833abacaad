"""The same county and clicks in the frameworks that are used for such screens, beside Guatu and a bare page."""
