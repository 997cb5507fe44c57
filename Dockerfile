# Digest Atlas in one image: no root, nothing to write but /data and /tmp.
#   docker build -t digest-atlas .
#   docker run -p 8501:8501 -v atlas:/data --read-only --tmpfs /tmp digest-atlas
FROM python:3.11-slim AS build
COPY requirements.txt /
# The libraries' own tests, their parts for Jupyter, headers and source maps are much of their size and run nowhere here.
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --no-compile -r /requirements.txt \
    && /venv/bin/pip uninstall --yes --quiet pip \
    && find /venv -depth -type d \( -name tests -o -name nbextension -o -name labextension -o -path /venv/share \) \
        -exec rm -rf {} + \
    && find /venv -type f \( -name '*.pyi' -o -name '*.pyx' -o -name '*.pxd' -o -name '*.h' -o -name '*.map' \) -delete

FROM python:3.11-slim
RUN useradd --uid 1000 --create-home --home-dir /data atlas
COPY --from=build /venv /venv
COPY . /app
WORKDIR /app
# Bytecode is made now: the root may be read-only later.
RUN /venv/bin/python -m compileall -q /app /venv/lib || true
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    DIGEST_ATLAS_HOME=/data
USER 1000
VOLUME /data
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD \
    ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
ENTRYPOINT ["python", "-m", "streamlit", "run", "app.py", "--server.headless=true", "--server.address=0.0.0.0", \
    "--server.fileWatcherType=none", "--browser.gatherUsageStats=false"]
CMD ["--server.port=8501"]
