"""Public addresses of questions, below the section "Hỏi - Đáp" of each portal."""

from django.urls import path

from qa_inbox import views
from qa_inbox.proof import challenge

app_name = "qa_inbox"
urlpatterns = [
    path("hoi-dap/", views.questions, name="questions"),
    path("hoi-dap/gui/", views.ask, name="ask"),
    path("hoi-dap/gui/thu-thach/", challenge, name="challenge"),
    path("hoi-dap/da-gui/<slug:code>/", views.asked, name="asked"),
    path("hoi-dap/xac-nhan/<str:token>/", views.confirm, name="confirm"),
    path("hoi-dap/tra-cuu/", views.track, name="track"),
    path("hoi-dap/tra-cuu/<slug:code>/", views.track_question, name="track_question"),
    path("hoi-dap/<int:pk>/", views.question, name="question"),
]
