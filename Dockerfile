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
ENV FLIPSIDE_DATABASE_URL=sqlite:////data/flipside.db
CMD ["python", "-m", "bot", "run"]
