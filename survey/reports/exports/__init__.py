"""The released figures as files for other programs: a workbook, a data package."""
