"""Uploads: files in, order lines and master data out."""
