"""Porchlight: belonging and inclusion surveys whose promise holds."""
