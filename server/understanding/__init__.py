"""From a question in free wording to a typed query, or to the reason why there is none."""
