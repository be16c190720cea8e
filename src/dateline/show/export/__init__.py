"""Exports of records, one format a module."""
