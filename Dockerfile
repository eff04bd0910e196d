# One image for web, worker and migrations; the command says which. Not root, so the embedded PostgreSQL works in it too.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /srv/questboard

COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock

COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY assets assets
COPY components components
COPY domain domain
COPY workers workers
RUN pip install --no-deps --no-build-isolation -e . \
    && python -m compileall -q app components domain workers \
    && useradd --system --create-home --home-dir /var/lib/questboard questboard

USER questboard
ENV QUESTBOARD_HOME=/var/lib/questboard/home QUESTBOARD_HOST=0.0.0.0 QUESTBOARD_PORT=8080 QUESTBOARD_LOG_FORMAT=json
VOLUME /var/lib/questboard
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["questboard"]
CMD ["up"]
