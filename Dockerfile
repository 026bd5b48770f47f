FROM python:3.11-slim

WORKDIR /app
# requirements-cluster.lock adds what PostgreSQL needs.
ARG LOCK=requirements.lock
COPY ${LOCK} .
RUN pip install --no-cache-dir --require-hashes -r ${LOCK}
COPY . .

RUN useradd --system flipside && mkdir /data && chown flipside /data
USER flipside
VOLUME /data
ENV FLIPSIDE_DATABASE_URL=sqlite:////data/flipside.db FLIPSIDE_HEALTH_PORT=8081
# Ready: the database answers and Slack is connected. Refused with 503, urlopen fails.
HEALTHCHECK --start-period=30s --timeout=5s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8081/readyz', timeout=4)"]
CMD ["python", "-m", "bot", "run"]
