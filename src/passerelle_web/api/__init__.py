"""The public API: the library's queries under /api/v1, read only, with OpenAPI, paging, ETags and problem+json.

Holds no figures and no logic of its own: routes get, ask, answer. With `config` the roof of the site.
"""
