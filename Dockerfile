FROM python:3.11-slim

WORKDIR /app
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .

RUN useradd --system flipside && mkdir /data && chown flipside /data
USER flipside
VOLUME /data
ENV FLIPSIDE_DATABASE_URL=sqlite:////data/flipside.db
CMD ["python", "-m", "bot", "run"]
