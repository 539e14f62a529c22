from editorial.models.board import BoardTask
from editorial.models.decisions import APPROVING, Decision, DecisionKind
from editorial.models.pages import EditorialPage
from editorial.models.withdrawals import Notice, Withdrawal

__all__ = ["APPROVING", "BoardTask", "Decision", "DecisionKind", "EditorialPage", "Notice", "Withdrawal"]
