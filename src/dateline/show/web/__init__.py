"""The reading room: a web app over a store. `make_app` builds it; each view is a module with `routes`. Described in docs/serve.md."""
