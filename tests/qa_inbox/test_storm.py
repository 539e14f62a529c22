"""Questions in a storm: safe in a file before the asker is told, in the inbox once, under their time of receipt."""

from __future__ import annotations

import datetime as dt
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings as site_settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from portal.storm.places import folder_of, write_file
from portal.storm.write import portals, write_copy
from qa_inbox.codes import ALPHABET, LENGTH
from qa_inbox.forms import LONGEST
from qa_inbox.models import Question, QuestionState
from qa_inbox.storm import lines
from qa_inbox.storm.importing import UnreadableLinesError, import_waiting
from qa_inbox.storm.receiver import FIELDS, MOST_BYTES, Receiver
from security.models import OutboxMail

ASKED = {
    "subject": "Đường  vào thôn ngập",
    "body": "Nước lên <1 m>.\r\nXin hỏi đi đường nào?",
    "name": "Trần Thị Bình",
    "email": "binh@example.vn",
    "phone": "",
    "address": "Thôn 3",
    "consent": "on",
    "website": "",
}
HOST = "skhcn.hungyen.localhost"


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Path) -> Path:
    settings.STORM_ROOT, settings.STORM_KEY_FILE = tmp_path / "storm", tmp_path / "storm-key.pem"
    settings.STORM_QUESTIONS = tmp_path / "questions"
    write_file(folder_of(HOST) / "manifest.json", b"{}")
    return tmp_path / "questions"


def send(values: Any = ASKED, host: str = HOST, **environ: Any) -> tuple[int, str]:
    """Status and page of what the receiver answers."""
    data = values if isinstance(values, bytes) else urlencode(values).encode()
    started: list[Any] = []
    own = {"HTTP_HOST": f"{host}:443", "REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(data))}
    receiver = Receiver(site_settings.STORM_ROOT, site_settings.STORM_QUESTIONS)
    body = receiver(own | {"wsgi.input": io.BytesIO(data)} | environ, lambda *answer: started.append(answer))
    return int(started[0][0][:3]), b"".join(body).decode()


def kept(places: Path) -> list[dict[str, Any]]:
    file = places / lines.QUESTIONS
    return [json.loads(line) for line in file.read_bytes().splitlines()] if file.exists() else []


def test_a_question_is_on_disk_with_its_time_before_its_asker_has_a_code(places: Path) -> None:
    before = dt.datetime.now(dt.UTC)
    status, page = send()
    (line,) = kept(places)
    assert status == 200 and line["code"] in page
    assert len(line["code"]) == LENGTH and set(line["code"]) <= set(ALPHABET)
    assert before <= dt.datetime.fromisoformat(line["received_at"]) <= dt.datetime.now(dt.UTC)
    assert (line["host"], line["subject"]) == (HOST, "Đường vào thôn ngập")
    assert line["body"] == "Nước lên <1 m>.\nXin hỏi đi đường nào?"
    assert (places / lines.QUESTIONS).stat().st_mode & 0o777 == 0o600
    send()
    assert len(kept(places)) == 2


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"subject": " "}, 422),
        ({"body": ""}, 422),
        ({"name": ""}, 422),
        ({"email": "", "phone": ""}, 422),
        ({"email": "không phải"}, 422),
        ({"phone": "gọi tôi"}, 422),
        ({"body": "đ" * 10_001}, 422),
        ({"consent": ""}, 422),
        ({"website": "http://x"}, 422),
        ({"body": "đ" * MOST_BYTES}, 413),
    ],
)
def test_what_is_no_question_is_not_kept(places: Path, change: dict[str, str], status: int) -> None:
    assert send(ASKED | change)[0] == status
    assert kept(places) == []


def test_strange_requests_are_answered(places: Path) -> None:
    for host in ("../x", "khac.localhost", "", "a" * 300):
        assert send(host=host)[0] == 404
    assert send(REQUEST_METHOD="GET")[0] == 405
    for length in ("", "-1", "x", str(10**9)):
        assert send(CONTENT_LENGTH=length)[0] == 413
    assert send(b"\xff\x00" * 50)[0] == 422
    assert send("&".join(f"f{n}=1" for n in range(60)).encode())[0] == 422
    assert kept(places) == []
    assert send(ASKED | {"body": "Tôi\x00 hỏi 😀 [[name]]"})[0] == 200
    assert kept(places)[0]["body"] == "Tôi hỏi 😀 [[name]]"


def test_a_cut_line_does_not_spoil_the_next_and_a_full_file_says_so(
    places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send()
    file = places / lines.QUESTIONS
    file.write_bytes(file.read_bytes() + b'{"code": "cut')
    send()
    assert [line[:9] for line in file.read_bytes().splitlines()] == [b'{"code": '] * 3
    size = file.stat().st_size
    monkeypatch.setattr(lines, "LARGEST", size + 10)
    assert send()[0] == 503
    assert file.stat().st_size == size


def test_the_receiver_takes_what_the_form_takes() -> None:
    """It cannot read models and forms, so its lengths stand in it again."""
    fields = {name: Question._meta.get_field(name).max_length for name in FIELDS}
    assert FIELDS == fields | {"body": LONGEST}


def test_the_receiver_needs_no_django() -> None:
    code = "import sys, qa_inbox.storm.receiver; sys.exit('django' in sys.modules)"
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


@pytest.mark.django_db
@pytest.mark.clause("TN.14.1", "NB.7.3b", "TB.7.1a")
def test_a_line_becomes_one_question_whose_clock_runs_from_its_receipt(world: Any, places: Path) -> None:
    status, page = send()
    (line,) = kept(places)
    received = dt.datetime(2026, 9, 8, 14, 30, tzinfo=dt.UTC)
    line["received_at"] = received.isoformat()
    text = json.dumps(line)
    (places / lines.QUESTIONS).write_text(f"{text}\n{text}\n")
    now = dt.datetime(2026, 9, 11, 3, 0, tzinfo=dt.UTC)
    assert import_waiting(now) == "imported 1"
    question = Question.objects.get(code=line["code"])
    assert (question.agency, question.state) == (world.skhcn, QuestionState.RECEIVED)
    assert (question.received_at, question.consent_at) == (received, received)
    assert (question.name, question.email, question.address) == ("Trần Thị Bình", "binh@example.vn", "Thôn 3")
    same = _asked_directly(world.skhcn, received)
    assert question.due_at == same.due_at and question.due_at is not None and question.due_at < now + dt.timedelta(90)
    assert set(question.events.values_list("at", flat=True)) == {received}
    assert OutboxMail.objects.filter(to="binh@example.vn", subject__contains=question.code).exists()
    (places / lines.QUESTIONS).write_text(text)
    call_command("storm", "import")
    assert Question.objects.filter(subject=line["subject"], code=line["code"]).count() == 1
    assert list(places.glob("*.jsonl")) == []


def _asked_directly(agency: Any, now: dt.datetime) -> Question:
    from qa_inbox.services import Asked, ask

    return ask(agency, Asked(name="A", subject="B", body="C", phone="0912345678"), human=True, now=now)


@pytest.mark.django_db
def test_bad_lines_are_told_of_and_stay_while_the_others_are_imported(world: Any, places: Path) -> None:
    send()
    (good,) = kept(places)
    now = timezone.now()
    later = (now + dt.timedelta(days=1)).isoformat()
    changes: list[dict[str, Any]] = [
        {"host": "khac.localhost"},
        {"received_at": later},
        {"email": "x"},
        {"email": "", "phone": ""},
        {"name": "n" * 200},
        {"body": "a\x00b"},
    ]
    bad = [json.dumps(good | {"code": f"BAD234567{n}"} | change) for n, change in enumerate(changes)]
    bad += ["{", "[]", json.dumps({"code": "X"})]
    (places / lines.QUESTIONS).write_text("\n".join([*bad[:4], json.dumps(good), *bad[4:]]) + "\n")
    for _ in range(2):
        with pytest.raises(UnreadableLinesError, match=f"{len(bad)} lines stay"):
            import_waiting(now)
        assert Question.objects.filter(code=good["code"]).count() == 1
        (left,) = places.glob("waiting-*.jsonl")
        assert left.read_text().splitlines() == bad
        assert left.stat().st_mode & 0o777 == 0o600
    assert not Question.objects.filter(code__startswith="BAD").exists()
    other = json.dumps(good | {"received_at": (now - dt.timedelta(hours=1)).isoformat()})
    left.write_text(other)
    with pytest.raises(UnreadableLinesError, match="another question has the code"):
        import_waiting(now)


@pytest.mark.django_db
def test_the_form_of_the_copy_keeps_what_was_typed(world: Any, places: Path) -> None:
    assert reverse("qa_inbox:ask", urlconf="portal.urls") == site_settings.STORM_ASK_PATH
    write_copy(portals().get(hostname=HOST), timezone.now())
    form = (folder_of(HOST) / "hoi-dap/gui/index.html").read_text()
    assert 'action="/hoi-dap/gui/"' in form and "[[" not in form
    status, page = send(ASKED | {"email": "sai", "name": '"><script>'})
    assert status == 422 and "[[" not in page
    assert "Nước lên &lt;1 m&gt;." in page and 'value="&quot;&gt;&lt;script&gt;"' in page and 'value="Thôn 3"' in page
    assert page.count("<li>") == 1
    status, page = send()
    assert status == 200 and kept(places)[0]["code"] in page and "[[" not in page
