"""Pure rules of the survey: values in, values out. No web, database, files, clock or chance."""
