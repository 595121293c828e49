"""Flask-WTF forms: text in, typed values out. No query, session, mail or url_for."""
