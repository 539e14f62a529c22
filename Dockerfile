# The one image of the web, worker, beat and prepare services of docker-compose.yml. Not built by the tests.
FROM python:3.12-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 UV_NO_CACHE=1 UV_LINK_MODE=copy \
    DJANGO_SETTINGS_MODULE=portal.settings.production PORTAL_HOME=/var/lib/cong

RUN useradd --system --uid 10001 --home-dir /var/lib/cong --shell /usr/sbin/nologin cong \
    && install -d -o cong -g cong /var/lib/cong /var/lib/cong/static /var/lib/cong/media /var/lib/cong/storm /srv/backup /srv/backup-second

WORKDIR /opt/cong
COPY requirements-uv.lock requirements.lock ./
RUN python -m venv .venv \
    && .venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements-uv.lock \
    && VIRTUAL_ENV=/opt/cong/.venv .venv/bin/uv pip install --require-hashes -r requirements.lock
ENV PATH="/opt/cong/.venv/bin:$PATH"

COPY . .
USER cong
EXPOSE 8000
CMD ["gunicorn", "portal.wsgi:application", "--bind", "0.0.0.0:8000", "--preload", "--workers", "4", "--threads", "4", \
     "--timeout", "120", "--graceful-timeout", "30", "--no-control-socket"]
