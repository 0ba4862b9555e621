"""What ``tools/make_demo.py`` is made of: synthetic fields, files, STAC documents. Never shipped."""
