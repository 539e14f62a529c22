from editorial.models.board import BoardTask
from editorial.models.decisions import APPROVING, Decision, DecisionKind
from editorial.models.pages import EditorialPage

__all__ = ["APPROVING", "BoardTask", "Decision", "DecisionKind", "EditorialPage"]
