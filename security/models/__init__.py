from security.models.user import User

__all__ = ["User"]
