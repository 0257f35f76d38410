# The binary is built in one stage and stands alone in the next: no root, nothing writable.
FROM rust:1-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev make \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN cargo build --release --locked -p firstline && strip target/release/firstline

FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /source/target/release/firstline /usr/local/bin/firstline
USER nonroot
EXPOSE 8080
# Nothing is remembered of cases, as there is nowhere to write; see server/docs/running.md.
# Mount an index at /kb and a file of keys at /keys.json; see server/docs/running.md.
ENV FIRSTLINE_INDEX=/kb
ENTRYPOINT ["/usr/local/bin/firstline"]
CMD ["serve", "--listen", "0.0.0.0:8080", "--keys", "/keys.json", "--log-json", "--no-desk"]
