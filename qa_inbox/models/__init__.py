from qa_inbox.models.delegations import Delegation
from qa_inbox.models.questions import Question, QuestionClass, QuestionState
from qa_inbox.models.timeline import EventKind, Notice, NoticeKind, QuestionEvent

__all__ = [
    "Delegation",
    "EventKind",
    "Notice",
    "NoticeKind",
    "Question",
    "QuestionClass",
    "QuestionEvent",
    "QuestionState",
]
