"""The commands over a store: `command` of each module is one command, named as its module."""
