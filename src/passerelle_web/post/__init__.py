"""Mail that is never lost, what people hear of, and answers that come back by mail.

Holds no room's own words. Stands on `people`.
"""
