from editorial.models.pages import EditorialPage

__all__ = ["EditorialPage"]
