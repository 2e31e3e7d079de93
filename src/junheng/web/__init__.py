"""Floor 6: the bureau's daily work in a browser, one folder per feature.

`site` joins the features to one Django project; `people` says who may do what; `registry` keeps the records that all
others read. A feature holds its models, acts, views, addresses, templates and static files.
"""
