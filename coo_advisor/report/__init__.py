"""One recommendation, put into words once, and several renderers that compute nothing."""
